// What is remembered of a music service as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "listen/answer.h"

namespace user_listens {

// Valid while the arena of the call is.
struct ServiceState {
  std::string_view source;
  std::optional<UnixMillis> paused_until;  // no request before
  std::uint32_t pauses = 0;                // in a row, because we asked too often
  bool refuses_key = false;                // when it was last asked
};

// Two accounts may speak for their service, one may not: it may be the only one
// with that error, at each of its requests.
inline constexpr std::size_t kWitnesses = 2;

// Whether, by a refresh's `answers`, a service objects to our requests as a whole:
// two accounts got the same objection, not counting those that are known to fail,
// or nobody got a valid answer. Otherwise it is the trouble of those accounts,
// which are left alone longer and longer (listen/merge.h).
[[nodiscard]] bool holds(Objection objection, std::string_view source,
                         std::span<const Answer> answers);

// Nothing is known of a service without a state: nullptr.
[[nodiscard]] const ServiceState* find_state(std::span<const ServiceState> states,
                                             std::string_view source);

// A service that says "too often" again and again is asked later and later, up
// to this.
inline constexpr Seconds kLongestGrowingPause = std::chrono::hours{1};

// The states after a refresh; a service that was not asked keeps its own.
[[nodiscard]] std::vector<ServiceState> states_after(std::span<const Answer> answers,
                                                     std::span<const ServiceState> before,
                                                     UnixMillis now);

}  // namespace user_listens
