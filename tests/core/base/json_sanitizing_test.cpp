#include "base/json_sanitizing.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "base/json_facts.h"

namespace user_listens::json {
namespace {

struct MendingCase {
  std::string_view name;
  std::string_view text;
  std::string_view sanitized;
};

constexpr auto kMendingCases = std::to_array<MendingCase>({
    {.name = "nothing", .text = "", .sanitized = ""},
    {.name = "right as it is",
     .text = R"({"a":["b\n\u00e4\/",1]})",
     .sanitized = R"({"a":["b\n\u00e4\/",1]})"},
    {.name = "raw control characters", .text = {"\"a\0b\nc\x1F\"", 8}, .sanitized = "\"a b c \""},
    {.name = "DEL stays", .text = "\"\x7F\"", .sanitized = "\"\x7F\""},
    {.name = "ill-formed bytes",
     .text = "\"\xFFx\xC3\"",
     .sanitized = "\"\xEF\xBF\xBDx\xEF\xBF\xBD\""},
    {.name = "a surrogate in UTF-8",
     .text = "\"\xED\xA0\x80\"",
     .sanitized = "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {.name = "lone high surrogate", .text = R"("\ud800x")", .sanitized = R"("\ufffdx")"},
    {.name = "lone low surrogate", .text = R"("\uDC00")", .sanitized = R"("\ufffd")"},
    {.name = "a pair", .text = R"("\ud83c\uDFB5")", .sanitized = R"("\ud83c\uDFB5")"},
    {.name = "two high ones and a low one",
     .text = R"("\ud83c\ud83c\udfb5")",
     .sanitized = R"("\ufffd\ud83c\udfb5")"},
    {.name = "low before high", .text = R"("\udfb5\ud83c")", .sanitized = R"("\ufffd\ufffd")"},
    {.name = "high before another escape", .text = R"("\ud800\n")", .sanitized = R"("\ufffd\n")"},
    {.name = "high before the end", .text = R"("\ud800)", .sanitized = R"("\ufffd)"},
    {.name = "escaped quotes and backslashes",
     .text = R"("a\"\\" "\\\\\"")",
     .sanitized = R"("a\"\\" "\\\\\"")"},
    {.name = "an escaped backslash before u", .text = R"("\\ud800")", .sanitized = R"("\\ud800")"},
    {.name = "a broken escape stays broken", .text = R"("\ud8g0\x")", .sanitized = R"("\ud8g0\x")"},
    {.name = "a short escape at the end", .text = R"("\ud8)", .sanitized = R"("\ud8)"},
    {.name = "a backslash at the end", .text = R"("a\)", .sanitized = R"("a\)"},
    {.name = "nothing outside of strings",
     .text = {"{\xFF\x01\\ud800\0 \"a\n\"\n}", 17},
     .sanitized = {"{\xFF\x01\\ud800\0 \"a \"\n}", 17}},
});

}  // namespace

TEST_CASE("json sanitizing: ill-formed text in strings is replaced, all else stays") {
  for (const auto& c : kMendingCases) {
    CAPTURE(c.name);
    CHECK(sanitized(c.text) == c.sanitized);
    CHECK(sanitized(sanitized(c.text)) == c.sanitized);
  }
}

TEST_CASE("json sanitizing: a string with any byte in it can be read afterwards") {
  for (int byte = 0; byte < 256; ++byte) {
    if (byte == '"' || byte == '\\') continue;
    CAPTURE(byte);
    const auto text = std::string{R"({"k":"a)"}.append(1, static_cast<char>(byte)).append(R"(z"})");
    const auto facts = Facts::read(sanitized(text));
    REQUIRE(facts.ok());
    CHECK(facts.value().text_or_empty("k").size() >= 3);
  }
}

}  // namespace user_listens::json
