// Points in time as the core knows them: given, never asked for.
//
// Text form: ISO 8601 in UTC with milliseconds, "2025-12-04T14:25:27.000Z",
// the form of ECMAScript's Date.prototype.toISOString.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/text.h"

namespace user_listens {

using Millis = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using UnixMillis = std::chrono::sys_time<Millis>;

// The cron's period; wrangler.toml's trigger says the same.
inline constexpr Seconds kTick{300};

// Years 1970 to 9999 only; anything outside is clamped to the nearer end, so
// that a hostile number can neither overflow nor break the fixed width.
[[nodiscard]] UnixMillis unix_millis(std::int64_t ms_since_epoch);

[[nodiscard]] ShortText<24> to_iso8601(UnixMillis time);

// Accepts exactly "YYYY-MM-DDTHH:MM:SSZ" with an optional fraction of 1 to 9
// digits (digits past milliseconds are cut). Nothing on any other text.
[[nodiscard]] std::optional<UnixMillis> parse_iso8601(std::string_view text);

}  // namespace user_listens
