// Whom a refresh asks, when, and until when.
#include "refresh/plan.h"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "samples.h"

namespace user_listens {
namespace {

struct Scene {
  std::vector<std::string> names;
  Roster roster;
  Settings settings;
};

// `count` members named m0, m1, …, each with an account.
Scene scene(std::size_t count, std::size_t budget) {
  Scene made;
  for (std::size_t i = 0; i < count; ++i) made.names.push_back("m" + std::to_string(i));
  for (const auto& name : made.names)
    made.roster.members.push_back({.username = name, .lastfm = name});
  made.settings.lastfm_key = "key";
  made.settings.poll_budget = budget;
  return made;
}

struct RotationCase {
  std::size_t members;
  std::size_t budget;
};

constexpr auto kRotationCases = std::to_array<RotationCase>({{1, 45},
                                                             {45, 45},
                                                             {46, 45},
                                                             {90, 45},
                                                             {100, 45},
                                                             {135, 45},
                                                             {7, 3},
                                                             {8, 4},
                                                             {5, 1},
                                                             {1000, 45}});

struct DeadlineCase {
  std::size_t requests;
  std::int64_t last_start_ms;
  std::int64_t deadline_ms;
};

constexpr auto kDeadlineCases = std::to_array<DeadlineCase>({{1, 0, 25'000},
                                                             {20, 0, 25'000},
                                                             {21, 200, 25'200},
                                                             {45, 5'000, 30'000},
                                                             {1095, 215'000, 240'000},
                                                             {1096, 215'200, 240'000},
                                                             {5000, 996'000, 240'000}});

}  // namespace

TEST_CASE("plan: what is asked") {
  auto made = scene(2, 45);
  made.roster.members[1] = {.username = "no account"};
  Arena arena;
  const auto plan = plan_requests(made.roster, made.settings, samples::now(), arena);
  REQUIRE(plan.requests.size() == 1);
  const auto& request = plan.requests.front();
  CHECK(request.subject.username == "m0");
  CHECK(request.subject.source == "lastfm");
  CHECK(request.subject.account == "m0");
  CHECK(request.url ==
        "https://ws.audioscrobbler.com/2.0/"
        "?method=user.getrecenttracks&user=m0&api_key=key&format=json&limit=1");
}

TEST_CASE("plan: nobody is asked without a key or without accounts") {
  Arena arena;
  auto without_key = scene(3, 45);
  without_key.settings.lastfm_key = "";
  CHECK(plan_requests(without_key.roster, without_key.settings, samples::now(), arena)
            .requests.empty());
  const auto nobody = scene(0, 45);
  const auto plan = plan_requests(nobody.roster, nobody.settings, samples::now(), arena);
  CHECK(plan.requests.empty());
  CHECK(plan.deadline == Millis{0});
}

TEST_CASE("plan: a burst of 20, then five a second") {
  const auto made = scene(45, 45);
  Arena arena;
  const auto plan = plan_requests(made.roster, made.settings, samples::now(), arena);
  REQUIRE(plan.requests.size() == 45);
  for (std::size_t i = 0; i < plan.requests.size(); ++i) {
    CAPTURE(i);
    const auto expected = i < 20 ? Millis{0} : Millis{200} * static_cast<std::int64_t>(i - 19);
    CHECK(plan.requests[i].start_after == expected);
  }
}

TEST_CASE("plan: with too many for the budget everybody has a turn") {
  for (const auto& c : kRotationCases) {
    CAPTURE(c.members);
    CAPTURE(c.budget);
    const auto made = scene(c.members, c.budget);
    const std::size_t ticks = (c.members + c.budget - 1) / c.budget;
    for (const auto begin : {samples::now(), samples::time("1970-01-01T00:00:00Z")}) {
      std::set<std::string_view> asked;
      for (std::size_t tick = 0; tick < ticks; ++tick) {
        Arena arena;
        const auto plan = plan_requests(made.roster, made.settings,
                                        begin + kTick * static_cast<std::int64_t>(tick), arena);
        REQUIRE(plan.requests.size() == std::min(c.members, c.budget));
        std::set<std::string_view> at_once;
        for (const auto& request : plan.requests) at_once.insert(request.subject.username);
        REQUIRE(at_once.size() == plan.requests.size());
        for (const auto& member : made.roster.members) {
          if (at_once.contains(member.username)) asked.insert(member.username);
        }
      }
      CHECK(asked.size() == c.members);
    }
  }
}

TEST_CASE("plan: twice for the same scheduled time it asks the same") {
  const auto made = scene(100, 45);
  Arena arena;
  const auto first = plan_requests(made.roster, made.settings, samples::now(), arena);
  const auto again = plan_requests(made.roster, made.settings, samples::now(), arena);
  REQUIRE(first.requests.size() == again.requests.size());
  for (std::size_t i = 0; i < first.requests.size(); ++i) {
    CHECK(first.requests[i].url == again.requests[i].url);
  }
}

TEST_CASE("plan: the deadline leaves time for the last, and ends before the next tick") {
  for (const auto& c : kDeadlineCases) {
    CAPTURE(c.requests);
    const auto made = scene(c.requests, 9000);
    Arena arena;
    const auto plan = plan_requests(made.roster, made.settings, samples::now(), arena);
    CHECK(plan.requests.back().start_after.count() == c.last_start_ms);
    CHECK(plan.deadline.count() == c.deadline_ms);
    CHECK(plan.deadline < kTick);
  }
}

}  // namespace user_listens
