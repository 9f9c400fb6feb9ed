// Where a value stands, and how far a visitor lets the walk go.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "base/json_events.h"
#include "base/json_reader.h"

namespace user_listens::json {
namespace {

// Keeps the integers whose path matches.
class Asker : public Visitor {
 public:
  explicit Asker(std::initializer_list<std::string_view> pattern) : pattern_(pattern) {}

  Flow value(const Path& path, const Value& value) override {
    if (path.is(pattern_) && value.is(Kind::integer)) found += std::to_string(value.integer);
    return Flow::go_on;
  }

  std::string found;

 private:
  std::initializer_list<std::string_view> pattern_;
};

class LastKeys : public Visitor {
 public:
  Flow value(const Path& path, const Value&) override {
    keys.append(path.last_key()).append(";");
    return Flow::go_on;
  }

  std::string keys;
};

std::string found_at(std::initializer_list<std::string_view> pattern) {
  Asker asker{pattern};
  REQUIRE_FALSE(walk(R"({"a":1,"b":{"a":2,"":3,"*":4},"c":[5,{"a":6}],"a":7})", kAnySize, asker));
  return asker.found;
}

}  // namespace

TEST_CASE("json paths: patterns of the same depth match") {
  CHECK(found_at({}).empty());
  CHECK(found_at({"a"}) == "17");
  CHECK(found_at({"*"}) == "17");
  CHECK(found_at({"b", "a"}) == "2");
  CHECK(found_at({"b", ""}) == "3");
  CHECK(found_at({"b", "*"}) == "234");
  CHECK(found_at({"*", "*"}) == "2345");
  CHECK(found_at({"c", "*"}) == "5");
  CHECK(found_at({"c", ""}).empty());
  CHECK(found_at({"c", "0"}).empty());
  CHECK(found_at({"c", "*", "a"}) == "6");
}

TEST_CASE("json paths: no key is left over from a neighbour") {
  LastKeys visitor;
  REQUIRE_FALSE(walk(R"({"a":[1,{"b":2},[3]],"c":{},"d":[[4]]})", kAnySize, visitor));
  CHECK(visitor.keys == ";a;;;b;;;c;d;;;");
}

TEST_CASE("json paths: indexes go on behind what is nested") {
  CHECK(events_of(R"([{"a":[1,2]},3,[4],{},5])") ==
        "[ 0={ 0/a=[ 0/a/0=1 0/a/1=2 0/a] 0} 1=3 2=[ 2/0=4 2] 3={ 3} 4=5 ]");
}

TEST_CASE("json paths: a visitor may stop at every event") {
  constexpr std::string_view kNested = R"({"a":[1,{"b":"x"}],"c":null})";
  Events whole;
  REQUIRE_FALSE(walk(kNested, kAnySize, whole));
  for (std::size_t last = 1; last <= 9; ++last) {
    CAPTURE(last);
    Events events{last};
    CHECK_FALSE(walk(kNested, kAnySize, events));
    CHECK(whole.text.starts_with(events.text));
    CHECK((events.text == whole.text) == (last == 9));
  }
}

}  // namespace user_listens::json
