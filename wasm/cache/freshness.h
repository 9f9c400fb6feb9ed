// How old a list may be before it is called stale.
#pragma once

#include "base/time.h"

namespace user_listens {

// Three ticks: one failed refresh is no news, three in a row are.
inline constexpr Seconds kFreshFor = 3 * kTick;

[[nodiscard]] inline bool is_fresh(UnixMillis last_updated, UnixMillis now) {
  return now - last_updated <= kFreshFor;
}

}  // namespace user_listens
