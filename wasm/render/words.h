// Times as people and feed readers have them, in English and UTC. A page's
// script puts the reader's own language and zone in their place.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "base/time.h"

namespace user_listens {

// "just now", "5 min ago", "2 h ago", "3 days ago": whole units gone by. A time
// ahead by more than a clock may be wrong is told exactly.
[[nodiscard]] std::string_view in_relative_words(UnixMillis time, UnixMillis now, Arena& arena);

// "4 Dec 2025, 14:20 UTC"
[[nodiscard]] std::string_view in_exact_words(UnixMillis time, Arena& arena);

// "Thu, 04 Dec 2025 14:20:00 GMT": RFC 822 with the four-digit year of RFC 1123.
[[nodiscard]] std::string_view as_rfc822(UnixMillis time, Arena& arena);

}  // namespace user_listens
