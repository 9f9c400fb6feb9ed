#include "base/json_facts.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace user_listens::json {
namespace {

constexpr std::string_view kText =
    R"({"a":"x","empty":"","n":-7,"big":9223372036854775808,"r":1.5,"yes":true,"no":false,"nil":null,)"
    R"("o":{"p":{"q":"deep"}},"l":[{"e":"first"},"second",[3]],"a":"y"})";

}  // namespace

TEST_CASE("json facts: a value is found by its path") {
  const auto facts = Facts::read(kText).value();
  CHECK(facts.text("a") == "x");
  CHECK(facts.text("empty") == "");
  CHECK(facts.text("o.p.q") == "deep");
  CHECK(facts.text("l.0.e") == "first");
  CHECK(facts.text("l.1") == "second");
  CHECK(facts.integer("l.2.0") == 3);
  CHECK(facts.integer("n") == -7);
  CHECK(facts.is_true("yes"));
  CHECK_FALSE(facts.is_true("no"));
}

TEST_CASE("json facts: a value is found by the path of an object and one within it") {
  const auto facts = Facts::read(kText).value();
  CHECK(facts.text("o.", "p.q") == "deep");
  CHECK(facts.text("o.p.", "q") == "deep");
  CHECK(facts.integer("l.2.", "0") == 3);
  CHECK(facts.text("", "a") == "x");
  CHECK(facts.text("a", "") == "x");
  CHECK_FALSE(facts.text("o", "p.q"));
  CHECK_FALSE(facts.text("o.", "p."));
  CHECK_FALSE(facts.text("o.p.q", "o.p.q"));
}

TEST_CASE("json facts: a value that is absent, null or of another kind is not found") {
  const auto facts = Facts::read(kText).value();
  for (const std::string_view path :
       {"", "b", "a.", ".a", "o", "o.p", "l", "l.3", "nil", "n", "yes", "r"}) {
    CAPTURE(path);
    CHECK_FALSE(facts.text(path));
    CHECK(facts.text_or_empty(path).empty());
  }
  for (const std::string_view path : {"a", "big", "r", "yes", "nil", "o", "missing"}) {
    CAPTURE(path);
    CHECK_FALSE(facts.integer(path));
    CHECK(facts.is_true(path) == (path == "yes"));
  }
  CHECK_FALSE(facts.is_true("n"));
}

TEST_CASE("json facts: they can be moved, and are empty to begin with") {
  auto facts = Facts::read(kText).value();
  const Facts moved = std::move(facts);
  CHECK(moved.text("o.p.q") == "deep");
  CHECK_FALSE(Facts{}.text("a"));
}

TEST_CASE("json facts: more than a mebibyte of JSON is refused") {
  const auto largest = R"({"a":")" + std::string((1 << 20) - 8, 'x') + R"("})";
  CHECK(Facts::read(largest).ok());
  CHECK(Facts::read(largest + " ").error().fault == Fault::too_large);
  CHECK(Facts::read("{").error().fault == Fault::truncated);
  CHECK(Facts::read("").error().fault == Fault::empty);
}

}  // namespace user_listens::json
