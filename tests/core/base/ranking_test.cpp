#include "base/ranking.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <string_view>
#include <vector>

namespace user_listens {
namespace {

constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();

struct RankingCase {
  std::string_view name;
  std::vector<Rank> ranks;
  std::vector<std::uint32_t> in_order;
};

std::vector<RankingCase> ranking_cases() {
  return {{.name = "none", .ranks = {}, .in_order = {}},
          {.name = "one", .ranks = {{7, 7, 0}}, .in_order = {0}},
          {.name = "by the first number",
           .ranks = {{3, 0, 0}, {1, 9, 1}, {2, 5, 2}},
           .in_order = {1, 2, 0}},
          {.name = "then by the second",
           .ranks = {{1, 3, 0}, {1, 1, 1}, {1, 2, 2}},
           .in_order = {1, 2, 0}},
          {.name = "equal ones stay",
           .ranks = {{1, 1, 0}, {0, 0, 1}, {1, 1, 2}, {0, 0, 3}},
           .in_order = {1, 3, 0, 2}},
          {.name = "the largest numbers",
           .ranks = {{kMost, 0xFFFFFFFF, 0}, {kMost, 0, 1}, {0, 0xFFFFFFFF, 2}},
           .in_order = {2, 1, 0}}};
}

}  // namespace

TEST_CASE("ranking: sorts by number, and equal ones by their position") {
  for (auto& c : ranking_cases()) {
    CAPTURE(c.name);
    auto ranks = c.ranks;
    sort(ranks);
    std::vector<std::uint32_t> in_order;
    in_order.reserve(ranks.size());
    for (const Rank& rank : ranks) in_order.push_back(rank.position);
    CHECK(in_order == c.in_order);
  }
}

TEST_CASE("ranking: sorts thousands, many of them equal, as std::stable_sort does") {
  std::mt19937 random{7};
  std::vector<Rank> ranks;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    ranks.push_back({random() % 10, static_cast<std::uint32_t>(random() % 10), i});
  }
  auto expected = ranks;
  std::stable_sort(expected.begin(), expected.end());
  sort(ranks);
  CHECK(std::equal(ranks.begin(), ranks.end(), expected.begin(), expected.end(),
                   [](const Rank& a, const Rank& b) { return a.position == b.position; }));
}

}  // namespace user_listens
