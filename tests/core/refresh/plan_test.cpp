// Whom a refresh asks, and until when.
#include "refresh/plan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "listen/merge.h"
#include "refresh/outsets.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using std::chrono::hours;
using std::chrono::minutes;

// Played so long ago, and asked about a tick ago.
Memory known(const Account& account, Seconds played_ago) {
  Memory memory{.account = account,
                .listen = samples::listen(account),
                .asked_at = samples::now() - kTick,
                .last_answer = listened};
  memory.listen->played_at = samples::now() - played_ago;
  return memory;
}

struct BudgetCase {
  std::string_view name;
  std::size_t lastfm = 0;
  std::size_t listenbrainz = 0;
  std::size_t budget = 45;
  std::size_t lastfm_asked = 0;
  std::size_t listenbrainz_asked = 0;
  std::size_t retries = 0;
};

// An account on ListenBrainz may take two requests.
constexpr auto kBudgetCases = std::to_array<BudgetCase>({
    {.name = "one", .lastfm = 1, .lastfm_asked = 1, .retries = 5},
    {.name = "everybody, and five retries", .lastfm = 40, .lastfm_asked = 40, .retries = 5},
    {.name = "everybody, and what is left", .lastfm = 41, .lastfm_asked = 41, .retries = 4},
    {.name = "everybody, and nothing is left", .lastfm = 45, .lastfm_asked = 45},
    {.name = "one too many", .lastfm = 46, .lastfm_asked = 45},
    {.name = "two requests each", .listenbrainz = 20, .listenbrainz_asked = 20, .retries = 5},
    {.name = "two requests each, and what is left",
     .listenbrainz = 21,
     .listenbrainz_asked = 21,
     .retries = 3},
    {.name = "an odd one is left", .listenbrainz = 22, .listenbrainz_asked = 22, .retries = 1},
    {.name = "half an account is not asked",
     .listenbrainz = 23,
     .listenbrainz_asked = 22,
     .retries = 1},
    {.name = "both services",
     .lastfm = 5,
     .listenbrainz = 20,
     .lastfm_asked = 5,
     .listenbrainz_asked = 20},
    {.name = "both, one of Last.fm has no turn",
     .lastfm = 44,
     .listenbrainz = 1,
     .lastfm_asked = 43,
     .listenbrainz_asked = 1},
    {.name = "the smallest budget", .lastfm = 3, .budget = 1, .lastfm_asked = 1},
    {.name = "a budget that an account does not fit in",
     .lastfm = 0,
     .listenbrainz = 3,
     .budget = 1,
     .retries = 0},
    {.name = "a large site", .lastfm = 10'000, .lastfm_asked = 45},
});

struct DeadlineCase {
  std::string_view name;
  std::size_t lastfm = 0;
  std::size_t librefm = 0;
  std::size_t listenbrainz = 0;
  std::size_t budget = 9000;
  std::int64_t deadline_ms = 0;
};

// Eight seconds a round of six, or of four when there are several services;
// then what the pace takes, and three seconds for repetitions, which are put off.
// Last.fm is asked 20 at once and five a second, Libre.fm ten and two a second,
// ListenBrainz 30 within ten seconds and three a second. Five retries are
// counted in, unless the budget has none.
constexpr auto kDeadlineCases = std::to_array<DeadlineCase>({
    {.name = "one account, which may be asked three times", .lastfm = 1, .deadline_ms = 27'000},
    {.name = "fourteen accounts", .lastfm = 14, .deadline_ms = 51'000},
    {.name = "the burst", .lastfm = 15, .deadline_ms = 51'000},
    {.name = "one more than the burst", .lastfm = 16, .deadline_ms = 51'200},
    {.name = "the whole budget: no retries", .lastfm = 45, .budget = 45, .deadline_ms = 72'000},
    {.name = "the same, with retries", .lastfm = 45, .deadline_ms = 97'000},
    {.name = "a hundred", .lastfm = 100, .deadline_ms = 180'000},
    {.name = "four minutes at most", .lastfm = 1095, .deadline_ms = 240'000},
    {.name = "two questions each", .listenbrainz = 12, .deadline_ms = 67'000},
    {.name = "two questions each, beyond a window", .listenbrainz = 13, .deadline_ms = 85'333},
    {.name = "two services", .lastfm = 15, .librefm = 10, .deadline_ms = 77'500},
    {.name = "two services, the budget for one each",
     .lastfm = 1,
     .librefm = 1,
     .budget = 2,
     .deadline_ms = 19'000},
    {.name = "three services", .lastfm = 6, .librefm = 6, .listenbrainz = 3, .deadline_ms = 67'500},
});

struct MostCase {
  std::string_view source;
  std::size_t accounts;
  std::size_t asked;
};

// As many as the pace allows for in four minutes.
constexpr auto kMostCases = std::to_array<MostCase>({
    {"lastfm", 1095, 1095},
    {"lastfm", 1096, 1095},
    {"lastfm", 8000, 1095},
    {"listenbrainz", 322, 322},
    {"listenbrainz", 323, 322},
    {"listenbrainz", 4000, 322},
});

}  // namespace

TEST_CASE("plan: all accounts within the budget, and retries with what is left") {
  for (const auto& c : kBudgetCases) {
    CAPTURE(c.name);
    Outset outset;
    add_accounts(outset, c.lastfm);
    add_accounts(outset, c.listenbrainz, "listenbrainz");
    outset.settings.poll_budget = c.budget;
    const Plan plan = plan_of(outset);
    CHECK(asked_of(plan, "lastfm") == c.lastfm_asked);
    CHECK(asked_of(plan, "listenbrainz") == c.listenbrainz_asked);
    CHECK(plan.retries == c.retries);
    CHECK(cost_of(plan) <= c.budget);
  }
}

TEST_CASE("plan: the first question about each account, at its service") {
  Outset outset;
  outset.roster.accounts = {{"alice", "lastfm", "a fm"},
                            {"alice", "librefm", "a libre"},
                            {"alice", "listenbrainz", "a lb"}};
  outset.settings.services[2].secret = "token";
  const Plan plan = plan_of(outset);
  REQUIRE(plan.requests.size() == 3);
  constexpr std::array<std::string_view, 3> kUrls{
      "https://ws.audioscrobbler.com/2.0/"
      "?method=user.getrecenttracks&user=a%20fm&api_key=key&format=json&limit=1",
      "https://libre.fm/2.0/?method=user.getrecenttracks&user=a%20libre&format=json&limit=1",
      "https://api.listenbrainz.org/1/user/a%20lb/playing-now"};
  for (std::size_t i = 0; i < kUrls.size(); ++i) {
    CAPTURE(i);
    CHECK(plan.requests[i].question.account == outset.roster.accounts[i]);
    CHECK(plan.requests[i].question.step == 0);
    CHECK(plan.requests[i].question.attempt == 0);
    CHECK(plan.requests[i].url == kUrls[i]);
  }
}

TEST_CASE("plan: nobody is asked without accounts, or without the key that is needed") {
  Outset outset;
  CHECK(plan_of(outset).requests.empty());
  CHECK(plan_of(outset).deadline == Millis{0});
  CHECK(plan_of(outset).retries == 0);
  add_accounts(outset, 2);
  add_accounts(outset, 1, "listenbrainz");
  add_accounts(outset, 1, "a_service_of_tomorrow");
  outset.settings.services[0].secret = "";
  CHECK(asked(plan_of(outset)) == "m2/listenbrainz");
}

TEST_CASE("plan: until the deadline each request can take as long as it may") {
  for (const auto& c : kDeadlineCases) {
    CAPTURE(c.name);
    Outset outset;
    outset.settings.poll_budget = c.budget;
    add_accounts(outset, c.lastfm);
    add_accounts(outset, c.librefm, "librefm");
    add_accounts(outset, c.listenbrainz, "listenbrainz");
    const Plan plan = plan_of(outset);
    CHECK(plan.requests.size() == outset.roster.accounts.size());
    CHECK(plan.deadline.count() == c.deadline_ms);
  }
}

TEST_CASE("plan: the deadline comes before the next tick, however many there are") {
  for (const auto& c : kMostCases) {
    CAPTURE(c.source);
    CAPTURE(c.accounts);
    Outset outset;
    outset.settings.poll_budget = 9000;
    add_accounts(outset, c.accounts, c.source);
    const Plan plan = plan_of(outset);
    CHECK(plan.requests.size() == c.asked);
    CHECK(plan.deadline == kLongestAsking);
    CHECK(plan.deadline < kTick);
  }
}

TEST_CASE("plan: a slower pace sets another deadline") {
  Outset outset;
  add_accounts(outset, 15);
  add_accounts(outset, 10, "librefm");
  outset.settings.services[1].pace = {.burst = 1, .per_second = 1};
  CHECK(plan_of(outset).deadline == Millis{89'000});
}

TEST_CASE("plan: what the slowest pace allows for is not exceeded") {
  for (const std::int64_t burst : {1, 7, 10'000}) {
    for (const std::int64_t per_second : {1, 1000}) {
      CAPTURE(burst);
      CAPTURE(per_second);
      Outset outset;
      outset.settings.poll_budget = 9000;
      outset.settings.services[2].pace = {burst, per_second, Millis{10'000}};
      add_accounts(outset, 4600, "listenbrainz");
      // The burst in each window, or `per_second`, whichever is fewer.
      const auto steady_ms = std::max(1000 / per_second, 10'000 / burst);
      const auto within = static_cast<std::size_t>(burst + 205'000 / steady_ms);
      const Plan plan = plan_of(outset);
      CHECK(plan.requests.size() == std::min<std::size_t>(within, 9000) / 2);
      CHECK(plan.deadline <= kLongestAsking);
    }
  }
}

TEST_CASE("plan: new accounts first, then overdue ones, lapsing rows, longest intervals") {
  Outset outset;
  add_accounts(outset, 8);
  const auto& accounts = outset.roster.accounts;
  for (std::size_t i = 0; i < 7; ++i) {
    const bool plays = i == 2 || i == 4;
    outset.memories.push_back(known(accounts[i], plays ? Seconds{minutes{3}} : Seconds{hours{48}}));
  }
  // m0 and m1 are quiet, but m1 listens at this hour usually, and so does m3,
  // whose interval has passed more often than that of any other.
  outset.memories[1].hours = outset.memories[3].hours = hour_bit(outset.now);
  outset.memories[3].asked_at = outset.now - hours{3};
  outset.memories[4].asked_at = outset.now - 2 * kTick;
  outset.memories[5].asked_at = outset.now - minutes{330};
  outset.memories[6].asked_at = outset.now - minutes{331};
  constexpr std::string_view kOrder = "m7 m6 m5 m4 m3 m2 m1 m0";
  for (std::size_t budget = 8; budget > 0; --budget) {
    CAPTURE(budget);
    outset.settings.poll_budget = budget;
    CHECK(asked(plan_of(outset)) == kOrder.substr(0, 3 * budget - 1));
  }
}

TEST_CASE("plan: an account that changed its name is new") {
  Outset outset;
  add_accounts(outset, 3);
  outset.settings.poll_budget = 1;
  for (const Account& account : outset.roster.accounts) {
    outset.memories.push_back(known(account, minutes{1}));
  }
  outset.memories[2].account.name = "before";
  CHECK(asked(plan_of(outset)) == "m2");
}

TEST_CASE("plan: whoever is backed off is left alone, though there is room") {
  Outset outset;
  add_accounts(outset, 4);
  for (const Account& account : outset.roster.accounts) {
    outset.memories.push_back(known(account, minutes{1}));
  }
  outset.memories[0].last_answer = private_history;
  outset.memories[1].last_answer = unreadable;
  outset.memories[1].failures = 2;
  outset.memories[2].last_answer = timeout;
  CHECK(asked(plan_of(outset)) == "m3 m2");
  outset.now = samples::now() + minutes{5};
  CHECK(asked(plan_of(outset)) == "m3 m1 m2");
  outset.now = samples::now() + minutes{55};
  CHECK(asked(plan_of(outset)) == "m0 m3 m1 m2");
}

TEST_CASE("plan: a service that is paused is not asked, the others are") {
  Outset outset;
  add_accounts(outset, 2);
  add_accounts(outset, 1, "listenbrainz");
  outset.services = {{.source = "lastfm", .paused_until = samples::now() + Millis{1}, .pauses = 1}};
  CHECK(asked(plan_of(outset)) == "m2/listenbrainz");
  outset.services.front().paused_until = samples::now();
  CHECK(asked(plan_of(outset)) == "m0 m1 m2/listenbrainz");
  outset.services.front().paused_until.reset();
  CHECK(asked(plan_of(outset)) == "m0 m1 m2/listenbrainz");
}

// What an account was answered, and how long ago.
struct DueCase {
  std::string_view name;
  AnswerKind kind = listened;
  std::uint32_t failures = 0;
  Millis asked_ago = kTick;
  std::string_view order;  // of m0, which was answered so, and two others
};

constexpr auto kDueCases = std::to_array<DueCase>({
    {.name = "like the others", .order = "m0 m1 m2"},
    {.name = "a timeout", .kind = timeout, .order = "m1 m2 m0"},
    {.name = "a service error", .kind = service_error, .order = "m1 m2 m0"},
    {.name = "its own trouble", .kind = key_refused, .failures = 1, .order = "m1 m2 m0"},
    {.name = "its own trouble, then not sent",
     .kind = not_sent,
     .failures = 1,
     .order = "m1 m2 m0"},
    {.name = "not sent", .kind = not_sent, .order = "m0 m1 m2"},
    {.name = "not sent, asked before the others",
     .kind = not_sent,
     .asked_ago = 2 * kTick,
     .order = "m0 m1 m2"},
    {.name = "asked about by half", .kind = not_playing, .order = "m0 m1 m2"},
    {.name = "no scrobbles", .kind = silent, .order = "m0 m1 m2"},
    {.name = "asked a moment after the others",
     .asked_ago = kTick - Millis{1},
     .order = "m1 m2 m0"},
    {.name = "asked a moment before the others",
     .asked_ago = kTick + Millis{1},
     .order = "m0 m1 m2"},
});

TEST_CASE("plan: of those who are equally due, who failed goes last, who waited longest first") {
  for (const auto& c : kDueCases) {
    CAPTURE(c.name);
    Outset outset;
    add_accounts(outset, 3);
    for (const Account& account : outset.roster.accounts) {
      outset.memories.push_back(known(account, minutes{1}));
    }
    Memory& first = outset.memories[0];
    first.last_answer = c.kind;
    first.failures = c.failures;
    first.asked_at = outset.now - c.asked_ago;
    CHECK(asked(plan_of(outset)) == c.order);
  }
}

TEST_CASE("plan: of those who failed the last one goes last") {
  Outset outset;
  add_accounts(outset, 4);
  for (const Account& account : outset.roster.accounts) {
    outset.memories.push_back(known(account, minutes{1}));
    outset.memories.back().last_answer = timeout;
  }
  for (std::size_t i = 0; i < 3; ++i) *outset.memories[i].asked_at -= Millis{i};
  CHECK(asked(plan_of(outset)) == "m2 m1 m0 m3");
}

TEST_CASE("plan: who failed is not the first of its service, however long it waits") {
  Outset outset;
  add_accounts(outset, 3);
  add_accounts(outset, 2, "listenbrainz");
  for (const Account& account : outset.roster.accounts) {
    outset.memories.push_back(known(account, minutes{1}));
  }
  for (const std::size_t failed : {1U, 3U, 4U}) {
    outset.memories[failed].last_answer = timeout;
    outset.memories[failed].asked_at = outset.now - hours{6} - minutes{failed};
  }
  // There is no other at ListenBrainz.
  CHECK(asked(plan_of(outset)) == "m4/listenbrainz m3/listenbrainz m0 m1 m2");
  // It has its turn all the same.
  outset.settings.poll_budget = 1;
  outset.roster.accounts = {outset.roster.accounts[0], outset.roster.accounts[1]};
  CHECK(asked(plan_of(outset)) == "m1");
}

TEST_CASE("plan: a request says whether its account is known to fail") {
  Outset outset;
  add_accounts(outset, 3);
  outset.memories.push_back({.account = outset.roster.accounts[1], .failures = 1});
  outset.memories.push_back({.account = outset.roster.accounts[2], .last_answer = timeout});
  for (const auto& request : plan_of(outset).requests) {
    CHECK(request.question.known_to_fail == (request.question.account.username == "m1"));
  }
}

TEST_CASE("plan: a service that refuses our key gets one account, another each time") {
  Outset outset;
  add_accounts(outset, 3);
  add_accounts(outset, 2, "listenbrainz");
  outset.services = {{.source = "lastfm", .refuses_key = true},
                     {.source = "listenbrainz", .refuses_key = true}};
  std::set<std::string_view> tried;
  for (int tick = 0; tick < 5; ++tick, outset.now += kTick) {
    const Plan plan = plan_of(outset);
    CHECK(asked_of(plan, "lastfm") == 1);
    CHECK(asked_of(plan, "listenbrainz") == 1);
    for (const auto& request : plan.requests) tried.insert(request.question.account.username);
  }
  CHECK(tried.size() == 5);
  for (const std::size_t asked_before : {0U, 1U, 3U}) {
    outset.memories.push_back({.account = outset.roster.accounts[asked_before],
                               .asked_at = outset.now - kTick,
                               .last_answer = key_refused});
  }
  CHECK(asked(plan_of(outset)) == "m2 m4/listenbrainz");
}

// One that always listens comes due far sooner than one that seldom does.
TEST_CASE("plan: a refused key is tried on another account each time, however seldom it listens") {
  Outset outset;
  add_accounts(outset, 4);
  outset.services = {{.source = "lastfm", .refuses_key = true}};
  for (std::size_t i = 0; i < 4; ++i) {
    const bool is_active = i == 1;
    outset.memories.push_back(known(outset.roster.accounts[i], is_active ? Seconds{0} : hours{99}));
  }
  std::string tried;
  for (int tick = 0; tick < 8; ++tick, outset.now += kTick) {
    const Plan plan = plan_of(outset);
    REQUIRE(plan.requests.size() == 1);
    const auto& account = plan.requests[0].question.account;
    tried.append(account.username).append(" ");
    const std::vector<Answer> answers{{.account = account, .kind = key_refused}};
    outset.memories = merge(outset.roster.accounts, outset.memories, answers, outset.now).memories;
  }
  CHECK(tried == "m1 m2 m3 m0 m1 m2 m3 m0 ");
}

TEST_CASE("plan: a probe goes before all others, though its account is hardly due") {
  Outset outset;
  add_accounts(outset, 3, "listenbrainz");
  add_accounts(outset, 2);
  outset.settings.poll_budget = 3;
  outset.services = {{.source = "lastfm", .refuses_key = true}};
  for (const Account& account : outset.roster.accounts) {
    const bool is_quiet = account.source == "lastfm";
    outset.memories.push_back(known(account, is_quiet ? Seconds{hours{99}} : minutes{1}));
  }
  CHECK(asked(plan_of(outset)) == "m3 m1/listenbrainz");
}

TEST_CASE("plan: the same arguments give the same plan, in whatever order they are remembered") {
  Outset outset;
  add_accounts(outset, 200);
  add_accounts(outset, 50, "listenbrainz");
  for (std::size_t i = 0; i < outset.roster.accounts.size(); ++i) {
    const auto played = minutes{static_cast<std::int64_t>(i * 37 % 500)};
    outset.memories.push_back(known(outset.roster.accounts[i], played));
  }
  const auto first = asked(plan_of(outset));
  CHECK(asked(plan_of(outset)) == first);
  std::reverse(outset.memories.begin(), outset.memories.end());
  CHECK(asked(plan_of(outset)) == first);
  std::rotate(outset.memories.begin(), outset.memories.begin() + 99, outset.memories.end());
  CHECK(asked(plan_of(outset)) == first);
}

}  // namespace user_listens
