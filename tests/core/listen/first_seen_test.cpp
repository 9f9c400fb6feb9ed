// Since when a play is known: what it is called in feeds, from the first answer
// that tells of it to the last.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/entry.h"
#include "cache/snapshot.h"
#include "listen/merge.h"
#include "samples.h"

namespace user_listens {
namespace {

// A refresh on the fourth of December. `said` is what the service answered: a
// time at which the track was played, or "plays", "played" (it does not say
// when), or "fails".
struct Tick {
  std::string_view clock;
  std::string_view said;
  std::string_view since;  // of the play that is remembered then; "" when nobody knows
  std::string_view track = "Teardrop";
};

struct PlayCase {
  std::string_view name;
  std::vector<Tick> ticks;
};

const auto& play_cases() {
  static const std::vector<PlayCase> cases{
      {.name = "played", .ticks = {{"14:05", "14:00", "14:00"}, {"14:10", "14:00", "14:00"}}},
      {.name = "playing, then played",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "plays", "14:05"},
                 {"14:15", "14:03", "14:05"},
                 {"14:20", "14:03", "14:05"}}},
      {.name = "playing, then played at the very time",
       .ticks = {{"14:05", "plays", "14:05"}, {"14:10", "14:05", "14:05"}}},
      {.name = "playing, then played with a later time",
       .ticks = {{"14:05", "plays", "14:05"}, {"14:10", "14:08", "14:05"}}},
      {.name = "playing, as many failures as the lease allows, playing",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "fails", "14:05"},
                 {"14:15", "fails", "14:05"},
                 {"14:20", "plays", "14:05"}}},
      {.name = "playing, past the lease, playing: nobody knows whether it ever stopped",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "fails", "14:05"},
                 {"14:15", "fails", "14:05"},
                 {"14:20", "fails", "14:05"},
                 {"14:25", "plays", "14:25"}}},
      {.name = "playing, past the lease, then the service's own earlier time",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "plays", "14:05"},
                 {"14:15", "fails", "14:05"},
                 {"14:20", "fails", "14:05"},
                 {"14:25", "fails", "14:05"},
                 {"14:30", "14:03", "14:05"},
                 {"14:35", "14:03", "14:05"}}},
      {.name = "past the lease, then played again",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:20", "fails", "14:05"},
                 {"14:25", "14:24", "14:24"}}},
      {.name = "the same track again: playing",
       .ticks = {{"14:05", "14:00", "14:00"}, {"14:10", "plays", "14:10"}}},
      {.name = "the same track again: played",
       .ticks = {{"14:05", "14:00", "14:00"}, {"14:10", "14:06", "14:06"}}},
      {.name = "the same track again, heard twice",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "14:03", "14:05"},
                 {"14:15", "plays", "14:15"},
                 {"14:20", "14:12", "14:15"}}},
      {.name = "the same track again, begun and left: what was played before is that again",
       .ticks = {{"14:05", "13:00", "13:00"},
                 {"14:10", "plays", "14:10"},
                 {"14:15", "13:00", "13:00"}}},
      {.name = "begun again and left within half an hour: the scrobble that was known",
       .ticks = {{"14:05", "14:00", "14:00"},
                 {"14:10", "plays", "14:10"},
                 {"14:15", "14:00", "14:00"},
                 {"14:20", "14:00", "14:00"}}},
      {.name = "begun again and left: the scrobble was first seen while it played",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "14:03", "14:05"},
                 {"14:15", "plays", "14:15"},
                 {"14:20", "plays", "14:15"},
                 {"14:25", "14:03", "14:05"}}},
      {.name = "begun again, past the lease, and left",
       .ticks = {{"14:05", "14:00", "14:00"},
                 {"14:10", "plays", "14:10"},
                 {"14:25", "fails", "14:10"},
                 {"14:30", "14:00", "14:00"}}},
      {.name = "another track begun and left",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "14:03", "14:05"},
                 {"14:15", "plays", "14:15", "Angel"},
                 {"14:20", "14:03", "14:05"}}},
      {.name = "the last scrobble was deleted",
       .ticks = {{"13:05", "plays", "13:05"},
                 {"13:10", "13:03", "13:05"},
                 {"14:05", "14:00", "14:00", "Angel"},
                 {"14:10", "13:03", "13:05"}}},
      {.name = "begun again and scrobbled: not the scrobble that was known",
       .ticks = {{"14:05", "14:00", "14:00"},
                 {"14:10", "plays", "14:10"},
                 {"14:15", "14:08", "14:10"}}},
      {.name = "heard late in a long track: half an hour is within one play",
       .ticks = {{"14:35", "plays", "14:35"}, {"14:40", "14:05", "14:35"}}},
      {.name = "longer is another play",
       .ticks = {{"14:36", "plays", "14:36"}, {"14:40", "14:05", "14:05"}}},
      {.name = "another track in between",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "plays", "14:10", "Angel"},
                 {"14:15", "plays", "14:15"}}},
      {.name = "another track played",
       .ticks = {{"14:05", "plays", "14:05"}, {"14:10", "14:08", "14:08", "Angel"}}},
      {.name = "a first answer without a time",
       .ticks = {{"14:05", "played", "14:05"}, {"14:10", "played", "14:05"}}},
      {.name = "without a time, then playing",
       .ticks = {{"14:05", "played", "14:05"}, {"14:10", "plays", "14:10"}}},
      {.name = "playing, then played without a time",
       .ticks = {{"14:05", "plays", "14:05"},
                 {"14:10", "played", "14:05"},
                 {"14:15", "played", "14:05"}}},
      {.name = "a time that goes",
       .ticks = {{"14:05", "14:00", "14:00"}, {"14:10", "played", "14:00"}}},
      {.name = "a time that the service corrects to an earlier one",
       .ticks = {{"14:05", "14:00", "14:00"}, {"14:10", "13:58", "14:00"}}},
  };
  return cases;
}

