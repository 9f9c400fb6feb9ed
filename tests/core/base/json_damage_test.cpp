// What is no JSON, and where that is noticed.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "base/json_events.h"
#include "base/json_reader.h"

namespace user_listens::json {
namespace {

struct FaultCase {
  std::string_view name;
  std::string_view text;
  Fault fault = Fault::unexpected;
  std::size_t offset = 0;
};

using enum Fault;

constexpr auto kFaultCases = std::to_array<FaultCase>({
    {.name = "no bytes", .text = "", .fault = empty, .offset = 0},
    {.name = "white space", .text = " \t\r\n", .fault = empty, .offset = 4},
    {.name = "open object", .text = "{", .fault = truncated, .offset = 1},
    {.name = "sample of truncated", .text = R"({"a":)", .fault = truncated, .offset = 5},
    {.name = "open array and white space", .text = "[1, ", .fault = truncated, .offset = 4},
    {.name = "open text", .text = R"("ab)", .fault = truncated, .offset = 3},
    {.name = "open escape", .text = R"("\)", .fault = truncated, .offset = 2},
    {.name = "open code point", .text = R"("\u00)", .fault = truncated, .offset = 5},
    {.name = "half a pair", .text = R"("\ud83c)", .fault = truncated, .offset = 7},
    {.name = "open word", .text = "nul", .fault = truncated, .offset = 3},
    {.name = "only a sign", .text = "-", .fault = truncated, .offset = 1},
    {.name = "open fraction", .text = "1.", .fault = truncated, .offset = 2},
    {.name = "open exponent", .text = "1e+", .fault = truncated, .offset = 3},
    {.name = "half a byte order mark", .text = "\xEF\xBB", .fault = truncated, .offset = 2},
    {.name = "open UTF-8", .text = "\"\xF0\x9F", .fault = truncated, .offset = 3},
    {.name = "sample of unexpected", .text = "{a:1}", .offset = 1},
    {.name = "HTML", .text = "<html>", .offset = 0},
    {.name = "a word", .text = "nulL", .offset = 3},
    {.name = "a capital", .text = "True", .offset = 0},
    {.name = "NaN", .text = "NaN", .offset = 0},
    {.name = "bytes behind", .text = "{}x", .offset = 2},
    {.name = "a second value", .text = "{} {}", .offset = 3},
    {.name = "NUL behind", .text = {"{}\0", 3}, .offset = 2},
    {.name = "bytes behind a NUL", .text = {"{}\0{}", 5}, .offset = 2},
    {.name = "NUL within", .text = {"[\0]", 3}, .offset = 1},
    {.name = "NUL before", .text = {"\0{}", 3}, .offset = 0},
    {.name = "comma at the end of an array", .text = "[1,]", .offset = 3},
    {.name = "comma at the end of an object", .text = R"({"a":1,})", .offset = 7},
    {.name = "two commas", .text = "[1,,2]", .offset = 3},
    {.name = "no comma", .text = "[1 2]", .offset = 3},
    {.name = "no colon", .text = R"({"a" 1})", .offset = 5},
    {.name = "a number as key", .text = "{1:2}", .offset = 1},
    {.name = "the wrong bracket", .text = "[1}", .offset = 2},
    {.name = "a bracket too many", .text = "[]]", .offset = 2},
    {.name = "single quotes", .text = "['a']", .offset = 1},
    {.name = "a comment", .text = "/**/1", .offset = 0},
    {.name = "a sign alone", .text = "[-]", .fault = bad_number, .offset = 2},
    {.name = "a sign and a letter", .text = "-x", .fault = bad_number, .offset = 1},
    {.name = "sample of bad_number", .text = "[1.]", .fault = bad_number, .offset = 3},
    {.name = "no digit of the exponent", .text = "[1e]", .fault = bad_number, .offset = 3},
    {.name = "two signs of the exponent", .text = "1e+-1", .fault = bad_number, .offset = 3},
    {.name = "two points", .text = "1.2.3", .offset = 3},
    {.name = "leading zero", .text = "01", .offset = 1},
    {.name = "leading plus", .text = "+1", .offset = 0},
    {.name = "leading point", .text = ".5", .offset = 0},
    {.name = "hexadecimal", .text = "0x1", .offset = 1},
    {.name = "line end in a text", .text = "\"a\nb\"", .fault = bad_string, .offset = 2},
    {.name = "tab in a text", .text = "\"\t\"", .fault = bad_string, .offset = 1},
    {.name = "unknown escape", .text = R"("\x")", .fault = bad_escape, .offset = 2},
    {.name = "no hexadecimal digit", .text = R"("\u00g0")", .fault = bad_escape, .offset = 5},
    {.name = "lone high surrogate", .text = R"("\ud83c")", .fault = bad_escape, .offset = 7},
    {.name = "high surrogate and a letter",
     .text = R"("\ud83c\u0041")",
     .fault = bad_escape,
     .offset = 12},
    {.name = "lone low surrogate", .text = R"("\udfb5")", .fault = bad_escape, .offset = 6},
    {.name = "ill-formed UTF-8", .text = "\"a\xFF\"", .fault = bad_utf8, .offset = 2},
    {.name = "overlong UTF-8", .text = "\"\xC0\xAF\"", .fault = bad_utf8, .offset = 1},
    {.name = "a surrogate in UTF-8", .text = "\"\xED\xA0\x80\"", .fault = bad_utf8, .offset = 2},
    {.name = "beyond U+10FFFF", .text = "\"\xF4\x90\x80\x80\"", .fault = bad_utf8, .offset = 2},
    {.name = "UTF-16", .text = {"{\0}\0", 4}, .offset = 1},
    {.name = "a second byte order mark", .text = "\xEF\xBB\xBF\xEF\xBB\xBF{}", .offset = 3},
});

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

std::string nested_objects(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += R"({"a":)";
  return text + "0" + std::string(depth, '}');
}

}  // namespace

TEST_CASE("json reader: every fault is found, at its byte") {
  for (const auto& c : kFaultCases) {
    CAPTURE(c.name);
    Events events;
    const auto error = walk(c.text, kAnySize, events);
    CHECK(error.has_value());
    if (!error) continue;
    CHECK(name(error->fault) == name(c.fault));
    CHECK(error->offset == c.offset);
  }
}

TEST_CASE("json reader: cut at every byte it is truncated") {
  constexpr std::string_view kWhole =
      "{\"a\":[1,-2.5e-3,true,false,null],\"b\\u00e9\\ud83c\\udfb5\":"
      "\"\xC3\xB6\xF0\x9F\x8E\xB5\\n\","
      " \"c\" : {\"d\":{}, \"e\":[]}}";
  CHECK(events_of(kWhole).starts_with("{"));
  for (std::size_t size = 0; size < kWhole.size(); ++size) {
    CAPTURE(size);
    Events events;
    const auto error = walk(kWhole.substr(0, size), kAnySize, events);
    REQUIRE(error);
    CHECK(name(error->fault) == name(size == 0 ? empty : truncated));
    CHECK(error->offset == size);
  }
}

TEST_CASE("json reader: any byte behind a value but white space is unexpected") {
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    const char c = static_cast<char>(byte);
    const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    Events events;
    const auto error = walk(std::string{"[0]"} + c, kAnySize, events);
    CHECK(error.has_value() != is_blank);
  }
}

