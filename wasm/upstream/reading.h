// What the body of an answer says, before it is known whose listen it becomes.
#pragma once

#include <cstdint>
#include <optional>
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

}  // namespace user_listens
