// Whom a refresh asks, and how fast.
#pragma once

#include <cstddef>
#include <vector>

#include "base/time.h"
#include "refresh/roster.h"
#include "settings/settings.h"
#include "upstream/request.h"

namespace user_listens {

// Last.fm asks for fewer than "several calls per second continuously": a short
// burst, then a steady pace.
inline constexpr std::size_t kBurst = 20;
inline constexpr Millis kPace{200};
inline constexpr std::size_t kMaxParallel = 6;  // the platform's limit of waiting connections

// From the last request's start to the end of all asking: three of six at once
// may hang in a row. Never beyond four minutes, before the next tick.
inline constexpr Millis kGrace{25'000};
inline constexpr Millis kLongestAsking{240'000};

struct Plan {
  std::vector<UpstreamRequest> requests;  // by start_after
  Millis deadline{0};                     // from the first request
};

// With more members than POLL_BUDGET they take turns, tick by tick: each is
// asked again after ceil(members / budget) ticks at the latest.
[[nodiscard]] Plan plan_requests(const Roster& roster, const Settings& settings,
                                 UnixMillis scheduled, Arena& arena);

}  // namespace user_listens