TEST_CASE("json reader: JSON nested deeper than the limit is refused") {
  CHECK(events_of(nested(kMaxDepth)).starts_with("[ 0=["));
  CHECK(events_of(nested(kMaxDepth + 1)) == "nested too deep");
  CHECK(events_of(nested_objects(kMaxDepth)).starts_with("{ a={"));
  CHECK(events_of(nested_objects(kMaxDepth + 1)) == "nested too deep");
  CHECK(events_of(std::string{}.append(30'000'000, '[')) == "nested too deep");
}

TEST_CASE("json reader: depth counts what is open, not what was") {
  std::string text = "[0";
  for (int i = 0; i < 100; ++i) text += "," + nested(kMaxDepth - 1);
  CHECK(events_of(text + "]").starts_with("[ 0=0 1=["));
}

TEST_CASE("json reader: JSON larger than the limit is refused") {
  Events events;
  CHECK_FALSE(walk("[1]", 3, events));
  const auto error = walk("[1] ", 3, events);
  REQUIRE(error);
  CHECK(name(error->fault) == "too large");
  CHECK(error->offset == 3);
  CHECK(walk("", 0, events)->fault == empty);
}

TEST_CASE("json reader: a number has no largest one") {
  CHECK(events_of("1e400") == "real");
  CHECK(events_of("[-1e400,1e-400]") == "[ 0=real 1=real ]");
  CHECK(events_of(std::string(4000, '9')) == "real");
}

TEST_CASE("json reader: it is too deep at the bracket that is one too many") {
  for (const auto& text : {nested(kMaxDepth + 1), "[" + nested_objects(kMaxDepth)}) {
    Events events;
    const auto error = walk(text, kAnySize, events);
    REQUIRE(error);
    CHECK(error->fault == too_deep);
    CHECK(error->offset == (text[1] == '[' ? kMaxDepth : 1 + 5 * (kMaxDepth - 1)));
  }
}

TEST_CASE("json reader: names of faults") {
  CHECK(name(empty) == "empty");
  CHECK(name(too_large) == "too large");
  CHECK(name(too_deep) == "nested too deep");
  CHECK(name(truncated) == "truncated");
  CHECK(name(unexpected) == "unexpected character");
  CHECK(name(bad_number) == "invalid number");
  CHECK(name(bad_string) == "control character in a string");
  CHECK(name(bad_escape) == "invalid escape");
  CHECK(name(bad_utf8) == "invalid UTF-8");
}

}  // namespace user_listens::json
