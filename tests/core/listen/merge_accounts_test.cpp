// Members with accounts on several services: one row each, the newest of what
// any of the accounts played.
#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "listen/merge.h"
#include "samples.h"

namespace user_listens {
namespace {

using enum AnswerKind;

constexpr std::string_view kOld = "2025-12-04T10:00:00.000Z";
constexpr std::string_view kNew = "2025-12-04T11:00:00.000Z";

// The name on the service is not the one on the site.
Account on(std::string_view source) {
  return {.username = "alice", .source = source, .name = "alice_there"};
}

// Played at `time` when it is one, playing now when it is "now", nothing when "".
std::optional<Listen> play(std::string_view source, std::string_view time) {
  if (time.empty()) return std::nullopt;
  Listen listen = time == "now" ? samples::playing("alice") : samples::listen_at("alice", time);
  listen.source = source;
  return listen;
}

Memory remembered(std::string_view source, std::string_view time) {
  return {.account = on(source),
          .listen = play(source, time),
          .learned_at = samples::now() - kTick,
          .asked_at = samples::now() - kTick,
          .last_answer = listened};
}

Answer answer(std::string_view source, AnswerKind kind, std::string_view time) {
  Answer made{.account = on(source), .kind = kind};
  if (kind == listened) made.listen = play(source, time);
  return made;
}

Merged merge_both(const std::vector<Memory>& memories, const std::vector<Answer>& answers) {
  const std::vector<Account> roster{on("lastfm"), on("listenbrainz")};
  return merge(roster, memories, answers, samples::now());
}

// The service whose play is shown; "none" without a row.
std::string_view shown(const Merged& merged) {
  const auto list = list_of(merged.memories, samples::now(), 50);
  CHECK(list.size() <= 1);
  return list.empty() ? "none" : list.front().source;
}

struct TwoAccountsCase {
  std::string_view name;
  std::string_view lastfm_before = kOld;
  std::string_view listenbrainz_before = kOld;
  AnswerKind lastfm = listened;
  AnswerKind listenbrainz = listened;
  std::string_view lastfm_time = kOld;
  std::string_view listenbrainz_time = kOld;
  std::string_view shown;
  std::size_t failures = 0;
};

constexpr auto kTwoAccountsCases = std::to_array<TwoAccountsCase>({
    {.name = "the newest play wins: Last.fm", .lastfm_time = kNew, .shown = "lastfm"},
    {.name = "the newest play wins: ListenBrainz",
     .listenbrainz_time = kNew,
     .shown = "listenbrainz"},
    {.name = "who plays now goes before who played",
     .lastfm_time = kNew,
     .listenbrainz_time = "now",
     .shown = "listenbrainz"},
    {.name = "both play now: the first service",
     .lastfm_time = "now",
     .listenbrainz_time = "now",
     .shown = "lastfm"},
    {.name = "of the same time: the first service", .shown = "lastfm"},
    {.name = "one fails, the other answers with news",
     .lastfm = timeout,
     .listenbrainz_time = kNew,
     .shown = "listenbrainz",
     .failures = 1},
    {.name = "one fails, what it played before is newer still",
     .lastfm_before = kNew,
     .lastfm = service_error,
     .shown = "lastfm",
     .failures = 1},
    {.name = "both fail",
     .listenbrainz_before = kNew,
     .lastfm = key_refused,
     .listenbrainz = rate_limited,
     .shown = "listenbrainz",
     .failures = 2},
    {.name = "one goes private, the other is shown, older or not",
     .lastfm_before = kNew,
     .lastfm = private_history,
     .shown = "listenbrainz"},
    {.name = "one goes private, the other failed",
     .lastfm_before = kNew,
     .lastfm = private_history,
     .listenbrainz = timeout,
     .shown = "listenbrainz",
     .failures = 1},
    {.name = "one goes private, the other never played",
     .lastfm_before = kNew,
     .listenbrainz_before = "",
     .lastfm = private_history,
     .listenbrainz = silent,
     .shown = "none"},
    {.name = "both go private",
     .lastfm = private_history,
     .listenbrainz = private_history,
     .shown = "none"},
    {.name = "one is silent today, its last play stays",
     .listenbrainz_before = kNew,
     .listenbrainz = silent,
     .shown = "listenbrainz"},
    {.name = "not playing, and never asked what was played last",
     .listenbrainz_before = kNew,
     .listenbrainz = not_playing,
     .shown = "listenbrainz",
     .failures = 1},
});

}  // namespace

TEST_CASE("merge: a member with two accounts has one row") {
  for (const auto& c : kTwoAccountsCases) {
    CAPTURE(c.name);
    const auto merged = merge_both(
        {remembered("lastfm", c.lastfm_before), remembered("listenbrainz", c.listenbrainz_before)},
        {answer("lastfm", c.lastfm, c.lastfm_time),
         answer("listenbrainz", c.listenbrainz, c.listenbrainz_time)});
    CHECK(merged.memories.size() == 2);
    CHECK(shown(merged) == c.shown);
    CHECK(merged.failures == c.failures);
  }
}

TEST_CASE("merge: an answer changes the memory of its own account only") {
  const auto merged = merge_both({remembered("listenbrainz", kNew), remembered("lastfm", kOld)},
                                 {answer("listenbrainz", unreadable, "")});
  const Memory& lastfm = merged.memories[0];
  const Memory& listenbrainz = merged.memories[1];
  CHECK(lastfm.account == on("lastfm"));
  CHECK(lastfm.listen == play("lastfm", kOld));
  CHECK(lastfm.asked_at == samples::now() - kTick);
  CHECK(lastfm.last_answer == listened);
  CHECK(lastfm.failures == 0);
  CHECK(listenbrainz.account == on("listenbrainz"));
  CHECK(listenbrainz.listen == play("listenbrainz", kNew));
  CHECK(listenbrainz.asked_at == samples::now());
  CHECK(listenbrainz.last_answer == unreadable);
  CHECK(listenbrainz.failures == 0);  // nobody else was asked about
}

TEST_CASE("merge: an account with another name forgets its own listen only") {
  Memory renamed = remembered("lastfm", kNew);
  renamed.account.name = "somebody_else";
  const auto merged = merge_both({renamed, remembered("listenbrainz", kOld)}, {});
  CHECK_FALSE(merged.memories[0].listen);
  CHECK_FALSE(merged.memories[0].last_answer);
  CHECK_FALSE(merged.memories[0].asked_at);
  CHECK(merged.memories[1].listen == play("listenbrainz", kOld));
  CHECK(shown(merged) == "listenbrainz");
}

TEST_CASE("merge: an account that left the roster takes its listen along") {
  const std::vector<Account> roster{on("listenbrainz")};
  const std::vector<Memory> memories{remembered("lastfm", kNew), remembered("listenbrainz", kOld)};
  const auto merged = merge(roster, memories, {}, samples::now());
  CHECK(merged.memories.size() == 1);
  CHECK(shown(merged) == "listenbrainz");
}

// What another writer's list said: of which service a row is, it did not.
TEST_CASE("merge: a memory without source is of any account that has none of its own") {
  Memory unattributed = remembered("", kNew);
  unattributed.account.name = {};
  SUBCASE("both accounts, when neither has memory") {
    const auto merged = merge_both({unattributed}, {});
    CHECK(merged.memories[0].listen == unattributed.listen);
    CHECK(merged.memories[1].listen == unattributed.listen);
    CHECK(list_of(merged.memories, samples::now(), 50).size() == 1);
  }
  SUBCASE("the other account, when one has memory") {
    const auto merged = merge_both({unattributed, remembered("lastfm", kOld)}, {});
    CHECK(merged.memories[0].listen == play("lastfm", kOld));
    CHECK(merged.memories[1].listen == unattributed.listen);
  }
  SUBCASE("no account of another member") {
    unattributed.account.username = "bob";
    const auto merged = merge_both({unattributed}, {});
    CHECK(shown(merged) == "none");
  }
  SUBCASE("replaced when the account answers") {
    const auto merged = merge_both({unattributed}, {answer("lastfm", listened, kOld)});
    // The same play, of which was told with a later time.
    auto its_own = play("lastfm", kOld);
    its_own->first_seen = samples::time(kNew);
    CHECK(merged.memories[0].listen == its_own);
    CHECK(merged.memories[0].account == on("lastfm"));
  }
  // It may be that account's, and nobody can tell.
  SUBCASE("gone from all accounts as soon as one of them is private") {
    for (const AnswerKind other : {timeout, not_sent, silent}) {
      CAPTURE(traits(other).name);
      const auto merged = merge_both({unattributed}, {answer("lastfm", private_history, ""),
                                                      answer("listenbrainz", other, "")});
      CHECK(shown(merged) == "none");
    }
    CHECK(shown(merge_both({unattributed}, {answer("listenbrainz", private_history, "")})) ==
          "none");
  }
}

TEST_CASE("merge: other members' rows are not touched by one who has two accounts") {
  const std::vector<Account> roster{on("lastfm"), on("listenbrainz"), samples::account("bob"),
                                    samples::account("carol", "listenbrainz")};
  std::vector<Answer> answers;
  answers.reserve(roster.size());
  for (const Account& account : roster) {
    answers.push_back({.account = account, .kind = listened, .listen = samples::listen(account)});
  }
  const auto merged = merge(roster, {}, answers, samples::now());
  CHECK(merged.listens == 4);
  CHECK(list_of(merged.memories, samples::now(), 50).size() == 3);
  CHECK(list_of(merged.memories, samples::now(), 2).size() == 2);
}

}  // namespace user_listens
