// Which deployment, and which run, may write.
//
// KV has no compare-and-set, and instances of older deployments may live on.
// So every value names its writer, and whoever finds that a newer deployment
// is at work stands down. That narrows the race within one format; writers of
// other formats are kept out by the versioned key.
#pragma once

#include "base/log.h"
#include "base/time.h"
#include "cache/deployment.h"
#include "refresh/stored_state.h"

namespace user_listens {

// How long a newer deployment counts as alive after it wrote: two ticks and a
// bit. After a rollback the older one writes again at the third tick.
inline constexpr Seconds kWriterLease = 2 * kTick + std::chrono::minutes{1};

// A run of a refresh, as the fence sees it. Neither time is before the one that
// the platform had scheduled it for.
struct Run {
  Deployment self;
  UnixMillis started;  // before it read the roster
  UnixMillis now;
};

// Whether the run must not write: a newer deployment is alive, or another run
// has written since this one began, perhaps from a later roster. Only values
// with our seal count, and only times that are not ahead (cache/freshness.h): a
// writer whose clock is broken must not stop every other one until its time has
// come. The log says who it is.
[[nodiscard]] bool stands_down(const StoredState& state, const Run& run, Log& log);

// Says in the log which stored values are dated in the future.
void report_broken_clocks(const StoredState& state, const Run& run, Log& log);

// Says in the log who else wrote what is stored; a warning, unless it was the
// deployment before ours.
void report_other_writer(const StoredState& state, const Run& run, Log& log);

}  // namespace user_listens
