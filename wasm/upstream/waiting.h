// For how long a service asks to be left alone.
#pragma once

#include <optional>

#include "base/time.h"
#include "upstream/received.h"

namespace user_listens {

// No header keeps us away for longer.
inline constexpr Seconds kLongestPause = std::chrono::hours{6};

// From Retry-After of an answer that is no success (RFC 9110, section 10.2.3:
// seconds, or a date as "Sun, 06 Nov 1994 08:49:37 GMT"), or from
// X-RateLimit-Reset-In (seconds) when X-RateLimit-Remaining is 0. One that asks
// for no time at all, or names one that has passed, is none: asking at once is
// never what a refusal means.
[[nodiscard]] std::optional<Seconds> wait_asked_for(const Received& received, UnixMillis now);

// From X-RateLimit-Reset-In alone: when nothing remains of the service's limit.
[[nodiscard]] std::optional<Seconds> wait_for_limit(const Received& received);

}  // namespace user_listens
