#include "base/visible.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/utf8.h"

namespace user_listens {
namespace {

struct CharacterRange {
  unsigned first;
  unsigned last;
};

// Unicode 17.0, sorted; visible.h says what is in it.
constexpr auto kInvisible = std::to_array<CharacterRange>({
    {0x0000, 0x0020},    // controls, the blank
    {0x007F, 0x00A0},    // controls, the no-break space
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x1680, 0x1680},    // Ogham space mark
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180B, 0x180F},    // Mongolian variation selectors
    {0x2000, 0x200F},    // spaces, zero-width characters, bidi marks
    {0x2028, 0x202F},    // separators, bidi embeddings and overrides, a space
    {0x205F, 0x206F},    // a space, the word joiner, bidi isolates
    {0x2800, 0x2800},    // Braille blank
    {0x3000, 0x3000},    // ideographic space
    {0x3164, 0x3164},    // Hangul filler
    {0xFE00, 0xFE0F},    // variation selectors
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // halfwidth Hangul filler
    {0xFFF0, 0xFFFB},    // reserved; interlinear annotations
    {0x1BCA0, 0x1BCA3},  // shorthand format controls
    {0x1D159, 0x1D159},  // a note without a head
    {0x1D173, 0x1D17A},  // musical format controls
    {0xE0000, 0xE0FFF},  // tags, variation selectors, reserved
});

constexpr bool ends_before(const CharacterRange& range, unsigned character) {
  return range.last < character;
}

struct ShapingRule {
  CharacterRange mark;  // invisible itself
  CharacterRange base;  // whose form it decides
};

// Behind a letter of ASCII these marks change nothing.
constexpr auto kShaping = std::to_array<ShapingRule>({
    {{0xFE00, 0xFE0F}, {0x0080, 0x10FFFF}},    // variation selectors: U+2764 U+FE0F
    {{0xE0100, 0xE01EF}, {0x0080, 0x10FFFF}},  // of ideographs
    {{0x180B, 0x180D}, {0x1800, 0x18AF}},      // of Mongolian letters
    {{0x180F, 0x180F}, {0x1800, 0x18AF}},
    {{0xE0020, 0xE007F}, {0x1F000, 0x1FAFF}},  // tags: the flag of Scotland
    {{0x200D, 0x200D}, {0x0900, 0x0DFF}},      // a joiner: a Malayalam chillu
});

constexpr bool is_visible_ascii(unsigned character) { return character > ' ' && character < 0x7F; }

bool contains(const CharacterRange& range, unsigned character) {
  return utf8::within(character, range.first, range.last);
}

bool shapes(unsigned mark, unsigned base) {
  return std::any_of(kShaping.begin(), kShaping.end(), [&](const ShapingRule& rule) {
    return contains(rule.mark, mark) && contains(rule.base, base);
  });
}

}  // namespace

bool is_visible(unsigned character) {
  if (character < 0x80) return is_visible_ascii(character);
  const auto* const range =
      std::lower_bound(kInvisible.begin(), kInvisible.end(), character, ends_before);
  return range == kInvisible.end() || character < range->first;
}

bool has_visible(std::string_view text) { return !trimmed_to_visible(text).empty(); }

std::string_view trimmed_to_visible(std::string_view text) {
  const auto is_visible_byte = [](char c) {
    return is_visible_ascii(static_cast<unsigned char>(c));
  };
  if (text.empty() || (is_visible_byte(text.front()) && is_visible_byte(text.back()))) return text;
  std::size_t begin = text.size(), end = text.size();
  unsigned base = 0;  // the visible character that a mark may follow; 0 for none
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, bytes] = utf8::next(text.substr(at));
    const bool sees = is_visible(character);
    if (sees && begin == text.size()) begin = at;
    at += bytes;
    if (sees || (base != 0 && shapes(character, base))) {
      end = at;
      if (sees) base = character;
    } else {
      base = 0;
    }
  }
  return text.substr(begin, end - begin);
}

}  // namespace user_listens
