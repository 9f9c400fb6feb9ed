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

// What becomes of the row of a member who is remembered with two failures, and
// of one who is not, when the answer is of a kind.
struct AnswerCase {
  AnswerKind kind;
  bool keeps_remembered = true;
  bool is_failure = true;
  bool is_news = false;
};

constexpr auto kAnswerCases = std::to_array<AnswerCase>({
    {.kind = silent, .is_failure = false, .is_news = true},
    {.kind = private_history, .keeps_remembered = false, .is_failure = false, .is_news = true},
    {.kind = unknown_account, .is_failure = false},
    {.kind = another_users},
    {.kind = key_refused},
    {.kind = rate_limited},
    {.kind = service_error},
    {.kind = http_error},
    {.kind = unreadable},
    {.kind = too_large},
    {.kind = timeout},
    {.kind = unreachable},
    {.kind = not_sent},
    {.kind = crashed},
});
static_assert(kAnswerCases.size() == static_cast<std::size_t>(crashed), "every kind but listened");

UnixMillis learned_at() { return samples::time("2025-12-04T14:20:27.000Z"); }

Memory remembered(const Listen& listen) {
  return {.username = "alice",
          .account = "alice_fm",
          .listen = listen,
          .learned_at = learned_at(),
          .last_answer = listened,
          .failures = 2};
}

Merged merge_one(const std::vector<Memory>& memories, const std::vector<Answer>& answers,
                 UnixMillis now = samples::now(), std::string_view account = "alice_fm") {
  const std::vector<Member> roster{{.username = "alice", .lastfm = account}};
  return merge(roster, memories, answers, now);
}

Answer answer(AnswerKind kind) {
  return {.username = "alice", .source = "lastfm", .account = "alice_fm", .kind = kind};
}

}  // namespace

TEST_CASE("merge: a listen replaces what was known, or is the first") {
  Answer news = answer(listened);
  news.listen = samples::playing("alice");
  for (const bool is_remembered : {true, false}) {
    CAPTURE(is_remembered);
    std::vector<Memory> memories;
    if (is_remembered) memories.push_back(remembered(samples::listen("alice")));
    const auto merged = merge_one(memories, {news});
    REQUIRE(merged.members.size() == 1);
    const auto& member = merged.members.front();
    CHECK(member.username == "alice");
    CHECK(member.account == "alice_fm");
    CHECK(member.listen == news.listen);
    CHECK(member.learned_at == samples::now());
    CHECK(member.last_answer == listened);
    CHECK(member.failures == 0);
    CHECK(merged.learned == 1);
    CHECK(merged.listens == 1);
    CHECK(merged.failures == 0);
    CHECK(merged.kept == 0);
  }
}

TEST_CASE("merge: every other answer to a member who is remembered") {
  for (const auto& c : kAnswerCases) {
    CAPTURE(traits(c.kind).name);
    const auto merged = merge_one({remembered(samples::listen("alice"))}, {answer(c.kind)});
    const auto& member = merged.members.front();
    CHECK(member.listen.has_value() == c.keeps_remembered);
    if (c.keeps_remembered) CHECK(member.listen == samples::listen("alice"));
    CHECK(member.learned_at == (c.keeps_remembered ? std::optional{learned_at()} : std::nullopt));
    CHECK(member.last_answer == c.kind);
    CHECK(member.failures == (c.is_failure ? 3U : 0U));
    CHECK(merged.learned == (c.is_news ? 1U : 0U));
    CHECK(merged.listens == 0);
    CHECK(merged.failures == (c.is_failure ? 1U : 0U));
    CHECK(merged.kept == (c.keeps_remembered ? 1U : 0U));
  }
}

TEST_CASE("merge: every other answer to a member who is not remembered") {
  for (const auto& c : kAnswerCases) {
    CAPTURE(traits(c.kind).name);
    const auto merged = merge_one({}, {answer(c.kind)});
    const auto& member = merged.members.front();
    CHECK_FALSE(member.listen);
    CHECK_FALSE(member.learned_at);
    CHECK(member.last_answer == c.kind);
    CHECK(member.failures == (c.is_failure ? 1U : 0U));
    CHECK(merged.failures == (c.is_failure ? 1U : 0U));
    CHECK(merged.kept == 0);
  }
}

