#include "base/json_mending.h"

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
  std::string_view mended;
};

constexpr auto kMendingCases = std::to_array<MendingCase>({
    {.name = "nothing", .text = "", .mended = ""},
    {.name = "right as it is",
     .text = R"({"a":["b\n\u00e4\/",1]})",
     .mended = R"({"a":["b\n\u00e4\/",1]})"},
    {.name = "raw control characters", .text = {"\"a\0b\nc\x1F\"", 8}, .mended = "\"a b c \""},
    {.name = "DEL stays", .text = "\"\x7F\"", .mended = "\"\x7F\""},
    {.name = "ill-formed bytes",
     .text = "\"\xFFx\xC3\"",
     .mended = "\"\xEF\xBF\xBDx\xEF\xBF\xBD\""},
    {.name = "a surrogate in UTF-8",
     .text = "\"\xED\xA0\x80\"",
     .mended = "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {.name = "lone high surrogate", .text = R"("\ud800x")", .mended = R"("\ufffdx")"},
    {.name = "lone low surrogate", .text = R"("\uDC00")", .mended = R"("\ufffd")"},
    {.name = "a pair", .text = R"("\ud83c\uDFB5")", .mended = R"("\ud83c\uDFB5")"},
    {.name = "two high ones and a low one",
     .text = R"("\ud83c\ud83c\udfb5")",
     .mended = R"("\ufffd\ud83c\udfb5")"},
    {.name = "low before high", .text = R"("\udfb5\ud83c")", .mended = R"("\ufffd\ufffd")"},
    {.name = "high before another escape", .text = R"("\ud800\n")", .mended = R"("\ufffd\n")"},
    {.name = "high before the end", .text = R"("\ud800)", .mended = R"("\ufffd)"},
    {.name = "escaped quotes and backslashes",
     .text = R"("a\"\\" "\\\\\"")",
     .mended = R"("a\"\\" "\\\\\"")"},
    {.name = "an escaped backslash before u", .text = R"("\\ud800")", .mended = R"("\\ud800")"},
    {.name = "a broken escape stays broken", .text = R"("\ud8g0\x")", .mended = R"("\ud8g0\x")"},
    {.name = "a short escape at the end", .text = R"("\ud8)", .mended = R"("\ud8)"},
    {.name = "a backslash at the end", .text = R"("a\)", .mended = R"("a\)"},
    {.name = "nothing outside of strings",
     .text = {"{\xFF\x01\\ud800\0 \"a\n\"\n}", 17},
     .mended = {"{\xFF\x01\\ud800\0 \"a \"\n}", 17}},
});

}  // namespace

TEST_CASE("json mending: ill-formed text in strings is replaced, all else stays") {
  for (const auto& c : kMendingCases) {
    CAPTURE(c.name);
    CHECK(mended(c.text) == c.mended);
    CHECK(mended(mended(c.text)) == c.mended);
  }
}

TEST_CASE("json mending: a string with any byte in it can be read afterwards") {
  for (int byte = 0; byte < 256; ++byte) {
    if (byte == '"' || byte == '\\') continue;
    CAPTURE(byte);
    const auto text = std::string{R"({"k":"a)"}.append(1, static_cast<char>(byte)).append(R"(z"})");
    const auto facts = Facts::read(mended(text));
    REQUIRE(facts.ok());
    CHECK(facts.value().text_or_empty("k").size() >= 3);
  }
}

}  // namespace user_listens::json
