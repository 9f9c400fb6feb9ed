#include "listen/ordering.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "samples.h"

namespace user_listens {
namespace {

std::string order_of(std::vector<Listen> listens, UnixMillis as_of) {
  order_newest_first(listens, as_of);
  std::string text;
  for (const Listen& listen : listens) text.append(text.empty() ? "" : " ").append(listen.username);
  return text;
}

Listen undated(std::string_view username) {
  Listen sample = samples::listen(username);
  sample.played_at.reset();
  return sample;
}

// All played in the same second.
std::vector<Listen> tied(const std::vector<std::string>& names) {
  std::vector<Listen> listens;
  listens.reserve(names.size());
  for (const auto& name : names) listens.push_back(samples::listen(name));
  return listens;
}

std::vector<std::string> names(std::size_t count) {
  std::vector<std::string> made;
  made.reserve(count);
  for (std::size_t i = 0; i < count; ++i) made.push_back("member" + std::to_string(i));
  return made;
}

}  // namespace

TEST_CASE("ordering: playing first, then newest first, unknown times last") {
  CHECK(order_of({undated("nobody-knows"), samples::listen_at("old", "2002-02-02T02:02:02Z"),
                  samples::playing("playing"), samples::listen_at("new", "2025-12-04T14:20:00Z"),
                  samples::listen_at("newer", "2025-12-04T14:20:00.001Z"),
                  samples::listen_at("epoch", "1970-01-01T00:00:00Z"),
                  samples::listen_at("last", "9999-12-31T23:59:59.999Z")},
                 samples::now()) == "playing last newer new old epoch nobody-knows");
  CHECK(order_of({}, samples::now()).empty());
}

TEST_CASE("ordering: a playing listen with a time is ordered as playing") {
  Listen dated = samples::listen_at("dated", "2025-12-04T14:20:00Z");
  dated.now_playing = true;
  std::vector<Listen> listens{samples::listen_at("later", "2025-12-04T14:21:00Z"), dated};
  CHECK(order_of(listens, samples::now()) == "dated later");
}

TEST_CASE("ordering: ties are the same all day, whatever order they came in") {
  const auto members = names(7);
  auto listens = tied(members);
  const auto expected = order_of(listens, samples::time("2025-12-04T00:00:00.000Z"));
  for (int i = 0; i < 200; ++i) {
    std::next_permutation(listens.begin(), listens.end(),
                          [](const Listen& a, const Listen& b) { return a.username < b.username; });
    REQUIRE(order_of(listens, samples::time("2025-12-04T23:59:59.999Z")) == expected);
  }
}

TEST_CASE("ordering: every one of some tied members is in front on some day") {
  for (const std::size_t count : {2U, 3U, 14U, 50U}) {
    CAPTURE(count);
    const auto members = names(count);
    const auto listens = tied(members);
    std::map<std::string, int> days_in_front;
    for (int day = 0; day < 730; ++day) {
      const auto order = order_of(listens, samples::now() + std::chrono::days{day});
      ++days_in_front[order.substr(0, order.find(' '))];
    }
    CHECK(days_in_front.size() == count);
  }
}

TEST_CASE("ordering: two members tied take turns about evenly") {
  const std::vector<std::string> members{"alice", "bob"};
  const auto listens = tied(members);
  int alice_first = 0;
  for (int day = 0; day < 1000; ++day) {
    alice_first += order_of(listens, samples::now() + std::chrono::days{day}).starts_with("alice");
  }
  CHECK(alice_first > 350);
  CHECK(alice_first < 650);
}

}  // namespace user_listens
