// Refresh after refresh with more accounts than the budget has requests: who
// has how often a turn.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "listen/merge.h"
#include "refresh/outsets.h"
#include "refresh/urgency.h"

namespace user_listens {
namespace {

using std::chrono::hours;

// Of each account: how often it was asked about, and for how long it waited at
// most, the wait at the end included.
struct Turns {
  std::vector<std::size_t> count;
  std::vector<UnixMillis> last;
  std::vector<Millis> longest;
};

// Asks for `ticks`. The first `playing` accounts play all the time, the others
// have not played for longer than a day.
Turns take_turns(Outset& outset, std::size_t playing, std::size_t ticks) {
  const auto& accounts = outset.roster.accounts;
  const auto begin = outset.now;
  Turns turns{.count = std::vector<std::size_t>(accounts.size(), 0),
              .last = std::vector<UnixMillis>(accounts.size(), begin),
              .longest = std::vector<Millis>(accounts.size(), Millis{0})};
  for (std::size_t tick = 0; tick < ticks; ++tick, outset.now += kTick) {
    const Plan plan = plan_of(outset);
    CHECK(cost_of(plan) <= outset.settings.poll_budget);
    std::vector<Answer> answers;
    for (const auto& request : plan.requests) {
      const Account& account = request.question.account;
      const auto found = std::find(accounts.begin(), accounts.end(), account);
      const auto position = static_cast<std::size_t>(found - accounts.begin());
      Answer answer{.account = account, .kind = AnswerKind::listened};
      answer.listen = samples::listen(account);
      answer.listen->played_at = position < playing ? outset.now : begin - hours{30};
      answers.push_back(answer);
      turns.longest[position] =
          std::max(turns.longest[position], outset.now - turns.last[position]);
      turns.last[position] = outset.now;
      ++turns.count[position];
    }
    outset.memories = merge(accounts, outset.memories, answers, outset.now).memories;
  }
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    turns.longest[i] = std::max(turns.longest[i], outset.now - turns.last[i]);
  }
  return turns;
}

struct ReachCase {
  std::string_view name;
  std::size_t lastfm = 0;
  std::size_t listenbrainz = 0;
  std::size_t budget = 5;
  std::size_t playing = 0;
};

// Within reach are 71 ticks times the budget: one less than six hours have.
constexpr auto kReachCases = std::to_array<ReachCase>({
    {.name = "all at once", .lastfm = 5, .playing = 3},
    {.name = "a few too many", .lastfm = 7, .playing = 7},
    {.name = "many quiet ones", .lastfm = 200},
    {.name = "many quiet ones, some play", .lastfm = 200, .playing = 10},
    {.name = "as many as can be reached", .lastfm = 355},
    {.name = "as many as can be reached, all play", .lastfm = 355, .playing = 355},
    {.name = "a budget of one", .lastfm = 71, .budget = 1, .playing = 1},
    {.name = "two requests each", .listenbrainz = 140, .budget = 4, .playing = 5},
    {.name = "both services", .lastfm = 100, .listenbrainz = 90, .budget = 4, .playing = 100},
});

struct ForgetfulCase {
  std::string_view name;
  std::size_t lastfm = 0;
  std::size_t listenbrainz = 0;
  std::size_t budget = 45;
  std::size_t ticks;  // until everybody was asked about; of two services perhaps fewer
};

constexpr auto kForgetfulCases = std::to_array<ForgetfulCase>({
    {.name = "a hundred", .lastfm = 100, .ticks = 3},
    {.name = "as many as the budget", .lastfm = 45, .ticks = 1},
    {.name = "one too many", .lastfm = 46, .ticks = 2},
    {.name = "twice as many as the budget", .lastfm = 90, .ticks = 2},
    {.name = "a budget of one", .lastfm = 7, .budget = 1, .ticks = 7},
    {.name = "more than there is time for", .lastfm = 2500, .budget = 9000, .ticks = 3},
    {.name = "two requests each", .listenbrainz = 100, .ticks = 5},
    {.name = "two requests each, twice the budget", .listenbrainz = 90, .ticks = 5},
    {.name = "two requests each, as many as the budget", .listenbrainz = 45, .ticks = 3},
    {.name = "two requests each, an odd budget", .listenbrainz = 6, .budget = 3, .ticks = 6},
    {.name = "both services", .lastfm = 45, .listenbrainz = 45, .ticks = 5},
});

}  // namespace

TEST_CASE("turns: nobody within reach waits for longer than six hours") {
  for (const auto& c : kReachCases) {
    CAPTURE(c.name);
    Outset outset;
    add_accounts(outset, c.lastfm);
    add_accounts(outset, c.listenbrainz, "listenbrainz");
    outset.settings.poll_budget = c.budget;
    const auto turns = take_turns(outset, c.playing, std::size_t{3} * 72);
    for (std::size_t i = 0; i < turns.longest.size(); ++i) {
      CAPTURE(i);
      REQUIRE(turns.longest[i] <= kLongestWait);
    }
  }
}

TEST_CASE("turns: within reach, who plays is asked far more often than who does not") {
  Outset outset;
  add_accounts(outset, 100);
  outset.settings.poll_budget = 5;
  const auto turns = take_turns(outset, 2, 100);
  const auto most_of_others = *std::max_element(turns.count.begin() + 2, turns.count.end());
  for (const std::size_t playing : {0U, 1U}) {
    CAPTURE(playing);
    CHECK(turns.longest[playing] <= 21 * kTick);  // 20 refreshes to get to know everybody
    CHECK(turns.count[playing] >= 5 * most_of_others);
  }
}

