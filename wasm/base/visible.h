// Which characters a reader sees: the one definition for names of members,
// accounts, artists and tracks, and for log lines.
//
// Two properties of the Unicode Character Database 17.0 decide:
// Default_Ignorable_Code_Point (DerivedCoreProperties.txt) and White_Space
// (PropList.txt). No character with one of them is visible: no-break and
// ideographic spaces, line and paragraph separators, zero-width characters,
// bidi marks, embeddings and overrides, Hangul fillers, variation selectors and
// tags. Added to the two, because they leave a row blank as well:
//   - control characters (Cc), which have no glyph;
//   - U+2800, the Braille pattern without dots;
//   - U+FFF9 to U+FFFB, the marks of interlinear annotations;
//   - U+1D159, the musical symbol for a note without a head.
#pragma once

#include <string_view>

namespace user_listens {

// Whatever is not assigned counts as visible: browsers draw a box for it.
[[nodiscard]] bool is_visible(unsigned character);

// Ill-formed UTF-8 is visible, since it is shown as U+FFFD.
[[nodiscard]] bool has_visible(std::string_view text);

// The text without the invisible characters at its ends; "" when it has no
// other. What gives a visible character at the end its form stays: the variation
// selector of an emoji, the tags of a flag, the joiner of an Indic letter.
[[nodiscard]] std::string_view trimmed_to_visible(std::string_view text);

}  // namespace user_listens
