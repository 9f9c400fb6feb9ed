// One line of whatever a stranger wrote: the same as site/listens-source.js
// makes of it.
#include "render/line.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/utf8.h"

namespace user_listens {
namespace {

#define FFFD "\xEF\xBF\xBD"

struct LineCase {
  std::string_view name;
  std::string_view text;
  std::string_view line;
};

// NOLINTBEGIN(misc-misleading-bidirectional): it is about these characters.
constexpr auto kLineCases = std::to_array<LineCase>({
    {"empty", "", ""},
    {"a word", "Teardrop", "Teardrop"},
    {"words", "Massive Attack", "Massive Attack"},
    {"blanks around", "  a b \t", "a b"},
    {"runs of blanks", "a  \t\r\n b", "a b"},
    {"only blanks", " \n\t\u3000\u00A0", ""},
    {"NUL", {"a\0b", 3}, "a b"},
    {"escape and DEL", "a\x1B[31mb\x7F", "a [31mb"},
    {"control characters beyond ASCII", "a\u0080b\u0085c\u009Fd", "a b c d"},
    {"no-break space", "a\u00A0b", "a b"},
    {"line and paragraph separators", "a\u2028b\u2029c", "a b c"},
    {"ideographic space", "椎名\u3000林檎", "椎名 林檎"},
    {"byte order mark", "\uFEFFa\uFEFFb", "a b"},
    {"zero-width space and joiners stay", "a\u200Bb\u200Cc\u200Dd", "a\u200Bb\u200Cc\u200Dd"},
    {"override", "a\u202Eb", "ab"},
    {"embeddings and their end", "\u202Aa\u202Bb\u202Cc\u202Dd", "abcd"},
    {"isolates and their end", "\u2066a\u2067b\u2068c\u2069d", "abcd"},
    {"marks of direction stay", "\u200Ea\u200Fb\u061Cc", "\u200Ea\u200Fb\u061Cc"},
    {"blanks around a character that goes", "a \u202E b", "a b"},
    {"a character that goes at the ends", "\u202E a \u202C", "a"},
    {"only characters that go", "\u202E\u2066\u2069\u202C", ""},
    {"ill-formed", "a\xFF\xC3(b", "a" FFFD FFFD "(b"},
    {"a cut character", "a\xF0\x9F\x8E", "a" FFFD},
    {"a lone surrogate", "a\xED\xA0\xBD", "a" FFFD FFFD FFFD},
    {"U+FFFE and U+FFFF", "a\xEF\xBF\xBE\xEF\xBF\xBF", "a" FFFD FFFD},
    {"noncharacters that XML allows", "\uFDD0\U0001FFFE", "\uFDD0\U0001FFFE"},
    {"beyond the basic plane", "𝄞 🎵", "𝄞 🎵"},
    {"marks stay where they are", "e\u0301 \u0301", "e\u0301 \u0301"},
});

// NOLINTEND(misc-misleading-bidirectional)

struct Range {
  unsigned first;
  unsigned last;
};

// ECMAScript 2025, section 12.2 and 12.3 (\s), and the general category Cc.
constexpr auto kBlanks = std::to_array<Range>({{0x0, 0x20},
                                               {0x7F, 0xA0},
                                               {0x1680, 0x1680},
                                               {0x2000, 0x200A},
                                               {0x2028, 0x2029},
                                               {0x202F, 0x202F},
                                               {0x205F, 0x205F},
                                               {0x3000, 0x3000},
                                               {0xFEFF, 0xFEFF}});
constexpr auto kTurning = std::to_array<Range>({{0x202A, 0x202E}, {0x2066, 0x2069}});

template <class Ranges>
bool holds(const Ranges& ranges, unsigned c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return c >= range.first && c <= range.last; });
}

// Between two letters.
std::string expected(unsigned c) {
  if (holds(kBlanks, c)) return "a b";
  std::string line = "a";
  if (!holds(kTurning, c)) utf8::append(line, c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
  return line + "b";
}

struct TurnCase {
  std::string_view name;
  std::string_view text;
  bool is_rtl = false;
};

constexpr auto kTurnCases = std::to_array<TurnCase>({
    {"empty", ""},
    {"Latin", "Teardrop"},
    {"Latin with marks", "Øresund"},
    {"Greek", "Ωμέγα"},
    {"Cyrillic", "Кино"},
    {"Han", "椎名林檎"},
    {"Hangul", "방탄소년단"},
    {"Thai", "ไทย"},
    {"Hebrew", "עברית", true},
    {"Arabic", "مرحبا", true},
    {"Syriac", "ܣܘܪܝܝܐ", true},
    {"Thaana", "ދިވެހި", true},
    {"N'Ko", "ߒߞߏ", true},
    {"Adlam", "𞤀𞤣𞤤𞤢𞤥", true},
    {"presentation forms", "ﷺ ﻻ", true},
    {"Latin first", "Abu أبو"},
    {"Arabic first", "أبو Abu", true},
    {"digits and signs, then Arabic", "1. (أبو)", true},
    {"digits and signs, then Latin", "1. (Abu) أبو"},
    {"digits and signs alone", "99 – 100%"},
    {"quotes, then Hebrew", "“שלום”", true},
    {"guillemets, then Arabic", "«أبو»", true},
    {"a sign beyond ASCII, then Arabic", "× ÷ أبو", true},
    {"an emoji, then Arabic", "🎵 أبو", true},
    {"an emoji with a selector, then Hebrew", "❤️ שלום", true},
    {"a bracket of East Asia, then Hebrew", "「שלום」", true},
    {"an emoji, then Latin", "🎵 Abu"},
    {"an emoji alone", "🎵"},
    {"a flag, then Arabic, as in browsers", "🇸🇦 أبو"},
    {"the mark of the right", "\u200F1", true},
    {"the mark of the left", "\u200Eأبو"},
});

}  // namespace

TEST_CASE("line: a text becomes one line without control characters") {
  for (const auto& c : kLineCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(one_line(c.text, arena) == c.line);
    CHECK(one_line(c.line, arena) == c.line);
  }
}

// Of those beyond two planes, one of many: they are all the same.
TEST_CASE("line: every character is kept, replaced or left out as its kind demands") {
  Arena arena;
  for (unsigned c = 0; c <= 0x10FFFF; c += c < 0x20000 ? 1 : 251) {
    if (utf8::is_high_surrogate(c) || utf8::is_low_surrogate(c)) continue;
    std::string text = "a";
    utf8::append(text, c);
    text += 'b';
    if (one_line(text, arena) != expected(c)) FAIL_CHECK("U+", std::string{hexadecimal(c)});
  }
}

TEST_CASE("line: begins on the right when its first letter does") {
  for (const auto& c : kTurnCases) {
    CAPTURE(c.name);
    CHECK(is_rtl(c.text) == c.is_rtl);
  }
}

}  // namespace user_listens