TEST_CASE("turns: beyond reach, half of the budget stays with those who are heard") {
  struct Case {
    std::string_view name;
    std::string_view source;
    std::size_t budget;
    std::size_t playing;
  };
  for (const auto& c :
       {Case{"one request each", "lastfm", 5, 2}, Case{"two requests each", "listenbrainz", 6, 2},
        Case{"two requests each, half of the budget is odd", "listenbrainz", 9, 2}}) {
    CAPTURE(c.name);
    Outset outset;
    add_accounts(outset, 2000, c.source);
    outset.settings.poll_budget = c.budget;
    // All are known, and all but those who play are overdue.
    for (std::size_t i = 0; i < outset.roster.accounts.size(); ++i) {
      const Account& account = outset.roster.accounts[i];
      const bool plays = i < c.playing;
      Memory memory{.account = account,
                    .listen = samples::listen(account),
                    .asked_at = outset.now - (plays ? Seconds{kTick} : Seconds{hours{7}}),
                    .last_answer = AnswerKind::listened};
      memory.listen->played_at = outset.now - (plays ? Seconds{0} : Seconds{hours{30}});
      outset.memories.push_back(memory);
    }
    const auto turns = take_turns(outset, c.playing, 30);
    for (std::size_t i = 0; i < c.playing; ++i) CHECK(turns.longest[i] <= 2 * kTick);
    // The others have their half, so everybody has a turn in the end.
    std::size_t had_a_turn = 0;
    for (std::size_t i = c.playing; i < turns.count.size(); ++i) {
      had_a_turn += turns.count[i] > 0;
    }
    CHECK(had_a_turn >= 30);
  }
}

// The service answers the first few of a refresh, and tells all others to wait.
// Half of them have not played for long.
TEST_CASE("turns: a service that limits each refresh answers everybody in the end") {
  for (const std::size_t limit : {8U, 12U}) {
    CAPTURE(limit);
    Outset outset;
    add_accounts(outset, 14);
    const auto& accounts = outset.roster.accounts;
    const auto begin = outset.now;
    std::set<std::string_view> answered;
    for (std::size_t tick = 0; tick < 24; ++tick, outset.now += kTick) {
      std::vector<Answer> answers;
      for (const auto& request : plan_of(outset).requests) {
        const Account& account = request.question.account;
        Answer answer{.account = account,
                      .kind = AnswerKind::rate_limited,
                      .known_to_fail = request.question.known_to_fail};
        // All are answered once, so that something is known of them.
        if (tick == 0 || answers.size() < limit) {
          answer.kind = AnswerKind::listened;
          answer.listen = samples::listen(account);
          const bool is_quiet =
              std::find(accounts.begin(), accounts.begin() + 7, account) == accounts.begin() + 7;
          answer.listen->played_at = is_quiet ? begin - hours{30} : outset.now;
          if (tick > 0) answered.insert(account.username);
        } else {
          answer.paused_until = outset.now + std::chrono::minutes{10};
        }
        answers.push_back(answer);
      }
      outset.memories = merge(accounts, outset.memories, answers, outset.now).memories;
      const auto states = states_after(answers, outset.services, outset.now);
      outset.services = {states.begin(), states.end()};
    }
    CHECK(answered.size() == 14);
  }
}

// The snapshot was never written, so nobody knows who was asked before.
TEST_CASE("turns: without any memory others are asked at each tick, in the end everybody") {
  for (const auto& c : kForgetfulCases) {
    CAPTURE(c.name);
    Outset outset;
    add_accounts(outset, c.lastfm);
    add_accounts(outset, c.listenbrainz, "listenbrainz");
    outset.settings.poll_budget = c.budget;
    for (const std::int64_t begin : {0, 1, 2, 3, 7, 44, 288, 1000}) {
      CAPTURE(begin);
      std::set<std::string_view> asked_about;
      for (std::size_t tick = 0; tick < c.ticks; ++tick) {
        const bool is_mixed = c.lastfm > 0 && c.listenbrainz > 0;
        CHECK((is_mixed || asked_about.size() < outset.roster.members.size()));
        outset.now = samples::now() + (begin + static_cast<std::int64_t>(tick)) * kTick;
        for (const auto& request : plan_of(outset).requests) {
          asked_about.insert(request.question.account.username);
        }
      }
      CHECK(asked_about.size() == outset.roster.members.size());
    }
  }
}

TEST_CASE("turns: change with the tick, and a small roster keeps its order") {
  Outset outset;
  add_accounts(outset, 100);
  const auto tick = std::chrono::floor<std::chrono::minutes>(samples::now());
  outset.now = tick;
  const auto first = asked(plan_of(outset));
  outset.now = tick + kTick - Millis{1};
  CHECK(asked(plan_of(outset)) == first);
  outset.now = tick + kTick;
  CHECK(asked(plan_of(outset)) != first);
  outset.settings.poll_budget = 100;
  for (int i = 0; i < 3; ++i, outset.now += kTick)
    CHECK(asked(plan_of(outset)).starts_with("m0 m1 "));
}

}  // namespace user_listens
