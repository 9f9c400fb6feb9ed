// What is written is read again; what is sanitized can be read.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "base/json_events.h"
#include "base/json_facts.h"
#include "base/json_sanitizing.h"
#include "base/json_writer.h"
#include "base/utf8.h"

namespace user_listens::json {
namespace {

// Of code points below U+0800.
std::string utf8_of(unsigned code_point) {
  if (code_point < 0x80) return {static_cast<char>(code_point)};
  return {static_cast<char>(0xC0 | code_point >> 6), static_cast<char>(0x80 | (code_point & 0x3F))};
}

std::string two_bytes(unsigned pair) {
  return {static_cast<char>(pair >> 8), static_cast<char>(pair & 0xFF)};
}

std::string json_of(std::string_view text) {
  Writer out;
  out.value(text);
  return out.take();
}

}  // namespace

TEST_CASE("json round trip: every code point below U+0800 is read as it was written") {
  std::string all;
  for (unsigned code_point = 0; code_point < 0x800; ++code_point) {
    const auto text = utf8_of(code_point);
    REQUIRE(events_of(json_of(text)) == "'" + text + "'");
    all += text;
  }
  CHECK(events_of(json_of(all)) == "'" + all + "'");
}

TEST_CASE("json round trip: every pair of bytes is read as well-formed text") {
  for (unsigned pair = 0; pair < 0x10000; ++pair) {
    const auto text = two_bytes(pair);
    REQUIRE(events_of(json_of(text)) == "'" + utf8::sanitized(text) + "'");
  }
}

TEST_CASE("json round trip: facts outlive the text they were read from") {
  std::string text = R"({"a":"long enough for a heap of its own"})";
  const Facts facts = Facts::read(text).value();
  text.assign(text.size(), 'x');
  CHECK(facts.text("a") == "long enough for a heap of its own");
}

TEST_CASE("json sanitizing: every pair of bytes within a text can be read") {
  for (unsigned pair = 0; pair < 0x10000; ++pair) {
    const auto text = two_bytes(pair);
    if (text.find_first_of("\"\\") != std::string::npos) continue;
    REQUIRE(events_of(sanitized("\"" + text + "\"")).front() == '\'');
  }
}

TEST_CASE("json sanitizing: of all escaped code units, surrogates alone are replaced") {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (unsigned unit = 0; unit < 0x10000; ++unit) {
    std::string text = R"("\u)";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) text += kHex[unit >> shift & 0xF];
    text += '"';
    const bool is_surrogate = unit >= 0xD800 && unit <= 0xDFFF;
    REQUIRE(sanitized(text) == (is_surrogate ? R"("\ufffd")" : text));
  }
}

TEST_CASE("json sanitizing: JSON that is cut off is truncated afterwards too") {
  constexpr std::string_view kIllFormed = "{\"a\n\\ud83c\":[\"\\\\\\\"\xFF\",\"\\ud83c\\udfb5\"]}";
  CHECK(events_of(sanitized(kIllFormed)).starts_with("{ a \xEF\xBF\xBD=["));
  for (std::size_t size = 1; size < kIllFormed.size(); ++size) {
    CAPTURE(size);
    CHECK(events_of(sanitized(kIllFormed.substr(0, size))) == "truncated");
  }
}

}  // namespace user_listens::json
