#include "base/json_writer.h"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "base/json_facts.h"
#include "base/utf8.h"

namespace user_listens::json {
namespace {

struct TextCase {
  std::string_view name;
  std::string_view text;
  std::string_view written;
};

constexpr auto kTextCases = std::to_array<TextCase>({
    {.name = "empty", .text = "", .written = R"("")"},
    {.name = "plain", .text = "AC/DC & <b>", .written = R"("AC/DC & <b>")"},
    {.name = "quotes and backslashes", .text = R"(a"b\c)", .written = R"("a\"b\\c")"},
    {.name = "line ends and tabs", .text = "\n\r\t", .written = R"("\n\r\t")"},
    {.name = "control characters",
     .text = {"\0\x01\x1F\x7F", 4},
     .written = R"("\u0000\u0001\u001f\u007f")"},
    {.name = "non-ASCII",
     .text = "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8E\xB5",
     .written = "\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8E\xB5\""},
    {.name = "ill-formed", .text = "a\xFF\xC3z", .written = "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\""},
    {.name = "cut at the end", .text = "a\xF0\x9F\x8E", .written = "\"a\xEF\xBF\xBD\""},
});

}  // namespace

TEST_CASE("json writer: texts are escaped, and read as they were") {
  for (const auto& c : kTextCases) {
    CAPTURE(c.name);
    Writer out;
    {
      const auto scope = out.object();
      out.field("k", c.text);
    }
    CHECK(out.text() == std::string{R"({"k":)"}.append(c.written).append("}"));
    const auto facts = Facts::read(out.text());
    REQUIRE(facts.ok());
    CHECK(facts.value().text("k") == utf8::sanitized(c.text));
  }
}

TEST_CASE("json writer: every byte between others is read again") {
  for (int byte = 0; byte < 0x80; ++byte) {
    const std::string text{'a', static_cast<char>(byte), 'z'};
    Writer out;
    {
      const auto scope = out.array();
      out.value(text);
    }
    CHECK(Facts::read(out.text()).value().text("0") == text);
  }
}

TEST_CASE("json writer: keys are escaped too") {
  Writer out;
  {
    const auto scope = out.object();
    out.field("a\"\n", true);
  }
  CHECK(out.text() == R"({"a\"\n":true})");
}

TEST_CASE("json writer: nested values have commas between them") {
  Writer out;
  {
    const auto root = out.object();
    out.field("text", "x");
    out.field("yes", true);
    out.field("no", false);
    out.null_field("nothing");
    out.raw_field("raw", "[1]");
    { const auto empty = out.key("empty").object(); }
    {
      const auto list = out.key("list").array();
      out.value("a");
      { const auto inner = out.array(); }
      out.raw("2");
      const auto object = out.object();
      out.field("b", 3);
    }
    out.field("end", 0U);
  }
  CHECK(
      out.text() ==
      R"({"text":"x","yes":true,"no":false,"nothing":null,"raw":[1],"empty":{},"list":["a",[],2,{"b":3}],"end":0})");
}

TEST_CASE("json writer: the least and largest numbers, and times") {
  Writer out;
  {
    const auto scope = out.object();
    out.field("least", std::numeric_limits<std::int64_t>::min());
    out.field("most", std::numeric_limits<std::int64_t>::max());
    out.field("small", std::uint8_t{255});
    out.field("time", unix_millis(1));
    out.field("no time", std::optional<UnixMillis>{});
  }
  CHECK(out.take() == R"({"least":-9223372036854775808,"most":9223372036854775807,"small":255,)"
                      R"("time":"1970-01-01T00:00:00.001Z","no time":null})");
}

}  // namespace user_listens::json
