// "Now playing" without end: some players never say that they have stopped.
#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "cache/snapshot.h"
#include "listen/merge.h"
#include "refresh/urgency.h"
#include "samples.h"

namespace user_listens {
namespace {

constexpr auto kHour = std::chrono::hours{1};
const UnixMillis kBegin = samples::now();

// One member whose refreshes follow each other.
struct Story {
  std::vector<Account> roster{samples::account("alice")};
  std::vector<Memory> memories;
  UnixMillis now = kBegin;

  void hear(const Listen& listen) {
    const std::vector<Answer> answers{
        {.account = roster.front(), .kind = AnswerKind::listened, .listen = listen}};
    memories = merge(roster, memories, answers, now).memories;
  }
  void fail() {
    const std::vector<Answer> answers{{.account = roster.front(), .kind = AnswerKind::timeout}};
    memories = merge(roster, memories, answers, now).memories;
  }
  void play_until(UnixMillis end) {
    for (; now <= end; now += kTick) hear(samples::playing("alice"));
    now -= kTick;
  }
  [[nodiscard]] Listen shown() const { return list_of(memories, now, 50)[0]; }
};

}  // namespace

TEST_CASE("playing long: for twelve hours it is believed, and not for longer") {
  Story story;
  story.play_until(kBegin + 12 * kHour);
  CHECK(story.shown().now_playing);
  CHECK(story.shown().first_seen == kBegin);
  for (int tick = 0; tick < 300; ++tick) {
    story.now += kTick;
    story.hear(samples::playing("alice"));
    CHECK_FALSE(story.shown().now_playing);
    CHECK(story.shown().played_at == kBegin);
    CHECK_FALSE(story.shown().first_seen);
    CHECK(since(story.shown()) == kBegin);
  }
}

TEST_CASE("playing long: an outage and the snapshot change nothing about it") {
  Story story;
  story.play_until(kBegin + 13 * kHour);
  for (int tick = 0; tick < 5; ++tick) {
    story.now += kTick;
    story.fail();
    CHECK(story.shown().played_at == kBegin);
  }
  Arena arena;
  const auto value = complete_snapshot(encode_snapshot_draft({.memories = story.memories}), "");
  story.memories = read_snapshot(samples::sealed(value), arena).value().memories;
  story.now += kTick;
  story.hear(samples::playing("alice"));
  CHECK_FALSE(story.shown().now_playing);
  CHECK(story.shown().played_at == kBegin);
}

TEST_CASE("playing long: what is played next is believed again") {
  Story story;
  story.play_until(kBegin + 13 * kHour);
  Listen next = samples::playing("alice");
  next.track = "Angel";
  story.now += kTick;
  story.hear(next);
  CHECK(story.shown().now_playing);
  story.now += kTick;
  story.hear(samples::playing("alice"));
  CHECK(story.shown().now_playing);
  CHECK(story.shown().first_seen == story.now);
}

TEST_CASE("playing long: a play of another account goes before it") {
  Story story;
  story.roster.push_back(samples::account("alice", "librefm"));
  story.play_until(kBegin + 13 * kHour);
  Listen scrobble = samples::listen(story.roster[1]);
  scrobble.track = "Angel";
  scrobble.played_at = kBegin + kHour;
  story.now += kTick;
  const std::vector<Answer> answers{
      {.account = story.roster[0],
       .kind = AnswerKind::listened,
       .listen = samples::playing("alice")},
      {.account = story.roster[1], .kind = AnswerKind::listened, .listen = scrobble}};
  story.memories = merge(story.roster, story.memories, answers, story.now).memories;
  CHECK(story.shown().track == "Angel");
}

TEST_CASE("playing long: the account is polled as one that is quiet") {
  Story story;
  story.play_until(kBegin + 12 * kHour);
  CHECK(interval(story.memories.front(), story.now) == kTick);
  story.now += kTick;
  story.hear(samples::playing("alice"));
  CHECK(interval(story.memories.front(), story.now) > kTick);
}

}  // namespace user_listens
