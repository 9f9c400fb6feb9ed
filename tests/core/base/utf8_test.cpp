// Unicode Standard 15, section 3.9: tables 3-7 to 3-11.
#include "base/utf8.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/text.h"

namespace user_listens {
namespace {

#define FFFD "\xEF\xBF\xBD"

struct Utf8Case {
  std::string_view name;
  std::string_view text;
  std::string_view sanitized;
  std::size_t count = 0;
};

constexpr auto kWellFormedCases = std::to_array<Utf8Case>({
    {.name = "empty", .text = "", .count = 0},
    {.name = "NUL", .text = {"\0", 1}, .count = 1},
    {.name = "U+007F", .text = "\x7F", .count = 1},
    {.name = "U+0080", .text = "\xC2\x80", .count = 1},
    {.name = "U+07FF", .text = "\xDF\xBF", .count = 1},
    {.name = "U+0800", .text = "\xE0\xA0\x80", .count = 1},
    {.name = "U+0FFF", .text = "\xE0\xBF\xBF", .count = 1},
    {.name = "U+1000", .text = "\xE1\x80\x80", .count = 1},
    {.name = "U+CFFF", .text = "\xEC\xBF\xBF", .count = 1},
    {.name = "U+D000", .text = "\xED\x80\x80", .count = 1},
    {.name = "U+D7FF", .text = "\xED\x9F\xBF", .count = 1},
    {.name = "U+E000", .text = "\xEE\x80\x80", .count = 1},
    {.name = "U+FFFF", .text = "\xEF\xBF\xBF", .count = 1},
    {.name = "U+10000", .text = "\xF0\x90\x80\x80", .count = 1},
    {.name = "U+3FFFF", .text = "\xF0\xBF\xBF\xBF", .count = 1},
    {.name = "U+40000", .text = "\xF1\x80\x80\x80", .count = 1},
    {.name = "U+FFFFF", .text = "\xF3\xBF\xBF\xBF", .count = 1},
    {.name = "U+100000", .text = "\xF4\x80\x80\x80", .count = 1},
    {.name = "U+10FFFF", .text = "\xF4\x8F\xBF\xBF", .count = 1},
    {.name = "some of each", .text = "a\xC3\xB6\xE2\x82\xAC\xF0\x9F\x8E\xB5", .count = 4},
});

constexpr auto kIllFormedCases = std::to_array<Utf8Case>({
    {.name = "a trail byte", .text = "\x80", .sanitized = FFFD, .count = 1},
    {.name = "two trail bytes", .text = "\x80\xBF", .sanitized = FFFD FFFD, .count = 2},
    {.name = "C0", .text = "\xC0\x80", .sanitized = FFFD FFFD, .count = 2},
    {.name = "C1", .text = "\xC1\xBF", .sanitized = FFFD FFFD, .count = 2},
    {.name = "F5", .text = "\xF5\x80", .sanitized = FFFD FFFD, .count = 2},
    {.name = "FF", .text = "\xFF", .sanitized = FFFD, .count = 1},
    {.name = "overlong of three", .text = "\xE0\x9F\xBF", .sanitized = FFFD FFFD FFFD, .count = 3},
    {.name = "overlong of four",
     .text = "\xF0\x8F\xBF\xBF",
     .sanitized = FFFD FFFD FFFD FFFD,
     .count = 4},
    {.name = "high surrogate", .text = "\xED\xA0\x80", .sanitized = FFFD FFFD FFFD, .count = 3},
    {.name = "low surrogate", .text = "\xED\xBF\xBF", .sanitized = FFFD FFFD FFFD, .count = 3},
    {.name = "beyond U+10FFFF",
     .text = "\xF4\x90\x80\x80",
     .sanitized = FFFD FFFD FFFD FFFD,
     .count = 4},
    {.name = "two of two cut", .text = "\xC3", .sanitized = FFFD, .count = 1},
    {.name = "two of three", .text = "\xE2\x82", .sanitized = FFFD, .count = 1},
    {.name = "two of four", .text = "\xF0\x9F", .sanitized = FFFD, .count = 1},
    {.name = "three of four", .text = "\xF0\x9F\x8E", .sanitized = FFFD, .count = 1},
    {.name = "a letter for a trail byte",
     .text = "\xE2\x82"
             "a",
     .sanitized = FFFD "a",
     .count = 2},
    {.name = "a lead byte for a trail byte",
     .text = "\xF0\x9F\xC3\xB6",
     .sanitized = FFFD "\xC3\xB6",
     .count = 2},
    {.name = "table 3-8",
     .text = "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82"
             "A",
     .sanitized = FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A",
     .count = 9},
    {.name = "table 3-9",
     .text = "\xED\xA0\x80\xED\xBF\xBF\xED\xAF"
             "A",
     .sanitized = FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A",
     .count = 9},
    {.name = "table 3-10",
     .text = "\xF4\x91\x92\x93\xFF"
             "A\x80\xBF"
             "B",
     .sanitized = FFFD FFFD FFFD FFFD FFFD "A" FFFD FFFD "B",
     .count = 9},
    {.name = "table 3-11",
     .text = "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
             "A",
     .sanitized = FFFD FFFD FFFD FFFD "A",
     .count = 5},
});

struct NextCase {
  std::string_view name;
  std::string_view text;
  unsigned character = 0xFFFD;
  std::size_t bytes = 1;
};

// One of each length, with what comes behind it, and of each table's row of
// what is ill-formed.
constexpr auto kNextCases = std::to_array<NextCase>({
    {.name = "NUL", .text = {"\0a", 2}, .character = 0},
    {.name = "a letter", .text = "ab", .character = 'a'},
    {.name = "U+007F", .text = "\x7F", .character = 0x7F},
    {.name = "U+0080", .text = "\xC2\x80\x80", .character = 0x80, .bytes = 2},
    {.name = "U+00F6", .text = "\xC3\xB6\xC3\xB6", .character = 0xF6, .bytes = 2},
    {.name = "U+20AC", .text = "\xE2\x82\xAC.", .character = 0x20AC, .bytes = 3},
    {.name = "U+FFFD itself", .text = FFFD "a", .bytes = 3},
    {.name = "U+1F3B5", .text = "\xF0\x9F\x8E\xB5\xF0", .character = 0x1F3B5, .bytes = 4},
    {.name = "U+10FFFF", .text = "\xF4\x8F\xBF\xBF", .character = 0x10FFFF, .bytes = 4},
    {.name = "a trail byte", .text = "\x80\x80"},
    {.name = "overlong", .text = "\xC0\x80"},
    {.name = "a surrogate", .text = "\xED\xA0\x80"},
    {.name = "beyond U+10FFFF", .text = "\xF4\x90\x80\x80"},
    {.name = "one of two", .text = "\xC3"},
    {.name = "two of three", .text = "\xE2\x82", .bytes = 2},
    {.name = "two of three and a letter", .text = "\xE2\x82z", .bytes = 2},
    {.name = "three of four", .text = "\xF0\x9F\x8E", .bytes = 3},
});

struct CutCase {
  std::string_view name;
  std::string_view text;
  std::size_t max_bytes = 0;
  std::string_view cut;
};

constexpr auto kCutCases = std::to_array<CutCase>({
    {.name = "empty", .text = "", .max_bytes = 3, .cut = ""},
    {.name = "shorter", .text = "abc", .max_bytes = 4, .cut = "abc"},
    {.name = "just fits", .text = "abcd", .max_bytes = 4, .cut = "abcd"},
    {.name = "one too many", .text = "abcde", .max_bytes = 4, .cut = "a\xE2\x80\xA6"},
    {.name = "nothing but the ellipsis", .text = "abcd", .max_bytes = 3, .cut = "\xE2\x80\xA6"},
    {.name = "between characters",
     .text = "a\xF0\x9F\x8E\xB5"
             "bcd",
     .max_bytes = 7,
     .cut = "a\xE2\x80\xA6"},
    {.name = "behind a character",
     .text = "a\xF0\x9F\x8E\xB5"
             "bcde",
     .max_bytes = 8,
     .cut = "a\xF0\x9F\x8E\xB5\xE2\x80\xA6"},
    {.name = "a first character that does not fit",
     .text = "\xF0\x9F\x8E\xB5"
             "abc",
     .max_bytes = 6,
     .cut = "\xE2\x80\xA6"},
    {.name = "ill-formed",
     .text = "\xFF\xFF\xFF\xFF\xFF",
     .max_bytes = 4,
     .cut = "\xFF\xE2\x80\xA6"},
});

}  // namespace

TEST_CASE("utf8: well-formed texts stay as they are") {
  for (const auto& c : kWellFormedCases) {
    CAPTURE(c.name);
    CHECK(utf8::is_well_formed(c.text));
    CHECK(utf8::sanitized(c.text) == c.text);
    CHECK(utf8::count(c.text) == c.count);
  }
}

TEST_CASE("utf8: each maximal ill-formed subsequence is sanitized once") {
  for (const auto& c : kIllFormedCases) {
    CAPTURE(c.name);
    CHECK_FALSE(utf8::is_well_formed(c.text));
    CHECK(utf8::sanitized(c.text) == c.sanitized);
    CHECK(utf8::is_well_formed(utf8::sanitized(c.text)));
    CHECK(utf8::count(c.text) == c.count);
  }
}

TEST_CASE("utf8: the next character, and how many bytes it takes") {
  for (const auto& c : kNextCases) {
    CAPTURE(c.name);
    const auto next = utf8::next(c.text);
    CHECK(next.character == c.character);
    CHECK(next.bytes == c.bytes);
  }
}

TEST_CASE("utf8: every character that was added is the next one") {
  for (unsigned character = 0; character <= 0x10FFFF; ++character) {
    if (utf8::is_high_surrogate(character) || utf8::is_low_surrogate(character)) continue;
    std::string text;
    utf8::append(text, character);
    const auto next = utf8::next(text);
    const bool is_the_same = next.character == character && next.bytes == text.size();
    if (!is_the_same) FAIL_CHECK("U+", std::string{hexadecimal(character)});
  }
}

TEST_CASE("utf8: cut between characters with an ellipsis") {
  for (const auto& c : kCutCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(utf8::cut(c.text, c.max_bytes, arena) == c.cut);
  }
}

TEST_CASE("utf8: whatever the limit, a cut is well-formed and within it") {
  std::string text;
  for (int i = 0; i < 8; ++i) text += "a\xC3\xB6\xE2\x82\xAC\xF0\x9F\x8E\xB5";
  for (std::size_t limit = 3; limit <= text.size() + 1; ++limit) {
    CAPTURE(limit);
    Arena arena;
    const auto cut = utf8::cut(text, limit, arena);
    CHECK(cut.size() <= limit);
    CHECK(cut.size() + 4 > std::min(limit, text.size()));
    CHECK(utf8::is_well_formed(cut));
    CHECK(cut.ends_with(utf8::kEllipsis) == (limit < text.size()));
  }
}

TEST_CASE("utf8: every pair of bytes is stepped through") {
  for (unsigned pair = 0; pair < 0x10000; ++pair) {
    const std::array<char, 2> bytes{static_cast<char>(pair >> 8), static_cast<char>(pair & 0xFF)};
    const std::string_view text{bytes.data(), bytes.size()};
    const auto step = utf8::step(text);
    REQUIRE((step.bytes == 1 || step.bytes == 2));
    REQUIRE(utf8::is_well_formed(utf8::sanitized(text)));
    REQUIRE((utf8::sanitized(text) == text) == utf8::is_well_formed(text));
  }
}

}  // namespace user_listens
