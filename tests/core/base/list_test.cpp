#include "base/list.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace user_listens {
namespace {

struct Pair {
  std::string_view name;
  std::int64_t number = 0;
  friend bool operator==(const Pair&, const Pair&) = default;
};

List<std::int64_t> numbers(std::int64_t count) {
  List<std::int64_t> list;
  for (std::int64_t i = 0; i < count; ++i) list.push_back(i);
  return list;
}

}  // namespace

TEST_CASE("list: grows, keeps the order, and can be changed in place") {
  List<Pair> list;
  CHECK(list.empty());
  list.push_back({"a", 1});
  list.push_back({.name = "b"});
  CHECK_FALSE(list.empty());
  CHECK(list.size() == 2);
  CHECK(list.front() == Pair{"a", 1});
  CHECK(list.back() == Pair{"b", 0});
  list[1].number = 2;
  for (Pair& pair : list) pair.number *= 10;
  CHECK(list == List<Pair>{{"a", 10}, {"b", 20}});
  const auto many = numbers(10'000);
  std::int64_t expected = 0;
  for (const auto number : many) REQUIRE(number == expected++);
  CHECK(expected == 10'000);
}

TEST_CASE("list: an element of its own can be appended while it grows") {
  List<std::int64_t> list{7};
  for (int i = 0; i < 100; ++i) list.push_back(list.front());
  CHECK(list == std::vector<std::int64_t>(101, 7));
}

TEST_CASE("list: copies are independent, and a list can be moved") {
  const auto original = numbers(100);
  auto copy = original;
  copy[0] = 42;
  copy.push_back(100);
  CHECK(original == numbers(100));
  auto moved = std::move(copy);
  CHECK(moved.size() == 101);
  copy = original;
  CHECK(copy == original);
  copy = std::move(moved);
  CHECK(copy.front() == 42);
  auto& same = copy;
  copy = same;
  CHECK(copy.size() == 101);
}

TEST_CASE("list: can be made of other ranges and compared with them") {
  const std::vector<std::int64_t> vector{1, 2, 3};
  const List<std::int64_t> list = vector;
  CHECK(list == vector);
  CHECK(list == List<std::int64_t>{1, 2, 3});
  CHECK(list == List<std::int64_t>{vector.begin(), vector.end()});
  CHECK(list != List<std::int64_t>{1, 2});
  CHECK(list != List<std::int64_t>{1, 2, 4});
  CHECK(List<std::int64_t>{} == std::vector<std::int64_t>{});
  CHECK(std::span<const std::int64_t>{list}.subspan(1).front() == 2);
}

TEST_CASE("list: room that was reserved is used") {
  List<std::int64_t> list;
  list.reserve(1000);
  const auto* const begin = list.data();
  for (std::int64_t i = 0; i < 1000; ++i) list.push_back(i);
  CHECK(list.data() == begin);
  list.reserve(10);
  CHECK(list == numbers(1000));
}

}  // namespace user_listens
