// How old a list may be before it is called stale, and how old a copy of it may be.
#pragma once

#include <optional>

#include "base/time.h"

namespace user_listens {

// Three ticks: one failed refresh is no news, three in a row are.
inline constexpr Seconds kFreshFor = 3 * kTick;

// Nor is a list of the future fresh: its writer's clock is wrong.
[[nodiscard]] inline bool is_fresh(UnixMillis last_updated, UnixMillis now) {
  const auto age = now - last_updated;
  return age <= kFreshFor && age >= -kFreshFor;
}

// Machines differ by less. A time of ours that is further ahead of both the
// platform's scheduled time and now was written by a broken clock.
inline constexpr Seconds kClockTolerance = std::chrono::minutes{2};

[[nodiscard]] inline bool is_ahead(UnixMillis time, UnixMillis now) {
  return time > now + kClockTolerance;
}

// For how long an isolate's own copy may stand in for a key that cannot be read, counted from when
// the copy was written. Someone who has gone private since may be in it, so this is also for how
// long such a member can still be shown. Of the list it is as long as KV keeps one by default.
inline constexpr Seconds kListCopyFor{420};
inline constexpr Seconds kSnapshotCopyFor = std::chrono::hours{1};

// Whether a copy has outlived its time. One of unknown age has.
[[nodiscard]] inline bool is_outlived(std::optional<UnixMillis> written_at, Seconds copy_for,
                                      UnixMillis now) {
  if (!written_at) return true;
  // A copy from further ahead would outlast every limit.
  return now - *written_at > copy_for || is_ahead(*written_at, now);
}

}  // namespace user_listens
