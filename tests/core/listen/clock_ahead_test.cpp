// A scrobble of a clock that is ahead: it was played when it was first heard of, and
// stays one play, with one place in feeds.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "listen/merge.h"
#include "samples.h"
#include "upstream/play.h"

namespace user_listens {
namespace {

// A refresh on the fourth of December, which hears of a scrobble with a time.
struct AheadTick {
  std::string_view clock;
  std::string_view stated;    // "" for "plays"
  std::string_view played;    // as it is remembered then; "" for unknown
  std::string_view feeds_at;  // the time of its id
};

struct AheadCase {
  std::string_view name;
  std::vector<AheadTick> ticks;
};

const auto& ahead_cases() {
  static const std::vector<AheadCase> cases{
      {"a clock that is right", {{"14:05", "14:00", "14:00", "14:00"}}},
      {"eight minutes ahead: until the time has come, and after it",
       {{"14:05", "14:13", "14:05", "14:13"},
        {"14:10", "14:13", "14:05", "14:13"},
        {"14:15", "14:13", "14:05", "14:13"},
        {"14:20", "14:13", "14:05", "14:13"}}},
      {"ten minutes ahead",
       {{"14:05", "14:15", "14:05", "14:15"}, {"14:10", "14:15", "14:05", "14:15"}}},
      {"further ahead the time is unknown at first",
       {{"14:05", "14:20", "", "14:05"},
        {"14:10", "14:20", "14:05", "14:05"},
        {"14:25", "14:20", "14:05", "14:05"}}},
      {"the next scrobble is another play",
       {{"14:05", "14:13", "14:05", "14:13"}, {"14:10", "14:18", "14:10", "14:18"}}},
      {"playing, then scrobbled with a time ahead",
       {{"14:05", "", "", "14:05"},
        {"14:10", "14:13", "14:10", "14:05"},
        {"14:15", "14:13", "14:10", "14:05"}}},
      {"begun again and left",
       {{"14:05", "14:13", "14:05", "14:13"},
        {"14:10", "", "", "14:10"},
        {"14:15", "14:13", "14:13", "14:13"}}},
  };
  return cases;
}

UnixMillis on_that_day(std::string_view clock) {
  return samples::time(std::string{"2025-12-04T"}.append(clock).append(":00Z"));
}

Answer heard(const AheadTick& tick, const Account& account, Arena& arena) {
  Play play{.artist = "Massive Attack", .track = "Teardrop"};
  play.now_playing = tick.stated.empty();
  if (!play.now_playing) {
    play.played_at_s = on_that_day(tick.stated).time_since_epoch() / Seconds{1};
  }
  return {.account = account,
          .kind = AnswerKind::listened,
          .listen = listen_of(play, account, on_that_day(tick.clock), arena)};
}

}  // namespace

TEST_CASE("clock ahead: no play is later than the refresh that heard of it") {
  for (const auto& c : ahead_cases()) {
    CAPTURE(c.name);
    Arena arena;
    const std::vector<Account> roster{samples::account("alice")};
    std::vector<Memory> memories;
    for (const AheadTick& tick : c.ticks) {
      CAPTURE(tick.clock);
      const std::vector<Answer> answers{heard(tick, roster.front(), arena)};
      memories = merge(roster, memories, answers, on_that_day(tick.clock)).memories;
      const Listen& listen = *memories.front().listen;
      CHECK(listen.played_at.has_value() == !tick.played.empty());
      if (listen.played_at) CHECK(*listen.played_at == on_that_day(tick.played));
      CHECK(since(listen) == on_that_day(tick.feeds_at));
    }
  }
}

TEST_CASE("clock ahead: such a play is sorted as one of now") {
  Arena arena;
  const std::vector<Account> roster{samples::account("alice"), samples::account("bob")};
  const std::vector<Answer> answers{heard({.clock = "14:05", .stated = "14:04"}, roster[0], arena),
                                    heard({.clock = "14:05", .stated = "14:13"}, roster[1], arena)};
  const auto now = on_that_day("14:05");
  const auto list = list_of(merge(roster, {}, answers, now).memories, now, 50);
  REQUIRE(list.size() == 2);
  CHECK(list[0].username == "bob");
  CHECK(list[0].played_at == now);
}

}  // namespace user_listens
