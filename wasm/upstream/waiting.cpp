#include "upstream/waiting.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "upstream/reading.h"

namespace user_listens {
namespace {

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

// "06 Nov 1994 08:49:37 GMT", what follows the day of the week.
std::optional<UnixMillis> date(std::string_view text, Arena& arena) {
  if (text.size() != 24 || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = kMonths.find(text.substr(3, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  const auto number = decimal(101 + month / 3);  // three digits, for the zero
  return parse_iso8601(
      arena.filled("%-%-%T%Z", {text.substr(7, 4), std::string_view{number}.substr(1),
                                text.substr(0, 2), text.substr(12, 8)}));
}

std::optional<Seconds> seconds(std::string_view text) {
  const auto number = ascii::integer(ascii::trimmed(text));
  if (!number || *number <= 0) return std::nullopt;
  return Seconds{std::min(*number, kLongestPause.count())};
}

std::optional<Seconds> retry_after(std::string_view text, UnixMillis now) {
  if (const auto wait = seconds(text)) return wait;
  const auto comma = text.find(", ");
  if (comma == std::string_view::npos) return std::nullopt;
  Arena arena;
  const auto until = date(text.substr(comma + 2), arena);
  if (!until || *until <= now) return std::nullopt;
  return std::min(std::chrono::ceil<Seconds>(*until - now), kLongestPause);
}

}  // namespace

std::optional<Seconds> wait_for_limit(const Received& received) {
  if (ascii::integer(ascii::trimmed(received.rate_limit_remaining)) != 0) return std::nullopt;
  return seconds(received.rate_limit_reset_in);
}

std::optional<Seconds> wait_asked_for(const Received& received, UnixMillis now) {
  if (!is_success(received.status)) {
    if (const auto wait = retry_after(received.retry_after, now)) return wait;
  }
  return wait_for_limit(received);
}

}  // namespace user_listens
