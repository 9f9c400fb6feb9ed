// A stranger's text, fit for one line of anything.
#pragma once

#include <array>
#include <string_view>

#include "base/arena.h"

namespace user_listens {

// What is ill-formed, and the two characters that XML forbids, become U+FFFD.
// Characters that embed or override a direction go: one left open would turn
// around what follows it. Each run of blanks and control characters becomes
// one space, and none stays at the ends. site/listens-source.js does the same.
[[nodiscard]] std::string_view one_line(std::string_view text, Arena& arena);

// Around a text whose direction is its own: U+2068, first strong isolate, and
// U+2069, pop directional isolate (UAX #9). As bytes, since a literal that opens
// an isolate without closing it misleads whoever reads the source.
inline constexpr std::array kIsolateBytes{'\xE2', '\x81', '\xA8'};
inline constexpr std::array kIsolateEndBytes{'\xE2', '\x81', '\xA9'};
inline constexpr std::string_view kIsolate{kIsolateBytes.data(), kIsolateBytes.size()};
inline constexpr std::string_view kIsolateEnd{kIsolateEndBytes.data(), kIsolateEndBytes.size()};

// Whether a letter in it is written from right to left, so that it may change
// the order of what stands beside it.
[[nodiscard]] bool has_right_to_left(std::string_view text);

// Whether its first letter that has a direction is written from right to left.
[[nodiscard]] bool is_rtl(std::string_view text);

}  // namespace user_listens
