#include "base/ascii.h"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace user_listens {
namespace {

struct IntegerCase {
  std::string_view text;
  std::optional<std::int64_t> number = {};
};

constexpr auto kIntegerCases = std::to_array<IntegerCase>({
    {.text = "0", .number = 0},
    {.text = "-0", .number = 0},
    {.text = "007", .number = 7},
    {.text = "-12", .number = -12},
    {.text = "999999999999999999", .number = 999'999'999'999'999'999},
    {.text = "-999999999999999999", .number = -999'999'999'999'999'999},
    {.text = "1000000000000000000"},
    {.text = ""},
    {.text = "-"},
    {.text = "--1"},
    {.text = "+1"},
    {.text = " 1"},
    {.text = "1 "},
    {.text = "1.0"},
    {.text = "1e3"},
    {.text = "0x10"},
    {.text = "1_000"},
    {.text = "\xD9\xA4"},
});

struct TrimmedCase {
  std::string_view text;
  std::string_view trimmed;
};

constexpr auto kTrimmedCases = std::to_array<TrimmedCase>({
    {.text = "", .trimmed = ""},
    {.text = " \t\r\n", .trimmed = ""},
    {.text = "a", .trimmed = "a"},
    {.text = "  a b\n", .trimmed = "a b"},
    {.text = "\xC2\xA0x", .trimmed = "\xC2\xA0x"},
    {.text = "\va\f", .trimmed = "\va\f"},
});

struct PiecesCase {
  std::string_view text;
  std::vector<std::string_view> pieces;
};

std::vector<PiecesCase> pieces_cases() {
  return {{.text = "a", .pieces = {"a"}},
          {.text = "a,b", .pieces = {"a", "b"}},
          {.text = " a , b ", .pieces = {"a", "b"}},
          {.text = "a,,b", .pieces = {"a", "", "b"}},
          {.text = ",", .pieces = {""}},
          {.text = "a,", .pieces = {"a"}},
          {.text = "", .pieces = {}}};
}

}  // namespace

TEST_CASE("ascii: a text is an integer only as a whole") {
  for (const auto& c : kIntegerCases) {
    CAPTURE(c.text);
    CHECK(ascii::integer(c.text) == c.number);
  }
}

TEST_CASE("ascii: only the blanks of protocols are trimmed") {
  for (const auto& c : kTrimmedCases) {
    CAPTURE(c.text);
    CHECK(ascii::trimmed(c.text) == c.trimmed);
  }
}

TEST_CASE("ascii: a text is split at its separators") {
  for (const auto& c : pieces_cases()) {
    CAPTURE(c.text);
    std::vector<std::string_view> pieces;
    for (std::string_view rest = c.text; !rest.empty();) {
      pieces.push_back(ascii::next_piece(rest, ','));
    }
    CHECK(pieces == c.pieces);
  }
}

TEST_CASE("ascii: comparison ignores the case of letters, and of nothing else") {
  CHECK(ascii::equal_ignoring_case("Public", "pUBLIC"));
  CHECK(ascii::equal_ignoring_case("", ""));
  CHECK_FALSE(ascii::equal_ignoring_case("a", "ab"));
  CHECK_FALSE(ascii::equal_ignoring_case("ab", "a"));
  CHECK_FALSE(ascii::equal_ignoring_case("[", "{"));
  CHECK_FALSE(ascii::equal_ignoring_case("@", "`"));
  CHECK_FALSE(ascii::equal_ignoring_case("\xC3\x84", "\xC3\xA4"));
}

}  // namespace user_listens