UnixMillis at(std::string_view clock) {
  return samples::time(std::string{"2025-12-04T"}.append(clock).append(":00Z"));
}

Listen said(const Tick& tick) {
  Listen listen = tick.said == "plays" ? samples::playing("alice") : samples::listen("alice");
  listen.track = tick.track;
  if (tick.said == "played") listen.played_at.reset();
  if (!listen.now_playing && listen.played_at) listen.played_at = at(tick.said);
  return listen;
}

Answer answer_of(const Tick& tick, const Account& account) {
  if (tick.said == "fails") return {.account = account, .kind = AnswerKind::timeout};
  return {.account = account, .kind = AnswerKind::listened, .listen = said(tick)};
}

std::vector<Memory> after(const Tick& tick, const std::vector<Memory>& memories) {
  const std::vector<Account> roster{samples::account("alice")};
  const std::vector<Answer> answers{answer_of(tick, roster.front())};
  return merge(roster, memories, answers, at(tick.clock)).memories;
}

Listen dated(Listen listen) {
  listen.first_seen = samples::time("2025-12-04T14:05:00.000Z");
  return listen;
}

}  // namespace

TEST_CASE("first seen: a play is the same one from tick to tick") {
  for (const auto& c : play_cases()) {
    CAPTURE(c.name);
    std::vector<Memory> memories;
    for (const Tick& tick : c.ticks) {
      CAPTURE(tick.clock);
      memories = after(tick, memories);
      REQUIRE(memories.front().listen);
      CHECK(since(*memories.front().listen) == at(tick.since));
    }
  }
}

TEST_CASE("first seen: it is kept only where the time of the play says something else") {
  for (const auto& c : play_cases()) {
    CAPTURE(c.name);
    std::vector<Memory> memories;
    for (const Tick& tick : c.ticks) {
      CAPTURE(tick.clock);
      memories = after(tick, memories);
      const Listen& listen = *memories.front().listen;
      if (tick.said != "fails")
        CHECK(listen.first_seen.has_value() == (at(tick.since) != listen.played_at));
    }
  }
}

TEST_CASE("first seen: it survives the snapshot, and says no time after the play's own") {
  for (const auto& c : play_cases()) {
    CAPTURE(c.name);
    Arena arena;
    std::vector<Memory> memories;
    for (const Tick& tick : c.ticks) {
      CAPTURE(tick.clock);
      memories = after(tick, memories);
      const auto value =
          arena.keep(complete_snapshot(encode_snapshot_draft({.memories = memories}), ""));
      const auto read = read_snapshot(samples::sealed(value), arena);
      REQUIRE(read);
      CHECK(read->memories.front().listen == memories.front().listen);
      memories = read->memories;
      const bool is_later = *since(*memories.front().listen) > memories.front().listen->played_at;
      const bool is_played = memories.front().listen->played_at.has_value();
      CHECK((value.find("\"feedIdAt\"") != std::string_view::npos) == (is_played && is_later));
    }
    CHECK(since(*memories.front().listen) == at(c.ticks.back().since));
  }
}

TEST_CASE("first seen: each account of a member has its own time") {
  const std::vector<Account> roster{samples::account("alice"),
                                    samples::account("alice", "listenbrainz")};
  const auto merge_both = [&](const std::vector<Memory>& memories, const Tick& first,
                              const Tick& second) {
    const std::vector<Answer> answers{answer_of(first, roster[0]), answer_of(second, roster[1])};
    return merge(roster, memories, answers, at(first.clock)).memories;
  };
  auto memories =
      merge_both({}, {.clock = "14:05", .said = "plays"}, {.clock = "14:05", .said = "13:00"});
  CHECK(memories[0].listen->first_seen == at("14:05"));
  CHECK_FALSE(memories[1].listen->first_seen);
  memories = merge_both(memories, {.clock = "14:10", .said = "plays"},
                        {.clock = "14:10", .said = "plays"});
  CHECK(memories[0].listen->first_seen == at("14:05"));
  CHECK(memories[1].listen->first_seen == at("14:10"));
  memories = merge_both(memories, {.clock = "14:15", .said = "fails"},
                        {.clock = "14:15", .said = "14:04"});
  CHECK(memories[0].listen->first_seen == at("14:05"));
  CHECK(memories[1].listen->first_seen == at("14:10"));
}

