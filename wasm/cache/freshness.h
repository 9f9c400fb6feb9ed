// How old a list may be before it is called stale.
#pragma once

#include "base/time.h"

namespace user_listens {

// Three ticks: one failed refresh is no news, three in a row are.
inline constexpr Seconds kFreshFor = 3 * kTick;

// Nor is a list of the future fresh: its writer's clock is wrong.
[[nodiscard]] inline bool is_fresh(UnixMillis last_updated, UnixMillis now) {
  const auto age = now - last_updated;
  return age <= kFreshFor && age >= -kFreshFor;
}

}  // namespace user_listens
