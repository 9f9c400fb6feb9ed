#include "base/text.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <limits>
#include <string_view>

namespace user_listens {
namespace {

struct DecimalCase {
  std::int64_t number = 0;
  std::string_view text;
};

constexpr auto kDecimalCases = std::to_array<DecimalCase>({
    {.number = 0, .text = "0"},
    {.number = 7, .text = "7"},
    {.number = -1, .text = "-1"},
    {.number = 1000, .text = "1000"},
    {.number = std::numeric_limits<std::int64_t>::max(), .text = "9223372036854775807"},
    {.number = std::numeric_limits<std::int64_t>::min(), .text = "-9223372036854775808"},
});

struct HexadecimalCase {
  std::uint32_t number = 0;
  std::string_view text;
};

constexpr auto kHexadecimalCases = std::to_array<HexadecimalCase>({
    {.number = 0, .text = "00000000"},
    {.number = 0xA, .text = "0000000a"},
    {.number = 0x10, .text = "00000010"},
    {.number = 0x89ABCDEF, .text = "89abcdef"},
    {.number = 0xFFFFFFFF, .text = "ffffffff"},
});

}  // namespace

TEST_CASE("text: integers of every size in decimal") {
  for (const auto& c : kDecimalCases) {
    CHECK(std::string_view{decimal(c.number)} == c.text);
  }
  CHECK(std::string_view{decimal(std::size_t{18})} == "18");
  CHECK(std::string_view{decimal(std::uint8_t{255})} == "255");
  CHECK(std::string_view{decimal(short{-3})} == "-3");
}

TEST_CASE("text: hexadecimal numbers have eight digits") {
  for (const auto& c : kHexadecimalCases) {
    CHECK(std::string_view{hexadecimal(c.number)} == c.text);
  }
}

TEST_CASE("text: a copy of a short text has its own characters") {
  auto text = decimal(12);
  const auto copy = text;
  text = decimal(34);
  CHECK(std::string_view{copy} == "12");
}

}  // namespace user_listens
