// What is remembered of a music service as a whole.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/list.h"
#include "base/time.h"
#include "listen/answer.h"

namespace user_listens {

// Valid while the arena of the call is.
struct ServiceState {
  std::string_view source;
  std::optional<UnixMillis> paused_until;  // no request before
  std::uint32_t pauses = 0;                // in a row, because we asked too often
  bool refuses_key = false;                // at its last answer
};

// Nothing is known of a service without a state: nullptr.
[[nodiscard]] const ServiceState* find_state(std::span<const ServiceState> states,
                                             std::string_view source);

// A service that says "too often" again and again is asked later and later, up
// to this.
inline constexpr Seconds kLongestGrowingPause = std::chrono::hours{1};

// The states after a refresh; a service that was not asked keeps its own.
[[nodiscard]] List<ServiceState> states_after(std::span<const Answer> answers,
                                              std::span<const ServiceState> before, UnixMillis now);

}  // namespace user_listens
