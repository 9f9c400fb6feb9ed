// How wide a text is, and what of it fits.
//
// Columns of a terminal: Unicode 17, East Asian Width (UAX #11) and the
// general categories of marks; an emoji sequence is as wide as its first
// character. Ems of a proportional font: which one a reader has is unknown, so
// each character counts as wide as in the widest of the usual default fonts
// (advance_table.h), so that a text overflows in none of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"

namespace user_listens {

enum class Ruler : std::uint8_t {
  columns,
  ems,       // hundredths of an em
  bold_ems,  // the same, in bold or semi-bold
};

// Of a well-formed text.
[[nodiscard]] std::size_t width_of(std::string_view text, Ruler ruler);

// The text as it is when it is at most `most` wide, or else its beginning and
// an ellipsis, or nothing when not even that fits; never cut within what a
// reader sees as one character (UAX #29, as far as scripts in use need it).
[[nodiscard]] std::string_view truncated_to_width(std::string_view text, std::size_t most,
                                                  Ruler ruler, Arena& arena);

// `truncated_to_width`, and blanks to the right up to `columns`.
[[nodiscard]] std::string_view cell(std::string_view text, std::size_t columns, Arena& arena);

}  // namespace user_listens
