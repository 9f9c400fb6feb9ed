// The headers with which services ask to be left alone: upstream/waiting.h. A
// line each: the status, Retry-After, X-RateLimit-Remaining, X-RateLimit-Reset-In.
#include "upstream/waiting.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "property.h"
#include "target.h"
#include "upstream/reading.h"

namespace user_listens::fuzz {
namespace {

constexpr UnixMillis kAskedAt{Seconds{1'764'858'327}};  // 2025-12-04T14:25:27Z

std::optional<Seconds> wait_of(const Received& received) {
  const auto wait = wait_asked_for(received, kAskedAt);
  MUST(!wait || (*wait > Seconds{0} && *wait <= kLongestPause), received.retry_after);
  return wait;
}

void try_waiting(std::string_view bytes) {
  Received received;
  received.status = ascii::integer(ascii::next_piece(bytes, '\n')).value_or(429);
  received.retry_after = ascii::next_piece(bytes, '\n');
  received.rate_limit_remaining = ascii::next_piece(bytes, '\n');
  received.rate_limit_reset_in = ascii::next_piece(bytes, '\n');
  const auto wait = wait_of(received);

  const auto shown = received.retry_after;
  received.retry_after = "";
  const auto without = wait_of(received);
  if (is_success(received.status)) MUST(wait == without, shown);

  // What Retry-After asks for in seconds is what it gets, up to the longest.
  const auto seconds = ascii::integer(shown);
  if (is_success(received.status) || !seconds || *seconds <= 0) return;
  MUST(wait == std::min(Seconds{*seconds}, kLongestPause), shown);
}

const Target kWaitingTarget{"waiting", try_waiting};

}  // namespace
}  // namespace user_listens::fuzz
