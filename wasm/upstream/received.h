// What the shim received for a request: an HTTP answer, or why there is none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "listen/answer.h"

namespace user_listens {

struct Received {
  std::optional<AnswerKind> failure;  // no answer: timeout, unreachable, …
  std::int64_t status = 0;
  std::string_view body;  // lives until the reader returns
};

}  // namespace user_listens
