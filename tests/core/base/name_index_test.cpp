#include "base/name_index.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace user_listens {
namespace {

struct IndexCase {
  std::string_view name;
  std::vector<std::string_view> names;
  std::vector<std::uint32_t> in_order;
};

std::vector<IndexCase> index_cases() {
  return {{.name = "none", .names = {}, .in_order = {}},
          {.name = "one", .names = {"a"}, .in_order = {0}},
          {.name = "sorted", .names = {"a", "b", "c"}, .in_order = {0, 1, 2}},
          {.name = "reversed", .names = {"c", "b", "a"}, .in_order = {2, 1, 0}},
          {.name = "equal ones", .names = {"b", "a", "b", "a", "b"}, .in_order = {1, 3, 0, 2, 4}},
          {.name = "all equal", .names = {"x", "x", "x"}, .in_order = {0, 1, 2}},
          {.name = "empty names", .names = {"a", "", ""}, .in_order = {1, 2, 0}},
          {.name = "prefixes", .names = {"aa", "a", "aaa"}, .in_order = {1, 0, 2}},
          {.name = "by bytes", .names = {"\xC3\xA4", "z", "Z"}, .in_order = {2, 1, 0}}};
}

struct Row {
  std::string_view title;
  int number = 0;
};

}  // namespace

TEST_CASE("name index: order, and the first of equals") {
  for (const auto& c : index_cases()) {
    CAPTURE(c.name);
    const NameIndex index{c.names};
    CHECK(index.in_order() == c.in_order);
    for (const auto name : c.names) {
      const auto found = index.find(name);
      REQUIRE(found);
      CHECK(c.names[*found] == name);
      for (std::size_t before = 0; before < *found; ++before) CHECK(c.names[before] != name);
    }
    CHECK_FALSE(index.find("absent"));
    CHECK_FALSE(index.find("\xFF"));
  }
}

TEST_CASE("name index: an absent empty name is not found") {
  CHECK_FALSE(NameIndex{{}}.find(""));
  CHECK_FALSE(NameIndex{{"a"}}.find(""));
}

TEST_CASE("name index: of a member of rows") {
  const std::vector<Row> rows{{.title = "b", .number = 1}, {.title = "a", .number = 2}};
  const NameIndex index = index_of(rows, &Row::title);
  CHECK(index.find("a") == 1);
  CHECK(index.find("b") == 0);
}

TEST_CASE("name index: many names") {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 5000; ++i) texts.push_back(std::to_string(i * 7919 % 5000));
  const NameIndex index{{texts.begin(), texts.end()}};
  for (std::size_t i = 0; i < texts.size(); ++i) REQUIRE(index.find(texts[i]) == i);
}

}  // namespace user_listens
