// How wide texts are, and that none is cut within what a reader sees as one
// character: UAX #11 and #29.
#include "render/width.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"
#include "render/line.h"

namespace user_listens {
namespace {

struct Character {
  std::string_view text;
  std::size_t columns = 1;
};

struct WidthCase {
  std::string_view name;
  std::vector<Character> characters;  // as a reader counts them
};

const auto& width_cases() {
  static const std::vector<WidthCase> cases{
      {"empty", {}},
      {"ASCII", {{"T"}, {"e"}, {"a"}, {"r"}, {" "}, {"!"}, {"~"}}},
      {"Latin", {{"B"}, {"j"}, {"ö"}, {"r"}, {"k"}, {"ẞ"}}},
      {"combining marks", {{"e\u0301"}, {"n\u0303"}, {"a\u0300\u0316\u20DD"}, {"x"}}},
      {"more marks than letters", {{"Z\u0361\u0353\u033A\u0359\u0300\u0301"}, {"a"}, {"l\u0336"}}},
      {"Greek and Cyrillic", {{"Ω"}, {"Й"}, {"и\u0306"}, {"ж"}}},
      {"Han", {{"椎", 2}, {"名", 2}, {"林", 2}, {"檎", 2}}},
      {"Han beyond the basic plane", {{"𠮷", 2}, {"𩸽", 2}, {"a"}}},
      {"variants of ideographs", {{"葛\U000E0100", 2}, {"辻\U000E0101", 2}, {"a"}}},
      {"kana, wide and narrow", {{"カ", 2}, {"が", 2}, {"か\u3099", 2}, {"ｶ"}, {"ﾞ"}}},
      {"full-width forms", {{"Ａ", 2}, {"１", 2}, {"！", 2}, {"￥", 2}}},
      {"Hangul", {{"방", 2}, {"탄", 2}, {"소", 2}}},
      {"Hangul in parts", {{"\u1112\u1161\u11AB", 2}, {"\u1100\u1173\u11AF", 2}, {"\u1100", 2}}},
      {"Hangul, a syllable and a final", {{"가\u11A8", 2}, {"a"}}},
      {"Hebrew with points", {{"ש\u05C1\u05B8"}, {"ל"}, {"ו\u05B9"}, {"ם"}}},
      {"Arabic with vowels", {{"م\u064E"}, {"ر"}, {"ح\u0652"}, {"ب"}, {"ا"}}},
      {"Thai", {{"น\u0E49\u0E33", 2}, {"ก\u0E35\u0E48"}, {"ไ"}, {"ท"}}},
      {"Lao", {{"ນ\u0EC9\u0EB3", 2}, {"ລ"}}},
      {"Devanagari", {{"हि", 2}, {"न्दी", 3}, {"कं"}, {"त"}}},
      {"Devanagari with a joiner", {{"क्\u200Dष", 2}, {"त"}}},
      {"Bengali", {{"বাং", 3}, {"লা", 2}}},
      {"Tamil, whose dot joins nothing", {{"த"}, {"மி", 2}, {"ழ்"}, {"க"}, {"ம்"}}},
      {"Malayalam", {{"മ"}, {"ല"}, {"യാ", 2}, {"ളം", 2}}},
      {"Khmer", {{"ខ្មែ", 3}, {"រ"}}},
      {"Myanmar", {{"မြ", 2}, {"န်"}, {"မာ", 2}}},
      {"Sinhala", {{"සිං", 2}, {"හ"}, {"ල"}}},
      {"Ethiopic and Georgian", {{"አ"}, {"ማ"}, {"ქ"}, {"ა"}}},
      {"emoji", {{"🎵", 2}, {"😀", 2}, {"🫠", 2}, {"⌚", 2}}},
      {"emoji as text, and as picture", {{"❤"}, {"❤\uFE0F", 2}, {"☂\uFE0E"}, {"a"}}},
      {"a blank does not become an emoji", {{" \uFE0F\u200D"}, {"🔥", 2}, {" \uFE0F"}, {"a"}}},
      {"keycaps", {{"1\uFE0F\u20E3", 2}, {"#\uFE0F\u20E3", 2}}},
      {"skin tones", {{"👍🏽", 2}, {"☝🏿"}, {"✌\uFE0F🏻", 2}, {"👋🏾", 2}}},
      {"families",
       {{"👨‍👩‍👧‍👦", 2},
        {"👩🏽‍🚀", 2},
        {"🏳️‍🌈", 2},
        {"🙂‍↔️", 2}}},
      {"hearts on fire", {{"❤️‍🔥", 2}, {"🏴‍☠️", 2}}},
      {"flags", {{"🇩🇪", 2}, {"🇫🇷", 2}, {"🇯🇵", 2}}},
      {"flags, and half of one", {{"🇩🇪", 2}, {"🇫", 2}, {"x"}}},
      {"flags of regions",
       {{"🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", 2}, {"a"}}},
      {"joiners between letters", {{"a\u200D"}, {"b\u200D"}, {"c"}}},
      {"joiners between ideographs", {{"椎\u200D", 2}, {"名\u200D", 2}, {"林", 2}}},
      {"a joiner between a letter and an emoji", {{"a\u200D"}, {"😀\u200D", 2}, {"b"}}},
      {"zero-width spaces", {{"a\u200B"}, {"b\u200C\u2060"}, {"c"}}},
      {"signs", {{"–"}, {"…"}, {"·"}, {"™"}, {"→"}}},
      {"box drawing and blocks", {{"─"}, {"█"}, {"░"}}},
      {"ill-formed as it is sanitized", {{"\uFFFD"}, {"\uFFFD"}, {"a"}}},
  };
  return cases;
}

std::string text_of(const WidthCase& c) {
  std::string text;
  for (const Character& each : c.characters) text += each.text;
  return text;
}

std::size_t columns_of(const WidthCase& c) {
  std::size_t columns = 0;
  for (const Character& each : c.characters) columns += each.columns;
  return columns;
}

// What fits: all, or as many as leave a column for the ellipsis.
std::string expected(const WidthCase& c, std::size_t columns) {
  if (columns_of(c) <= columns) return text_of(c);
  if (columns == 0) return "";
  std::string text;
  std::size_t taken = 1;
  for (const Character& each : c.characters) {
    taken += each.columns;
    if (taken > columns) break;
    text += each.text;
  }
  return text.append(utf8::kEllipsis);
}

bool ends_between_characters(const WidthCase& c, std::string_view beginning) {
  std::string text;
  return beginning.empty() ||
         std::any_of(c.characters.begin(), c.characters.end(),
                     [&](const Character& each) { return (text += each.text) == beginning; });
}

struct Font {
  std::string_view name;
  Ruler ruler;
  std::vector<unsigned> advances;  // from U+0020 on, hundredths of an em, rounded up
};

const auto& wide_fonts() {
  static const std::vector<Font> fonts{
      {"DejaVu Sans 2.37",
       Ruler::ems,
       {32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37,  32, 34, 64, 64, 64,
        64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64,
        58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64,  62, 74, 69, 99, 69,
        62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36,  64, 64, 28, 28, 58,
        28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60,  53, 64, 34, 64, 84}},
      {"DejaVu Sans 2.37, bold",
       Ruler::bold_ems,
       {35, 46,  53, 84, 70, 101, 88, 31,  46, 46, 53, 84, 38, 42,  38, 37, 70, 70,  70,
        70, 70,  70, 70, 70, 70,  70, 40,  40, 84, 84, 84, 59, 100, 78, 77, 74, 84,  69,
        69, 83,  84, 38, 38, 78,  64, 100, 84, 86, 74, 86, 78, 73,  69, 82, 78, 111, 78,
        73, 73,  46, 37, 46, 84,  50, 50,  68, 72, 60, 72, 68, 44,  72, 72, 35, 35,  67,
        35, 105, 72, 69, 72, 72,  50, 60,  48, 72, 66, 93, 65, 66,  59, 72, 37, 72,  84}},
      {"Verdana", Ruler::ems, {36,  40, 46, 82, 64, 108, 73, 27, 46, 46, 64, 82, 37, 46, 37, 46,
                               64,  64, 64, 64, 64, 64,  64, 64, 64, 64, 46, 46, 82, 82, 82, 55,
                               100, 69, 69, 70, 78, 64,  58, 78, 76, 43, 46, 70, 56, 85, 75, 79,
                               61,  79, 70, 69, 62, 74,  69, 99, 69, 62, 69, 46, 46, 46, 82, 64,
                               64,  61, 63, 53, 63, 60,  36, 63, 64, 28, 35, 60, 28, 98, 64, 61,
                               63,  63, 43, 53, 40, 64,  60, 82, 60, 60, 53, 64, 46, 64, 82}},
      {"Verdana, bold",
       Ruler::bold_ems,
       {35, 41,  59, 87, 72, 128, 87, 34, 55, 55, 72, 87, 37, 48, 37, 69, 72, 72,  72,
        72, 72,  72, 72, 72, 72,  72, 41, 41, 87, 87, 87, 62, 97, 78, 77, 73, 83,  69,
        65, 82,  84, 55, 56, 78,  64, 95, 85, 85, 74, 85, 79, 71, 69, 82, 77, 113, 77,
        74, 70,  55, 69, 55, 87,  72, 72, 67, 70, 59, 70, 67, 43, 70, 72, 35, 41,  68,
        35, 106, 72, 69, 70, 70,  50, 60, 46, 72, 65, 98, 67, 66, 60, 72, 55, 72,  87}},
  };
  return fonts;
}

}  // namespace

TEST_CASE("width: columns of texts and of each of their characters") {
  for (const auto& c : width_cases()) {
    CAPTURE(c.name);
    CHECK(width_of(text_of(c), Ruler::columns) == columns_of(c));
    for (const Character& each : c.characters) {
      CAPTURE(each.text);
      CHECK(width_of(each.text, Ruler::columns) == each.columns);
    }
  }
}

TEST_CASE("width: fitted into any number of columns, as much as there is room for") {
  for (const auto& c : width_cases()) {
    const auto text = text_of(c);
    for (std::size_t columns = 0; columns <= columns_of(c) + 2; ++columns) {
      CAPTURE(c.name);
      CAPTURE(columns);
      Arena arena;
      const auto shown = truncated_to_width(text, columns, Ruler::columns, arena);
      CHECK(shown == expected(c, columns));
      CHECK(width_of(shown, Ruler::columns) <= columns);
      const auto padded = cell(text, columns, arena);
      CHECK(padded.starts_with(shown));
      CHECK(padded.find_first_not_of(' ', shown.size()) == std::string_view::npos);
      CHECK(width_of(padded, Ruler::columns) == columns);
    }
  }
}

TEST_CASE("width: fitted into any part of an em") {
  for (const auto& c : width_cases()) {
    for (const Ruler ruler : {Ruler::ems, Ruler::bold_ems}) {
      const auto text = text_of(c);
      const auto whole = width_of(text, ruler);
      for (std::size_t ems = 0; ems <= whole + 10; ++ems) {
        CAPTURE(c.name);
        CAPTURE(ems);
        Arena arena;
        const auto shown = truncated_to_width(text, ems, ruler, arena);
        REQUIRE(width_of(shown, ruler) <= ems);
        REQUIRE((shown == text) == (whole <= ems));
        if (shown.empty() || shown == text) continue;
        REQUIRE(shown.ends_with(utf8::kEllipsis));
        REQUIRE(ends_between_characters(c, shown.substr(0, shown.size() - utf8::kEllipsis.size())));
      }
    }
  }
}

TEST_CASE("width: whatever else a text holds, it is cut between its characters") {
  // All of them behind one another, in every pair.
  for (const auto& a : width_cases()) {
    for (const auto& b : width_cases()) {
      WidthCase both{.name = a.name, .characters = a.characters};
      both.characters.push_back({"|"});
      both.characters.insert(both.characters.end(), b.characters.begin(), b.characters.end());
      Arena arena;
      const auto columns = columns_of(a) + 2;
      if (truncated_to_width(text_of(both), columns, Ruler::columns, arena) !=
          expected(both, columns)) {
        FAIL_CHECK(a.name, " | ", b.name);
      }
    }
  }
}

TEST_CASE("width: no character of a wide font is wider than it is taken for") {
  for (const Font& font : wide_fonts()) {
    CAPTURE(font.name);
    REQUIRE(font.advances.size() == 0x7F - 0x20);
    for (unsigned i = 0; i < font.advances.size(); ++i) {
      const std::string text(1, static_cast<char>(' ' + i));
      CAPTURE(text);
      CHECK(width_of(text, font.ruler) >= font.advances.at(i));
    }
  }
}

TEST_CASE("width: ordinary text is taken for little wider than it is in the widest font") {
  constexpr std::string_view kText = "Lift Your Skinny Fists Like Antennas to Heaven";
  for (const Font& font : wide_fonts()) {
    CAPTURE(font.name);
    std::size_t ems = 0;
    for (const char c : kText) ems += font.advances.at(static_cast<std::size_t>(c - ' '));
    CHECK(width_of(kText, font.ruler) * 100 <= ems * 104);
  }
}

TEST_CASE("width: ems of other characters, and in bold") {
  struct Case {
    std::string_view text;
    std::size_t ems;
    std::size_t bold;
  };
  for (const auto& c : {Case{"ö", 62, 69},
                        Case{"Ế", 64, 69},
                        Case{"Œ", 107, 117},
                        Case{"Ж", 108, 123},
                        Case{"Щ", 110, 133},
                        Case{"Ω", 82, 86},
                        Case{"ל", 57, 61},
                        Case{"ქ", 52, 56},
                        Case{"…", 100, 105},
                        Case{"№", 118, 130},
                        Case{"ا", 69, 75},
                        Case{"ண", 90, 99},
                        Case{"★", 100, 110},
                        Case{"𝕎", 120, 132},
                        Case{"名", 100, 100},
                        Case{"방", 100, 100},
                        Case{"🎵", 137, 137},
                        Case{"🇩🇪", 137, 137},
                        Case{"👩🏽‍🚀", 137, 137},
                        Case{"e\u0301", 62, 68},
                        Case{"\u200B", 0, 0}}) {
    CAPTURE(c.text);
    CHECK(width_of(c.text, Ruler::ems) == c.ems);
    CHECK(width_of(c.text, Ruler::bold_ems) == c.bold);
  }
}

// Beyond two planes there are ideographs, tags and what nobody has assigned: one
// of many will do.
TEST_CASE("width: every character has 0, 1 or 2 columns, and ems when it has columns") {
  for (unsigned c = 0x20; c <= 0x10FFFF; c += c < 0x20000 ? 1 : 251) {
    if (utf8::is_high_surrogate(c) || utf8::is_low_surrogate(c)) continue;
    std::string text;
    utf8::append(text, c);
    const auto columns = width_of(text, Ruler::columns);
    const auto ems = width_of(text, Ruler::ems);
    const auto bold = width_of(text, Ruler::bold_ems);
    if (columns > 2 || (columns > 0) != (ems > 0) || bold < ems)
      FAIL_CHECK("U+", std::string{hexadecimal(c)});
  }
}

}  // namespace user_listens
