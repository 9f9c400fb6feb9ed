// Refreshes in which everybody is to be left alone: one is asked about
// nevertheless, or the list would count as stale.
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "refresh/outsets.h"
#include "refresh/refreshes.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using std::chrono::minutes;

// What three accounts last answered, and how long ago.
struct RestCase {
  std::string_view name;
  std::array<AnswerKind, 3> answers;
  std::array<minutes, 3> asked_ago;
  std::string_view asked;  // members, in the plan's order
};

constexpr auto kRestCases = std::to_array<RestCase>({
    {.name = "all are private",
     .answers = {private_history, private_history, private_history},
     .asked_ago = {minutes{5}, minutes{20}, minutes{10}},
     .asked = "m1 "},
    {.name = "all at the same time",
     .answers = {private_history, unknown_account, private_history},
     .asked_ago = {minutes{5}, minutes{5}, minutes{5}},
     .asked = "m0 "},
    {.name = "one's rest is over",
     .answers = {private_history, private_history, private_history},
     .asked_ago = {minutes{5}, minutes{5}, minutes{60}},
     .asked = "m2 "},
    {.name = "one listens",
     .answers = {private_history, private_history, silent},
     .asked_ago = {minutes{50}, minutes{5}, minutes{5}},
     .asked = "m2 "},
});

Memory memory_of(const Account& account, AnswerKind answer, UnixMillis asked_at) {
  return {.account = account, .asked_at = asked_at, .last_answer = answer};
}

std::string members_of(const Plan& plan) {
  std::string members;
  for (const auto& request : plan.requests) {
    members.append(request.question.account.username).append(" ");
  }
  return members;
}

}  // namespace

TEST_CASE("rest: one is asked when all are left alone, whose answer is the oldest") {
  for (const auto& c : kRestCases) {
    CAPTURE(c.name);
    Refresh refresh;
    refresh.settings = usable_settings();
    add_members(refresh, 3);
    std::vector<Memory> memories;
    for (std::size_t i = 0; i < 3; ++i) {
      memories.push_back(
          memory_of(refresh.roster.accounts[i], c.answers[i], refresh.now - c.asked_ago[i]));
    }
    CHECK(members_of(plan_requests(refresh.roster, memories, {}, refresh.settings, refresh.now,
                                   refresh.arena)) == c.asked);
  }
}

TEST_CASE("rest: nobody is asked on a service that is paused") {
  Refresh refresh;
  refresh.settings = usable_settings();
  add_members(refresh, 1);
  const std::array memories{
      memory_of(refresh.roster.accounts[0], private_history, refresh.now - minutes{5})};
  const std::array services{
      ServiceState{.source = "lastfm", .paused_until = refresh.now + minutes{5}}};
  CHECK(plan_requests(refresh.roster, memories, services, refresh.settings, refresh.now,
                      refresh.arena)
            .requests.empty());
}

TEST_CASE("rest: a site of private accounts only has a fresh list at every tick") {
  Refresh refresh;
  refresh.settings = usable_settings();
  add_members(refresh, 3);
  add_answers(refresh, 0, 3, private_history);
  store(refresh, finish(refresh));
  for (int tick = 0; tick < 36; ++tick) {
    CAPTURE(tick);
    refresh.now += kTick;
    const auto before = read_snapshot(refresh.snapshot, refresh.arena).value();
    const Plan plan = plan_requests(refresh.roster, before.memories, before.services,
                                    refresh.settings, refresh.now, refresh.arena);
    CHECK(plan.requests.size() == 1);
    refresh.answers.clear();
    for (const auto& request : plan.requests) {
      refresh.answers.push_back({.account = request.question.account, .kind = private_history});
    }
    const auto finished = finish(refresh);
    REQUIRE(finished.outcome == RefreshOutcome::writes);
    CHECK(entry_of(finished, refresh.arena).last_updated == refresh.now);
    CHECK(refresh.log.find("WARNING") == std::string::npos);
    store(refresh, finished);
  }
}

}  // namespace user_listens
