// What the shim received for a request: an HTTP answer, or why there is none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/named_member.h"
#include "listen/answer.h"

namespace user_listens {

struct Received {
  std::optional<AnswerKind> failure;  // no answer: timeout, unreachable, …
  std::int64_t status = 0;
  std::string_view retry_after;  // headers; "" when they are missing
  std::string_view rate_limit_remaining;
  std::string_view rate_limit_reset_in;
  std::string_view body;  // lives until the reader returns
};

// The headers of an answer that are of interest, in lower case.
inline constexpr std::array kAnswerHeaders{
    NamedText<Received>{"retry-after", &Received::retry_after},
    NamedText<Received>{"x-ratelimit-remaining", &Received::rate_limit_remaining},
    NamedText<Received>{"x-ratelimit-reset-in", &Received::rate_limit_reset_in}};

}  // namespace user_listens