TEST_CASE("merge: who was not asked stays as known") {
  const auto merged = merge_one({remembered(samples::listen("alice"))}, {});
  const auto& member = merged.members.front();
  CHECK(member.listen == samples::listen("alice"));
  CHECK(member.failures == 2);
  CHECK(member.last_answer == listened);
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
    const auto merged =
        merge_one({remembered(samples::playing("alice"))}, {answer(timeout)}, samples::time(c.now));
    const auto& listen = merged.members.front().listen;
    REQUIRE(listen);
    CHECK(listen->now_playing == c.is_playing);
    CHECK(listen->played_at == (c.is_playing ? std::nullopt : std::optional{learned_at()}));
  }
}

TEST_CASE("merge: now playing that nobody dates is no longer playing") {
  Memory undated = remembered(samples::playing("alice"));
  undated.learned_at.reset();
  const auto merged = merge_one({undated}, {});
  CHECK_FALSE(merged.members.front().listen->now_playing);
  CHECK_FALSE(merged.members.front().listen->played_at);
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
    memory.account = c.remembered_account;
    const auto merged = merge_one({memory}, {answer(timeout)}, samples::now(), c.account);
    const auto& member = merged.members.front();
    CHECK(member.listen.has_value() == c.is_kept);
    CHECK(member.account == c.account);
    CHECK(member.failures == (c.is_kept ? 3U : 1U));
  }
}

TEST_CASE("merge: who left the roster is forgotten, who joined is there") {
  Memory gone = remembered(samples::listen("gone"));
  gone.username = "gone";
  Answer late = answer(listened);
  late.username = "gone";
  late.listen = samples::listen("gone");
  const auto merged = merge_one({gone}, {late});
  REQUIRE(merged.members.size() == 1);
  CHECK(merged.members.front().username == "alice");
  CHECK_FALSE(merged.members.front().listen);
  CHECK(merged.listens == 0);
}

TEST_CASE("merge: members keep the roster's order") {
  const std::vector<Member> roster{{.username = "zoe"}, {.username = "alice"}, {.username = "mia"}};
  const auto merged = merge(roster, {}, {}, samples::now());
  REQUIRE(merged.members.size() == 3);
  CHECK(merged.members[0].username == "zoe");
  CHECK(merged.members[1].username == "alice");
  CHECK(merged.members[2].username == "mia");
}

TEST_CASE("merge: the list has one row a listen, at most as many as allowed") {
  const std::vector<Memory> members{
      {.username = "a", .listen = samples::listen_at("a", "2025-12-04T10:00:00Z")},
      {.username = "b"},
      {.username = "c", .listen = samples::playing("c")}};
  const auto all = list_of(members, samples::now(), 50);
  REQUIRE(all.size() == 2);
  CHECK(all[0].username == "c");
  CHECK(all[1].username == "a");
  CHECK(list_of(members, samples::now(), 1).size() == 1);
  CHECK(list_of({}, samples::now(), 50).empty());
}

TEST_CASE("merge: a row that plays says when it was last heard, unless it was just now") {
  const std::vector<Memory> members{
      {.username = "alice", .listen = samples::playing("alice"), .learned_at = samples::now()},
      {.username = "bob", .listen = samples::playing("bob"), .learned_at = samples::now() - kTick},
      {.username = "carol",
       .listen = samples::listen("carol"),
       .learned_at = samples::now() - kTick}};
  for (const Listen& track : list_of(members, samples::now(), 50)) {
    CAPTURE(track.username);
    CHECK(track.confirmed_at.has_value() == (track.username == "bob"));
    if (track.confirmed_at) CHECK(track.confirmed_at == samples::now() - kTick);
  }
}

}  // namespace user_listens
