#include "base/arena.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace user_listens {
namespace {

using namespace std::string_view_literals;

}  // namespace

TEST_CASE("arena: a format string is filled with its arguments") {
  Arena arena;
  const auto filled = [&](FormatString pattern, FormatArguments values) {
    return arena.filled(pattern, values);
  };
  CHECK(filled("", {}).empty());
  CHECK(filled("none", {}) == "none");
  CHECK(filled("%", {"a"}) == "a");
  CHECK(filled("% and %, %", {"a", "", "c"}) == "a and , c");
  CHECK(filled("%%", {"a", "b"}) == "ab");
  CHECK(filled("(%)", {"a\0b"sv}) == "(a\0b)"sv);
  CHECK(filled("<%>", {std::string(5000, 'x')}) == "<" + std::string(5000, 'x') + ">");
}

// What came from outside is no pattern.
TEST_CASE("arena: an argument is not taken for a format string") {
  Arena arena;
  CHECK(arena.filled("% %", {"100 %", "%%%"}) == "100 % %%%");
}

TEST_CASE("arena: missing arguments leave their places, extra ones are ignored") {
  Arena arena;
  CHECK(arena.filled("% of %", {"1"}) == "1 of %");
  CHECK(arena.filled("all", {"1", "2"}) == "all");
  CHECK(arena.keep("next") == "next");
}

TEST_CASE("arena: views stay valid over many chunks") {
  Arena arena;
  std::vector<std::string_view> kept;
  for (std::size_t i = 0; i < 3000; ++i) kept.push_back(arena.keep(std::string(i % 97, 'x')));
  for (std::size_t i = 0; i < kept.size(); ++i) REQUIRE(kept[i] == std::string(i % 97, 'x'));
}

TEST_CASE("arena: texts around the size of a chunk are kept whole") {
  for (const std::size_t size : {16383U, 16384U, 16385U, 1'000'000U}) {
    CAPTURE(size);
    Arena arena;
    const auto before = arena.keep("before");
    const auto text = arena.keep(std::string(size, 'y'));
    const auto after = arena.keep("after");
    CHECK(before == "before");
    CHECK(text == std::string(size, 'y'));
    CHECK(after == "after");
  }
}

TEST_CASE("arena: what is kept is a copy") {
  Arena arena;
  std::string text = "name";
  const auto kept = arena.keep(text);
  text = "gone";
  CHECK(kept == "name");
}

TEST_CASE("arena: empty texts and pieces can be kept and joined") {
  Arena arena;
  CHECK(arena.keep("").empty());
  CHECK(arena.keep({}).empty());
  CHECK(arena.joined({}).empty());
  CHECK(arena.joined({"", {}, ""}).empty());
  CHECK(arena.joined({"a", "", "b", {}, "c"}) == "abc");
  CHECK(arena.keep(std::string_view{"a\0b", 3}) == std::string_view{"a\0b", 3});
}

TEST_CASE("arena: texts of its own can be joined") {
  Arena arena;
  auto text = arena.keep("x");
  for (int i = 0; i < 16; ++i) text = arena.joined({text, text});
  CHECK(text == std::string(1 << 16, 'x'));
}

TEST_CASE("arena: moving it moves no text") {
  Arena first;
  const auto kept = first.keep("name");
  Arena second = std::move(first);
  const auto more = second.keep("more");
  CHECK(kept == "name");
  CHECK(more == "more");
}

TEST_CASE("arena: what was moved from shares no memory with what it became") {
  Arena before;
  const auto kept = before.keep("before");
  Arena after = std::move(before);
  before = Arena{};
  const auto another = before.keep("another");
  const auto more = after.keep("more");
  CHECK(kept == "before");
  CHECK(another == "another");
  CHECK(more == "more");

  Arena emptied;
  const auto first = emptied.keep("first");
  const Arena owner = std::move(emptied);
  const auto second = emptied.keep("2");  // NOLINT(bugprone-use-after-move): it is empty
  CHECK(first == "first");
  CHECK(second.data() != first.data() + first.size());
}

}  // namespace user_listens
