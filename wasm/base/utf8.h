// UTF-8 text: whole or sanitized, never broken.
//
// Follows the Unicode Standard 15, section 3.9, tables 3-7 and 3-8: each
// maximal ill-formed subsequence becomes one U+FFFD.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/arena.h"

namespace user_listens::utf8 {

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
inline constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// One step through a text: how many bytes belong together, and whether they
// are a well-formed character. `bytes` is at least 1 for a non-empty text.
struct Step {
  std::size_t bytes;
  bool well_formed;
};
[[nodiscard]] Step step(std::string_view text);

// The character at the front of a non-empty text; U+FFFD for an ill-formed one.
struct Next {
  unsigned character;
  std::size_t bytes;
};
[[nodiscard]] Next next(std::string_view text);

// Of characters, both ends included.
[[nodiscard]] constexpr bool within(unsigned character, unsigned first, unsigned last) {
  return character - first <= last - first;
}

[[nodiscard]] bool is_well_formed(std::string_view text);
[[nodiscard]] std::string sanitized(std::string_view text);

// Adds a code point that is no surrogate.
void append(std::string& out, unsigned character);

// UTF-16's halves of a character beyond U+FFFF.
[[nodiscard]] constexpr bool is_high_surrogate(unsigned unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
[[nodiscard]] constexpr bool is_low_surrogate(unsigned unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

// The number of code points; an ill-formed subsequence counts as one.
[[nodiscard]] std::size_t count(std::string_view text);

// At most `max_bytes` bytes, cut between characters; what was cut ends in an
// ellipsis that fits within the limit. max_bytes is at least 3. What needs no
// cut is given back as it is.
[[nodiscard]] std::string_view cut(std::string_view text, std::size_t max_bytes, Arena& arena);

// The same for characters: at most `max_characters` code points, the ellipsis
// included.
[[nodiscard]] std::string_view cut_to_characters(std::string_view text, std::size_t max_characters,
                                                 Arena& arena);

}  // namespace user_listens::utf8
