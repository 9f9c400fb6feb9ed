// Failures that count against an account: its own, in a row, while its service
// answered somebody else in the same refresh.
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "listen/merge.h"
#include "samples.h"

namespace user_listens {
namespace {

using enum AnswerKind;

// A member's account had two failures, and answers so while others do well.
struct KindCase {
  AnswerKind kind;
  std::uint32_t failures = 2;  // a trouble that is nobody's own changes nothing
  std::uint32_t first = 0;     // of an account that had none
};

constexpr auto kKindCases = std::to_array<KindCase>({
    {.kind = listened, .failures = 0},
    {.kind = silent, .failures = 0},
    {.kind = private_history, .failures = 0},
    {.kind = unknown_account, .failures = 0},
    {.kind = not_playing},
    {.kind = another_users, .failures = 3, .first = 1},
    {.kind = key_refused, .failures = 3, .first = 1},
    {.kind = rate_limited, .failures = 3, .first = 1},
    {.kind = service_error},
    {.kind = http_error},
    {.kind = unreadable, .failures = 3, .first = 1},
    {.kind = too_large, .failures = 3, .first = 1},
    {.kind = timeout},
    {.kind = unreachable},
    {.kind = not_sent},
    {.kind = crashed, .failures = 3, .first = 1},
});
static_assert(kKindCases.size() == kAnswerKinds);

// What another account was answered, while the first one's answer was of no use.
struct OtherCase {
  std::string_view name;
  std::optional<AnswerKind> other;  // nothing: nobody else was asked
  std::string_view source = "lastfm";
  bool counts = false;
};

constexpr auto kOtherCases = std::to_array<OtherCase>({
    {.name = "nobody else was asked", .other = {}},
    {.name = "a listen", .other = listened, .counts = true},
    {.name = "no scrobbles", .other = silent, .counts = true},
    {.name = "private", .other = private_history, .counts = true},
    {.name = "no such account", .other = unknown_account, .counts = true},
    {.name = "of no use either", .other = unreadable},
    {.name = "another user's tracks too", .other = another_users},
    {.name = "nothing in time", .other = timeout},
    {.name = "an error", .other = service_error},
    {.name = "too often", .other = rate_limited},
    {.name = "nothing, it was not asked", .other = not_sent},
    {.name = "half of an answer", .other = not_playing},
    {.name = "a listen, by another service", .other = listened, .source = "listenbrainz"},
    {.name = "no such account, at another service", .other = unknown_account, .source = "librefm"},
});

Answer answer(const Account& account, AnswerKind kind) {
  Answer made{.account = account, .kind = kind};
  if (kind == listened) made.listen = samples::listen(account);
  return made;
}

Memory failed_before(const Account& account, std::uint32_t failures) {
  return {.account = account, .last_answer = unreadable, .failures = failures};
}

// Of the first of two accounts.
std::uint32_t failures_after(std::uint32_t before, AnswerKind kind, std::optional<AnswerKind> other,
                             std::string_view others_source) {
  const std::vector<Account> roster{samples::account("alice"),
                                    samples::account("bob", others_source)};
  std::vector<Answer> answers{answer(roster[0], kind)};
  if (other) answers.insert(answers.begin(), answer(roster[1], *other));
  const std::vector<Memory> memories{failed_before(roster[0], before)};
  return merge(roster, memories, answers, samples::now()).memories[0].failures;
}

}  // namespace

TEST_CASE("failures: what each answer does while the service answers others") {
  for (const auto& c : kKindCases) {
    CAPTURE(traits(c.kind).name);
    CHECK(failures_after(2, c.kind, listened, "lastfm") == c.failures);
    CHECK(failures_after(0, c.kind, listened, "lastfm") == c.first);
  }
}

TEST_CASE("failures: count only while the service answers others") {
  for (const auto& c : kOtherCases) {
    CAPTURE(c.name);
    for (const AnswerKind own :
         {another_users, unreadable, too_large, crashed, key_refused, rate_limited}) {
      CAPTURE(traits(own).name);
      CHECK(failures_after(2, own, c.other, c.source) == (c.counts ? 3 : 2));
      CHECK(failures_after(0, own, c.other, c.source) == (c.counts ? 1 : 0));
    }
    // A success ends the row, whatever becomes of others.
    CHECK(failures_after(2, silent, c.other, c.source) == 0);
  }
}

TEST_CASE("failures: who is told to wait while others are answered, whatever else it is told") {
  struct Case {
    AnswerKind kind;
    bool counts;
  };
  const std::vector<Account> roster{samples::account("alice"), samples::account("bob")};
  for (const auto& c : {Case{service_error, true}, Case{http_error, true}, Case{rate_limited, true},
                        Case{key_refused, true}, Case{timeout, false}, Case{not_sent, false},
                        Case{private_history, false}, Case{unknown_account, false}}) {
    CAPTURE(traits(c.kind).name);
    std::vector<Answer> answers{answer(roster[0], c.kind), answer(roster[1], listened)};
    answers[0].paused_until = samples::now() + std::chrono::hours{1};
    CHECK(merge(roster, {}, answers, samples::now()).memories[0].failures == (c.counts ? 1 : 0));
    answers[1] = answer(roster[1], timeout);
    CHECK(merge(roster, {}, answers, samples::now()).memories[0].failures == 0);
  }
}

TEST_CASE("failures: one account of a member does not count against another") {
  const std::vector<Account> roster{samples::account("alice"),
                                    samples::account("alice", "listenbrainz"),
                                    samples::account("bob", "listenbrainz")};
  const std::vector<Answer> answers{answer(roster[0], unreadable), answer(roster[1], unreadable),
                                    answer(roster[2], silent)};
  const auto merged = merge(roster, {}, answers, samples::now());
  CHECK(merged.memories[0].failures == 0);  // Last.fm answered nobody
  CHECK(merged.memories[1].failures == 1);
  CHECK(merged.memories[2].failures == 0);
  CHECK(merged.failures == 2);
}

TEST_CASE("failures: an account with another name begins anew") {
  const std::vector<Account> roster{samples::account("alice"), samples::account("bob")};
  Memory renamed = failed_before(roster[0], 7);
  renamed.account.name = "before";
  const std::vector<Answer> answers{answer(roster[0], unreadable), answer(roster[1], listened)};
  CHECK(merge(roster, std::vector{renamed}, answers, samples::now()).memories[0].failures == 1);
}

TEST_CASE("failures: the count stops at the largest number") {
  constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
  CHECK(failures_after(kMost - 1, unreadable, listened, "lastfm") == kMost);
  CHECK(failures_after(kMost, unreadable, listened, "lastfm") == kMost);
}

}  // namespace user_listens
