// What the body of an answer says, before it is known whose listen it becomes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/json_reader.h"
#include "listen/answer.h"
#include "upstream/play.h"

namespace user_listens {

// Valid while the arena of the call is.
struct Reading {
  AnswerKind kind;
  std::string_view detail;   // for the log; may be ""
  std::optional<Play> play;  // exactly with AnswerKind::listened
};

class BodyVisitor : public json::Visitor {
 public:
  // Forgets what it met.
  virtual void begin() = 0;
};

// Walks a body of at most kMaxAnswerBytes, once more with its strings mended
// when it is malformed. Nothing when it was read, or the visitor stopped.
[[nodiscard]] std::optional<json::Error> walk_body(std::string_view body, BodyVisitor& visitor);

// Of an answer that says no more than its status.
[[nodiscard]] Reading of_status(std::int64_t status, Arena& arena);
[[nodiscard]] inline bool is_success(std::int64_t status) { return status >= 200 && status <= 299; }

// Of a body that could not be walked.
[[nodiscard]] Reading of_error(const json::Error& error);

// What a service means by the code of an error.
struct ErrorRow {
  std::int64_t code;
  AnswerKind kind;
};

// Nothing when the code has no row.
[[nodiscard]] std::optional<AnswerKind> kind_of_error(std::int64_t code,
                                                      std::span<const ErrorRow> rows);

// Of an answer that is the error `code`: "error 8" is its detail.
[[nodiscard]] Reading of_error_code(AnswerKind kind, std::int64_t code, Arena& arena);

}  // namespace user_listens
