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
};

std::vector<IndexCase> index_cases() {
  return {{.name = "none", .names = {}},
          {.name = "one", .names = {"a"}},
          {.name = "sorted", .names = {"a", "b", "c"}},
          {.name = "reversed", .names = {"c", "b", "a"}},
          {.name = "equal ones", .names = {"b", "a", "b", "a", "b"}},
          {.name = "all equal", .names = {"x", "x", "x"}},
          {.name = "empty names", .names = {"a", "", ""}},
          {.name = "prefixes", .names = {"aa", "a", "aaa"}},
          {.name = "by bytes", .names = {"\xC3\xA4", "z", "Z"}}};
}

struct Row {
  std::string_view title;
  int number = 0;
};

}  // namespace

TEST_CASE("name index: of equal names the first is found") {
  for (const auto& c : index_cases()) {
    CAPTURE(c.name);
    const NameIndex index{c.names};
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

TEST_CASE("name index: rows are found by one of their members") {
  const std::vector<Row> rows{{.title = "b", .number = 1}, {.title = "a", .number = 2}};
  const NameIndex index = index_of(rows, &Row::title);
  CHECK(index.find("a") == 1);
  CHECK(index.find("b") == 0);
}

TEST_CASE("name index: each of 5,000 names is found") {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 5000; ++i) texts.push_back(std::to_string(i * 7919 % 5000));
  const NameIndex index{{texts.begin(), texts.end()}};
  for (std::size_t i = 0; i < texts.size(); ++i) REQUIRE(index.find(texts[i]) == i);
}

}  // namespace user_listens
