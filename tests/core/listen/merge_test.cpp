// How a refresh's answers change what is remembered.
#include "listen/merge.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>
#include <vector>

#include "samples.h"

namespace user_listens {
namespace {

using enum AnswerKind;

// What becomes of the row of a member who is remembered, and of one who is not,
// when the answer is of a kind. Of failures: failures_test.cpp.
struct AnswerCase {
  AnswerKind kind;
  bool keeps_remembered = true;
  bool is_failure = true;
  bool is_news = false;
  bool was_asked = true;
};

constexpr auto kAnswerCases = std::to_array<AnswerCase>({
    {.kind = silent, .is_failure = false, .is_news = true},
    {.kind = private_history, .keeps_remembered = false, .is_failure = false, .is_news = true},
    {.kind = unknown_account, .is_failure = false},
    {.kind = not_playing},
    {.kind = another_users},
    {.kind = key_refused},
    {.kind = rate_limited},
    {.kind = service_error},
    {.kind = http_error},
    {.kind = unreadable},
    {.kind = too_large},
    {.kind = timeout},
    {.kind = unreachable},
    {.kind = not_sent, .was_asked = false},
    {.kind = crashed},
});
static_assert(kAnswerCases.size() == static_cast<std::size_t>(crashed), "every kind but listened");

Account alice(std::string_view account = "alice_fm") {
  return {.username = "alice", .source = "lastfm", .name = account};
}

UnixMillis learned_at() { return samples::time("2025-12-04T14:20:27.000Z"); }

UnixMillis asked_at() { return samples::time("2025-12-04T14:20:28.000Z"); }

Memory remembered(const Listen& listen) {
  return {.account = alice(),
          .listen = listen,
          .learned_at = learned_at(),
          .asked_at = asked_at(),
          .last_answer = listened,
          .failures = 2,
          .hours = 1};
}

Merged merge_one(const std::vector<Memory>& memories, const std::vector<Answer>& answers,
                 UnixMillis now = samples::now(), std::string_view account = "alice_fm") {
  const std::vector<Account> roster{alice(account)};
  return merge(roster, memories, answers, now);
}

Answer alices_answer(AnswerKind kind) { return {.account = alice(), .kind = kind}; }

}  // namespace

TEST_CASE("merge: a listen replaces what was known, or is the first") {
  Answer news = alices_answer(listened);
  news.listen = samples::playing("alice");
  for (const bool is_remembered : {true, false}) {
    CAPTURE(is_remembered);
    std::vector<Memory> memories;
    if (is_remembered) memories.push_back(remembered(samples::listen("alice")));
    const auto merged = merge_one(memories, {news});
    REQUIRE(merged.memories.size() == 1);
    const auto& memory = merged.memories.front();
    CHECK(memory.account == alice());
    // What plays has no time of its own: it is the play that was first seen now.
    Listen playing = samples::playing("alice");
    playing.first_seen = samples::now();
    CHECK(memory.listen == playing);
    CHECK(memory.learned_at == samples::now());
    CHECK(memory.asked_at == samples::now());
    CHECK(memory.last_answer == listened);
    CHECK(memory.failures == 0);
    CHECK(merged.learned == 1);
    CHECK(merged.listens == 1);
    CHECK(merged.failures == 0);
    CHECK(merged.kept == 0);
  }
}

TEST_CASE("merge: every other answer to a member who is remembered") {
  for (const auto& c : kAnswerCases) {
    CAPTURE(traits(c.kind).name);
    const auto merged = merge_one({remembered(samples::listen("alice"))}, {alices_answer(c.kind)});
    const auto& memory = merged.memories.front();
    CHECK(memory.listen.has_value() == c.keeps_remembered);
    if (c.keeps_remembered) CHECK(memory.listen == samples::listen("alice"));
    CHECK(memory.learned_at == (c.keeps_remembered ? std::optional{learned_at()} : std::nullopt));
    CHECK(memory.last_answer == c.kind);
    CHECK(memory.asked_at == (c.was_asked ? samples::now() : asked_at()));
    CHECK(merged.learned == (c.is_news ? 1U : 0U));
    CHECK(merged.listens == 0);
    CHECK(merged.failures == (c.is_failure ? 1U : 0U));
    CHECK(merged.kept == (c.keeps_remembered ? 1U : 0U));
  }
}

TEST_CASE("merge: every other answer to a member who is not remembered") {
  for (const auto& c : kAnswerCases) {
    CAPTURE(traits(c.kind).name);
    const auto merged = merge_one({}, {alices_answer(c.kind)});
    const auto& memory = merged.memories.front();
    CHECK_FALSE(memory.listen);
    CHECK_FALSE(memory.learned_at);
    CHECK(memory.last_answer == c.kind);
    CHECK(memory.asked_at == (c.was_asked ? std::optional{samples::now()} : std::nullopt));
    CHECK(merged.failures == (c.is_failure ? 1U : 0U));
    CHECK(merged.kept == 0);
  }
}

TEST_CASE("merge: who was not asked stays as known") {
  const auto merged = merge_one({remembered(samples::listen("alice"))}, {});
  const auto& memory = merged.memories.front();
  CHECK(memory.listen == samples::listen("alice"));
  CHECK(memory.failures == 2);
  CHECK(memory.asked_at == asked_at());
  CHECK(memory.last_answer == listened);
  CHECK(merged.kept == 1);
  CHECK(merged.learned + merged.listens + merged.failures == 0);
}

TEST_CASE("merge: now playing lasts two ticks without confirmation") {
  struct Case {
    std::string_view now;
    bool is_playing;
  };
  for (const auto& c :
       {Case{"2025-12-04T14:25:27.000Z", true}, Case{"2025-12-04T14:30:27.000Z", true},
        Case{"2025-12-04T14:30:27.001Z", false}, Case{"2025-12-05T00:00:00.000Z", false}}) {
    CAPTURE(c.now);
    const auto merged = merge_one({remembered(samples::playing("alice"))}, {alices_answer(timeout)},
                                  samples::time(c.now));
    const auto& listen = merged.memories.front().listen;
    REQUIRE(listen);
    CHECK(listen->now_playing == c.is_playing);
    CHECK(listen->played_at == (c.is_playing ? std::nullopt : std::optional{learned_at()}));
  }
}

TEST_CASE("merge: now playing that a clock ahead has confirmed stops, and nobody knows when") {
  struct Case {
    Seconds ahead;
    bool is_playing;
  };
  for (const auto& c : {Case{std::chrono::minutes{10}, true}, Case{Seconds{601}, false},
                        Case{std::chrono::years{4}, false}}) {
    CAPTURE(c.ahead.count());
    std::vector<Memory> memories{remembered(samples::playing("alice"))};
    stop_unconfirmed_playing(memories, learned_at() - c.ahead);
    CHECK(memories[0].listen->now_playing == c.is_playing);
    CHECK_FALSE(memories[0].listen->played_at);
  }
}

TEST_CASE("merge: now playing that nobody dates is no longer playing") {
  Memory undated = remembered(samples::playing("alice"));
  undated.learned_at.reset();
  const auto merged = merge_one({undated}, {});
  CHECK_FALSE(merged.memories.front().listen->now_playing);
  CHECK_FALSE(merged.memories.front().listen->played_at);
}

TEST_CASE("merge: an answer is about the account that was polled") {
  struct Case {
    std::string_view polled;
    bool counts;
  };
  for (const auto& c : {Case{"alice_fm", true}, Case{"Alice_FM", true}, Case{"mallory", false}}) {
    for (const auto kind : {listened, private_history}) {
      CAPTURE(c.polled);
      CAPTURE(traits(kind).name);
      Answer answer = alices_answer(kind);
      answer.account.name = c.polled;
      if (kind == listened) answer.listen = samples::listen("mallory");
      const auto before = remembered(samples::listen("alice"));
      const auto merged = merge_one({before}, {answer});
      CHECK(merged.answered == (c.counts ? 1 : 0));
      CHECK((merged.memories.front().listen == before.listen) == !c.counts);
    }
  }
}

TEST_CASE("merge: another account forgets the listen") {
  struct Case {
    std::string_view remembered_account;
    std::string_view account;
    bool is_kept;
  };
  for (const auto& c : {Case{"alice_fm", "alice_fm", true}, Case{"alice_fm", "Alice_FM", true},
                        Case{"", "alice_fm", true}, Case{"alice_fm", "mallory", false},
                        Case{"alice_fm", "", false}}) {
    CAPTURE(c.remembered_account);
    CAPTURE(c.account);
    Memory memory = remembered(samples::listen("alice"));
    memory.account.name = c.remembered_account;
    const auto merged = merge_one({memory}, {alices_answer(unreadable)}, samples::now(), c.account);
    const auto& after = merged.memories.front();
    CHECK(after.listen.has_value() == c.is_kept);
    CHECK(after.account == alice(c.account));
    CHECK(after.failures == (c.is_kept ? 2U : 0U));
    CHECK(after.hours == (c.is_kept ? 1U : 0U));
  }
}

TEST_CASE("merge: who left the roster is forgotten, who joined is there") {
  Memory gone = remembered(samples::listen("gone"));
  gone.account.username = "gone";
  Answer late = alices_answer(listened);
  late.account.username = "gone";
  late.listen = samples::listen("gone");
  const auto merged = merge_one({gone}, {late});
  REQUIRE(merged.memories.size() == 1);
  CHECK(merged.memories.front().account == alice());
  CHECK_FALSE(merged.memories.front().listen);
  CHECK(merged.listens == 0);
}

TEST_CASE("merge: accounts keep the roster's order") {
  const std::vector<Account> roster{samples::account("zoe"), samples::account("alice"),
                                    samples::account("mia")};
  const auto merged = merge(roster, {}, {}, samples::now());
  REQUIRE(merged.memories.size() == 3);
  CHECK(merged.memories[0].account == roster[0]);
  CHECK(merged.memories[1].account == roster[1]);
  CHECK(merged.memories[2].account == roster[2]);
}

TEST_CASE("merge: the list has one row a listen, at most as many as allowed") {
  const std::vector<Memory> members{
      {.account = samples::account("a"), .listen = samples::listen_at("a", "2025-12-04T10:00:00Z")},
      {.account = samples::account("b")},
      {.account = samples::account("c"), .listen = samples::playing("c")}};
  const auto all = list_of(members, samples::now(), 50);
  REQUIRE(all.size() == 2);
  CHECK(all[0].username == "c");
  CHECK(all[1].username == "a");
  CHECK(list_of(members, samples::now(), 1).size() == 1);
  CHECK(list_of({}, samples::now(), 50).empty());
}

TEST_CASE("merge: a row that plays says when it was last heard, unless it was just now") {
  const std::vector<Memory> members{{.account = samples::account("alice"),
                                     .listen = samples::playing("alice"),
                                     .learned_at = samples::now()},
                                    {.account = samples::account("bob"),
                                     .listen = samples::playing("bob"),
                                     .learned_at = samples::now() - kTick},
                                    {.account = samples::account("carol"),
                                     .listen = samples::listen("carol"),
                                     .learned_at = samples::now() - kTick}};
  const auto tracks = list_of(members, samples::now(), 50);
  REQUIRE(tracks.size() == 3);
  for (const Listen& track : tracks) {
    CAPTURE(track.username);
    CHECK(track.confirmed_at.has_value() == (track.username == "bob"));
    if (track.confirmed_at) CHECK(track.confirmed_at == samples::now() - kTick);
  }
}

}  // namespace user_listens
