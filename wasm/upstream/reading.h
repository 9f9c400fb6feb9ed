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

// Walks a body of at most kMaxAnswerBytes, once more with its strings sanitized
// when it is malformed. Nothing when it was read, or the visitor stopped.
[[nodiscard]] std::optional<json::Error> walk_body(std::string_view body, BodyVisitor& visitor);

// Of an answer that says no more than its status.
[[nodiscard]] Reading of_status(std::int64_t status, Arena& arena);
[[nodiscard]] inline bool is_success(std::int64_t status) { return status >= 200 && status <= 299; }

// Of a body that could not be walked.
[[nodiscard]] Reading of_error(const json::Error& error);

// Of an answer in which a count and what it counts contradict each other: "no
// track, but total is 4711". It has told nothing.
[[nodiscard]] Reading of_contradiction(std::string_view found, std::string_view count,
                                       std::int64_t counted, Arena& arena);

// Of an answer about the plays of `user`, when the question was about another.
// Nothing when it is the same one but for case.
[[nodiscard]] std::optional<Reading> of_other_user(std::string_view user, std::string_view account,
                                                   Arena& arena);

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
