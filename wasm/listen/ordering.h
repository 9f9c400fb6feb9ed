// The order of the public list.
#pragma once

#include <span>

#include "base/time.h"
#include "listen/listen.h"

namespace user_listens {

// Now playing first, then by time of play, newest first, unknown times last.
// Ties are broken by a hash of the member's name and the UTC day of `as_of`:
// the same on every run, another member in front on another day.
void order_newest_first(std::span<Listen> listens, UnixMillis as_of);

}  // namespace user_listens
