// What the reader tells of JSON that is right; json_damage_test.cpp has the rest.
#include "base/json_reader.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "base/json_events.h"

namespace user_listens::json {
namespace {

struct ReadCase {
  std::string_view text;
  std::string_view events;
};

constexpr auto kReadCases = std::to_array<ReadCase>({
    {"null", "null"},
    {" true\n", "true"},
    {"false", "false"},
    {"0", "0"},
    {"-12", "-12"},
    {"9223372036854775807", "9223372036854775807"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"9223372036854775808", "real"},
    {"18446744073709551616", "real"},
    {"1.0", "real"},
    {"1e3", "real"},
    {R"("")", "''"},
    {R"("a\"\\\/\b\f\n\r\tz")", "'a\"\\/\b\f\n\r\tz'"},
    {R"("\u00e4\ud83c\udfb5")", "'\xC3\xA4\xF0\x9F\x8E\xB5'"},
    {"\"\xF0\x9F\x8E\xB5\x7F\"", "'\xF0\x9F\x8E\xB5\x7F'"},
    {"{}", "{ }"},
    {"[]", "[ ]"},
    {"\xEF\xBB\xBF[1]", "[ 0=1 ]"},
    {R"({"a":1,"b":["x",{"c":null}]})", "{ a=1 b=[ b/0='x' b/1={ b/1/c=null b/1} b] }"},
    {"[[],[1,2],3]", "[ 0=[ 0] 1=[ 1/0=1 1/1=2 1] 2=3 ]"},
    {R"({"a":1,"a":2})", "{ a=1 a=2 }"},
});

}  // namespace

TEST_CASE("json reader: the events of valid JSON") {
  for (const auto& c : kReadCases) {
    CAPTURE(c.text);
    CHECK(events_of(c.text) == c.events);
  }
}

TEST_CASE("json reader: a visitor that stops needs no more of the text") {
  struct Case {
    std::size_t last;
    std::string_view events;
  };
  for (const auto& c :
       {Case{1, "{"}, Case{2, "{ a=1"}, Case{3, "{ a=1 b={"}, Case{4, "{ a=1 b={ b}"}}) {
    CAPTURE(c.last);
    Events events{c.last};
    CHECK_FALSE(walk(R"({"a":1,"b":{} rubbish)", kAnySize, events));
    CHECK(events.text == c.events);
  }
}

TEST_CASE("json reader: a path matches the patterns of its keys only") {
  class Paths : public Visitor {
   public:
    Flow value(const Path& path, const Value& value) override {
      if (!value.is(Kind::integer)) return Flow::go_on;
      CHECK(path.is({"a", "*", "b"}));
      CHECK(path.is({"*", "*", "*"}));
      CHECK_FALSE(path.is({"a", "*"}));
      CHECK_FALSE(path.is({"a", "0", "b"}));
      CHECK_FALSE(path.is({"a", "", "b"}));
      CHECK_FALSE(path.is({"a", "*", "c"}));
      CHECK(path.last_key() == "b");
      CHECK(path.index(1) == 1);
      ++visits;
      return Flow::go_on;
    }
    int visits = 0;
  };
  Paths paths;
  CHECK_FALSE(walk(R"({"a":[[],{"b":7}]})", kAnySize, paths));
  CHECK(paths.visits == 1);
  CHECK(Path{}.last_key().empty());
}

}  // namespace user_listens::json
