// Our reader against nlohmann/json: the same values of what both read, and the
// same byte where both stop.
#include <doctest/doctest.h>

#include <array>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>

#include "base/json_reference.h"

namespace user_listens::json {
namespace {

using namespace std::string_view_literals;

void check_same(std::string_view text) {
  CAPTURE(text);
  CHECK(difference(text) == "");
}

void check_string(std::string_view inner) { check_same(joined({"[\"", inner, "\",1]"})); }

std::string escape(unsigned unit) {
  std::string out{"\\u"};
  for (int shift = 12; shift >= 0; shift -= 4) out += "0123456789abcDEF"[unit >> shift & 0xF];
  return out;
}

std::string bytes(std::initializer_list<int> numbers) {
  std::string out;
  for (const int number : numbers) out += static_cast<char>(number);
  return out;
}

}  // namespace

TEST_CASE("json, as nlohmann/json: every text of one or two bytes") {
  for (int first = 0; first < 256; ++first) {
    check_same(bytes({first}));
    for (int second = 0; second < 256; ++second) check_same(bytes({first, second}));
  }
}

TEST_CASE(
    "json, as nlohmann/json: every string of one or two bytes, and what follows a backslash") {
  for (int first = 0; first < 256; ++first) {
    check_string(bytes({first}));
    for (int second = 0; second < 256; ++second) check_string(bytes({first, second}));
    check_same(joined({"\"\\", bytes({first})}));
    check_same(joined({"\"\\u00", bytes({first}), "0\""}));
  }
}

TEST_CASE("json, as nlohmann/json: UTF-8 at the edges of every range of bytes") {
  constexpr std::array kEdges{0x22, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                              0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF4, 0xFF};
  for (int lead = 0xC0; lead < 0x100; ++lead) {
    for (const int second : kEdges) {
      for (const int third : kEdges) {
        check_string(bytes({lead, second, third}));
        check_same(joined({"\"", bytes({lead, second, third})}));
        for (const int fourth : kEdges) check_string(bytes({lead, second, third, fourth}));
      }
    }
  }
}

TEST_CASE("json, as nlohmann/json: every escaped code unit, and pairs of them at the edges") {
  for (unsigned unit = 0; unit < 0x10000; ++unit) check_string(escape(unit));
  constexpr std::array kEdges{0x0U,    0x7FU,   0x80U,   0x7FFU,  0x800U,  0xD7FFU, 0xD800U,
                              0xD801U, 0xDBFFU, 0xDC00U, 0xDC01U, 0xDFFFU, 0xE000U, 0xFFFFU};
  for (const unsigned first : kEdges) {
    for (const unsigned second : kEdges) {
      const auto pair = joined({escape(first), escape(second)});
      check_string(pair);
      for (std::size_t end = 0; end < pair.size(); ++end) {
        check_same(joined({"\"", pair.substr(0, end)}));
        check_string(joined({pair.substr(0, end), "x"}));
      }
    }
    check_string(joined({escape(first), "\\n"}));
  }
}

TEST_CASE("json, as nlohmann/json: numbers, literals and byte order marks, whole and cut short") {
  constexpr std::array kTexts{"-0"sv,
                              "01"sv,
                              "-"sv,
                              "+1"sv,
                              "1."sv,
                              "1.5"sv,
                              "-1.5e+3"sv,
                              "1E-3"sv,
                              "1e"sv,
                              "1e+"sv,
                              "0x1"sv,
                              "0e0"sv,
                              ".5"sv,
                              "1.e1"sv,
                              "--1"sv,
                              "1e400"sv,
                              "[1e400]"sv,
                              "{1e400:1}"sv,
                              "-1e400"sv,
                              "1e-400"sv,
                              "9223372036854775807"sv,
                              "9223372036854775808"sv,
                              "-9223372036854775808"sv,
                              "-9223372036854775809"sv,
                              "18446744073709551615"sv,
                              "18446744073709551616"sv,
                              "99999999999999999999"sv,
                              "-99999999999999999999"sv,
                              "[true,false,null]"sv,
                              "tru"sv,
                              "trux"sv,
                              "nul"sv,
                              "falsey"sv,
                              "[nulll]"sv,
                              "\xEF\xBB\xBF[1]"sv,
                              "\xEF\xBB"sv,
                              "\xEF\xBB\xC0"sv,
                              "\xEF"sv,
                              "[\xEF\xBB\xBF]"sv,
                              R"({"a":1,"b":[{},[]],"c":{"d":null}})"sv,
                              R"({"a" 1})"sv,
                              R"({"a":1,})"sv,
                              "[1,]"sv,
                              "[1 2]"sv,
                              "{,}"sv,
                              "1 2"sv,
                              " \t\r\n[ 1 ] \n"sv,
                              "[1]\0"sv,
                              "[1\0]"sv,
                              "\0"sv,
                              "1\0 2"sv,
                              "[1] \0"sv,
                              "\"\0\""sv,
                              "/**/1"sv,
                              "[1,//\n2]"sv,
                              "'a'"sv,
                              R"({"a":})"sv,
                              "{1:2}"sv,
                              "]"sv};
  for (const auto text : kTexts) {
    for (std::size_t end = 1; end <= text.size(); ++end) {
      const auto part = text.substr(0, end);
      if (part.find_first_not_of(" \t\r\n") != std::string_view::npos) check_same(part);
    }
  }
  check_same(joined({"[", std::string(308, '9'), "]"}));
  check_same(joined({"[", std::string(310, '9'), "]"}));
}

TEST_CASE("json, as nlohmann/json: texts made at random of what JSON is made of") {
  constexpr std::array kPieces{"{"sv,         "}"sv,         "["sv,
                               "]"sv,         ":"sv,         ","sv,
                               R"(")"sv,      R"(\)"sv,      R"(\u)"sv,
                               R"(\uD83D)"sv, R"(\uDE00)"sv, R"(\n)"sv,
                               "a"sv,         "0"sv,         "17"sv,
                               "-"sv,         "."sv,         "e"sv,
                               "+"sv,         "true"sv,      "null"sv,
                               " "sv,         "\n"sv,        R"("k":)"sv,
                               R"("v",)"sv,   "\xC3\xA9"sv,  "\xF0\x9F\x98\x80"sv,
                               "\xE2\x82"sv,  "\x80"sv,      "\x1F"sv};
  std::mt19937 random{20260101};
  for (int round = 0; round < 60'000; ++round) {
    std::string text{round % 3 == 0 ? "[" : round % 3 == 1 ? "{\"a\":" : "[\""};
    for (auto left = random() % 12; left > 0; --left) {
      const bool is_byte = random() % 16 == 0;
      text += is_byte ? bytes({static_cast<int>(random() % 256)})
                      : std::string{kPieces[random() % kPieces.size()]};
    }
    check_same(text);
  }
}

}  // namespace user_listens::json