// Others' rows tell of a play without saying since when it is known.
TEST_CASE("first seen: since when a play of another writer's list is known") {
  struct Case {
    std::string_view name;
    std::string_view known;
    std::string_view said;
    std::string_view since;
  };
  for (const auto& c : {Case{"it played and still does", "plays", "plays", "14:10"},
                        Case{"it played and has been played", "plays", "14:03", "14:03"},
                        Case{"it was played", "14:00", "14:00", "14:00"},
                        Case{"it was played, of which is told later", "14:00", "13:58", "14:00"},
                        Case{"nobody knows when", "played", "played", "14:10"}}) {
    CAPTURE(c.name);
    const std::vector<Memory> memories{{.account = {.username = "alice", .source = "lastfm"},
                                        .listen = said({.clock = "14:05", .said = c.known}),
                                        .learned_at = at("14:05")}};
    const auto merged = after({.clock = "14:10", .said = c.said}, memories);
    CHECK(since(*merged.front().listen) == at(c.since));
  }
}

TEST_CASE("first seen: it goes with the row into the list and into the snapshot") {
  const std::vector<Listen> tracks{dated(samples::playing("bob")), dated(samples::listen("alice")),
                                   samples::listen("carol")};
  Arena arena;
  const auto list = encode_entry(samples::entry(samples::now(), samples::deployment(), tracks));
  CHECK(read_entry(list, seal_of(list, 3), arena).entry.tracks == tracks);
  std::vector<Memory> memories;
  memories.reserve(tracks.size());
  for (const Listen& track : tracks) {
    memories.push_back({.account = samples::account(track.username), .listen = track});
  }
  const auto shown = list_of(memories, samples::now(), 50);
  REQUIRE(shown.size() == 3);
  for (const Listen& row : shown) CHECK(row.first_seen.has_value() == (row.username != "carol"));
  const auto snapshot = complete_snapshot(
      encode_snapshot_draft({.last_updated = samples::now(), .memories = memories}), "confirmed");
  const auto read = read_snapshot(samples::sealed(snapshot), arena);
  REQUIRE(read);
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    CHECK(read->memories[i].listen == tracks[i]);
  }
}

TEST_CASE("first seen: it is written where there is one, and is a time") {
  const auto encoded = [](const Listen& listen) {
    json::Writer out;
    write_listen(out, listen);
    return out.take();
  };
  CHECK(encoded(dated(samples::listen("alice")))
            .ends_with(R"("source":"lastfm","firstSeenAt":"2025-12-04T14:05:00.000Z"})"));
  CHECK(encoded(samples::listen("alice")).ends_with(R"("source":"lastfm"})"));
  struct Case {
    std::string_view value;
    bool is_track;
    std::optional<UnixMillis> first_seen = {};
  };
  for (const auto& c :
       {Case{R"("2025-12-04T14:05:00Z")", true, at("14:05")}, Case{"null", true},
        Case{R"("today")", false}, Case{"1764857100000", false}, Case{"{}", false}}) {
    CAPTURE(c.value);
    Arena arena;
    const auto value =
        std::string{R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[)"}
            .append(R"({"username":"a","artist":"b","track":"c","firstSeenAt":)")
            .append(c.value)
            .append("}]}");
    const auto reading = read_entry(value, std::nullopt, arena);
    CHECK((reading.fault == EntryFault::track_malformed) != c.is_track);
    REQUIRE(reading.entry.tracks.size() == (c.is_track ? 1U : 0U));
    if (c.is_track) CHECK(reading.entry.tracks.front().first_seen == c.first_seen);
  }
}

// One player tells both services, one of which hears of it first.
TEST_CASE("first seen: a play known from two accounts has the earlier time") {
  struct Case {
    std::string_view name;
    std::string_view track;
    UnixMillis since;  // on the other account
    bool is_shared;
  };
  const auto now = samples::now();
  for (const auto& c : {Case{"the same play", "Teardrop", now - Seconds{300}, true},
                        Case{"heard of later", "Teardrop", now + Seconds{300}, false},
                        Case{"half an hour apart", "Teardrop", now - Seconds{1800}, true},
                        Case{"longer apart", "Teardrop", now - Seconds{1801}, false},
                        Case{"another track", "Angel", now - Seconds{300}, false}}) {
    CAPTURE(c.name);
    Listen shown = samples::playing("alice");
    shown.first_seen = now;
    Listen other = samples::listen("alice");
    other.source = "librefm";
    other.track = c.track;
    other.first_seen = c.since;
    const std::vector<Memory> memories{
        {.account = samples::account("alice"), .listen = shown, .learned_at = now},
        {.account = samples::account("alice", "librefm"), .listen = other, .learned_at = now}};
    const auto list = list_of(memories, now, 50);
    REQUIRE(list.size() == 1);
    CHECK(list[0].now_playing);
    CHECK(list[0].first_seen == (c.is_shared ? c.since : now));
  }
}

}  // namespace user_listens
