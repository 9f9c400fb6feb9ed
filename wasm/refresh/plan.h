// Whom a refresh asks, in which order.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/time.h"
#include "listen/memory.h"
#include "listen/service_state.h"
#include "refresh/roster.h"
#include "settings/settings.h"
#include "upstream/request.h"

namespace user_listens {

inline constexpr std::size_t kMaxParallel = 6;  // the platform's limit of waiting connections
// Of one service, when there are others: one that hangs must not hold them up.
inline constexpr std::size_t kMaxParallelBesideOthers = 4;

// A request that failed may be repeated, out of what is left of the budget.
inline constexpr std::size_t kMostRetries = 5;

// All asking ends then, whatever is still to be asked; with what storage takes a
// refresh may still reach into the next tick. No more requests are planned than
// the pace lets start a while before it: the last three may hang in a row.
inline constexpr Millis kLongestAsking{240'000};
inline constexpr Millis kGrace{25'000};

struct Plan {
  std::vector<UpstreamRequest> requests;  // the most urgent ones first
  std::size_t retries = 0;                // requests that may be repeated
  std::size_t parallel_of_service = kMaxParallel;
  // From the first request: late enough for each to take as long as it may.
  Millis deadline{0};
};

// Everybody, unless that takes more requests than POLL_BUDGET or longer than a
// refresh may; then those whom refresh/urgency.h puts first. `memories` and
// `services` are what is known of accounts and services. The same arguments
// give the same plan.
[[nodiscard]] Plan plan_requests(const Roster& roster, std::span<const Memory> memories,
                                 std::span<const ServiceState> services, const Settings& settings,
                                 UnixMillis now, Arena& arena);

}  // namespace user_listens
