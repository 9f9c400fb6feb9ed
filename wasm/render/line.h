// A stranger's text, fit for one line of anything.
#pragma once

#include <string_view>

#include "base/arena.h"

namespace user_listens {

// What is ill-formed, and the two characters that XML forbids, become U+FFFD.
// Characters that embed or override a direction go: one left open would turn
// around what follows it. Each run of blanks and control characters becomes
// one space, and none stays at the ends. site/listens-source.js does the same.
[[nodiscard]] std::string_view one_line(std::string_view text, Arena& arena);

// Whether its first letter that has a direction is written from right to left.
[[nodiscard]] bool begins_right(std::string_view text);

}  // namespace user_listens
