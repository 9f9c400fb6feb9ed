// What is known before a refresh, of a list and a snapshot that disagree.
#include "refresh/recall.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/format.h"
#include "refresh/refreshes.h"

namespace user_listens {
namespace {

constexpr std::string_view kSnapshotTime = "2025-12-04T14:20:27.000Z";
constexpr std::string_view kListTime = "2025-12-04T14:20:28.000Z";

// A snapshot that knows alice and bob, and a list that shows alice with another
// track.
struct Disagreement {
  Arena arena;
  Entry list = complete_list();
  Listen snapshot_of_alice = samples::listen("alice");
  bool is_sealed = true;
  bool has_snapshot = true;
  Settings settings;
  UnixMillis now = samples::now();
  StoredState state = {};  // which what is known refers to

  static Entry complete_list() {
    Entry entry =
        samples::entry(samples::time(kListTime), samples::deployment(), {another("alice")});
    entry.is_complete = true;
    return entry;
  }
  static Listen another(std::string_view username) {
    Listen listen = samples::listen(username);
    listen.track = "Another";
    return listen;
  }
};

Known recall(Disagreement& d) {
  Snapshot snapshot{.last_updated = samples::time(kSnapshotTime)};
  for (const std::string_view name : {"alice", "bob"}) {
    snapshot.memories.push_back(
        {.account = samples::account(name),
         .listen = name == "alice" ? d.snapshot_of_alice : samples::listen(name),
         .learned_at = samples::time(kSnapshotTime)});
  }
  const auto list = d.arena.keep(encode_entry(d.list));
  const Stored recent = d.is_sealed ? samples::sealed(list) : Stored{.value = list};
  Stored stored;
  if (d.has_snapshot) {
    stored = samples::sealed(
        d.arena.keep(complete_snapshot(encode_snapshot_draft(snapshot), "confirmed")));
  }
  Log log;
  d.state = read_state(recent, stored, d.arena);
  return recall(d.state, {.self = samples::deployment(), .started = d.now, .now = d.now},
                d.settings, log);
}

bool knows(const Known& known, std::string_view username) {
  for (const Memory& memory : known.memories) {
    if (memory.account.username == username) return memory.listen.has_value();
  }
  return false;
}

}  // namespace

TEST_CASE("recall: our newer list says who has something to show") {
  Disagreement d;
  const Known known = recall(d);
  CHECK(known.memories.front().listen->track == "Another");
  CHECK(known.last_updated == samples::time(kListTime));
  // bob's history went private between the snapshot and the list.
  CHECK_FALSE(knows(known, "bob"));
}

TEST_CASE("recall: whom a list that does not claim to be complete leaves out is remembered") {
  Disagreement d;
  d.list.is_complete = false;
  CHECK(knows(recall(d), "bob"));
}

TEST_CASE("recall: a play that was confirmed since the snapshot was heard that late") {
  Disagreement d;
  d.list.tracks = {samples::playing("alice")};
  d.snapshot_of_alice = samples::playing("alice");
  CHECK(recall(d).memories.front().learned_at == samples::time(kListTime));
}

TEST_CASE("recall: beside our snapshot a list without our seal is not trusted") {
  Disagreement d;
  d.is_sealed = false;
  const Known known = recall(d);
  CHECK(known.memories.front().listen->track == "Teardrop");
  CHECK(known.last_updated == samples::time(kSnapshotTime));
  d.has_snapshot = false;
  CHECK(recall(d).memories.front().listen->track == "Another");
}

TEST_CASE("recall: when a row of the list was last heard to play") {
  constexpr std::string_view kConfirmed = "2025-12-04T14:15:26.000Z";
  for (const bool is_unconfirmed : {true, false}) {
    CAPTURE(is_unconfirmed);
    Disagreement d;
    d.list.tracks = {samples::playing("alice")};
    if (is_unconfirmed) d.list.tracks.front().confirmed_at = samples::time(kConfirmed);
    const Known known = recall(d);
    CHECK(known.memories.front().listen == samples::playing("alice"));
    CHECK(known.memories.front().learned_at ==
          samples::time(is_unconfirmed ? kConfirmed : kListTime));
  }
}

TEST_CASE(
    "recall: a list of the future is believed when it has our seal, or there is nothing else") {
  struct Case {
    std::string_view name;
    std::string_view now;
    std::string_view track;
    bool is_sealed = true;
    bool has_snapshot = true;
  };
  const std::vector<Case> cases{
      {"two minutes ahead, later than the snapshot", "2025-12-04T14:18:28.000Z", "Another"},
      {"ahead like the snapshot", "2025-12-04T13:00:00.000Z", "Another"},
      {"ahead, the snapshot is not", "2025-12-04T14:18:27.500Z", "Teardrop"},
      {"ahead, without a snapshot", "2025-12-04T13:00:00.000Z", "Another", true, false},
      {"ahead within reason, without a seal and a snapshot", "2025-12-04T14:05:28.000Z", "Another",
       false, false}};
  for (const auto& c : cases) {
    CAPTURE(c.name);
    Disagreement d;
    d.now = samples::time(c.now);
    d.is_sealed = c.is_sealed;
    d.has_snapshot = c.has_snapshot;
    const Known known = recall(d);
    CHECK(known.last_updated == std::min(d.now, samples::time(kListTime)));
    REQUIRE_FALSE(known.memories.empty());
    CHECK(known.memories.front().listen->track == c.track);
  }
  Disagreement foreign;
  foreign.now = samples::time("2025-12-04T14:05:27.999Z");
  foreign.is_sealed = foreign.has_snapshot = false;
  CHECK(recall(foreign).memories.empty());
}

TEST_CASE("recall: nothing was learned or seen later than now") {
  Disagreement d;
  d.now = samples::time("2025-12-04T14:10:00.000Z");
  Listen& alice = d.list.tracks.front();
  alice.now_playing = true;
  alice.played_at.reset();
  alice.first_seen = samples::time("2025-12-04T14:15:00.000Z");
  const Known known = recall(d);
  CHECK(known.last_updated == d.now);
  REQUIRE_FALSE(known.memories.empty());
  for (const Memory& memory : known.memories) {
    CHECK(memory.learned_at == d.now);
    if (memory.listen && memory.listen->first_seen) CHECK(memory.listen->first_seen == d.now);
  }
}

TEST_CASE("recall: nothing was played later than now, and its feed id stays") {
  Disagreement d;
  d.now = samples::time("2025-12-04T14:10:00.000Z");
  Listen& alice = d.list.tracks.front();
  alice.now_playing = false;
  alice.played_at = samples::time("2025-12-04T14:15:00.000Z");
  const Known known = recall(d);
  REQUIRE_FALSE(known.memories.empty());
  const Listen& listen = *known.memories.front().listen;
  CHECK(listen.played_at == d.now);
  CHECK(since(listen) == samples::time("2025-12-04T14:15:00.000Z"));
}

TEST_CASE("recall: a pause that a broken clock wrote down lasts as long as it meant") {
  struct Case {
    std::string_view name;
    Millis ahead;  // the clock of the snapshot
    Millis pause;  // from when it was written
    std::optional<Millis> expected;
  };
  using std::chrono::hours;
  using std::chrono::minutes;
  const std::vector<Case> cases{{"a right clock", -minutes{5}, minutes{10}, minutes{5}},
                                {"two hours ahead", hours{2}, minutes{10}, minutes{10}},
                                {"a year ahead", hours{8766}, minutes{10}, minutes{10}},
                                {"longer than any", Millis{0}, hours{7}, std::nullopt}};
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const auto written_at = samples::now() + c.ahead;
    Snapshot snapshot{.last_updated = written_at, .written_at = written_at};
    snapshot.services.push_back({.source = "lastfm", .paused_until = written_at + c.pause});
    const auto value = complete_snapshot(encode_snapshot_draft(snapshot), "confirmed");
    Arena arena;
    Log log;
    const StoredState state = read_state({}, samples::sealed(value), arena);
    const Known known = recall(
        state, {.self = samples::deployment(), .started = samples::now(), .now = samples::now()},
        Settings{}, log);
    REQUIRE(known.services.size() == 1);
    const auto expected = c.expected ? std::optional{samples::now() + *c.expected} : std::nullopt;
    CHECK(known.services.front().paused_until == expected);
  }
}

TEST_CASE("recall: a value that is too large is replaced, and makes nothing uncertain") {
  for (const Slot slot : {Slot::recent, Slot::snapshot}) {
    CAPTURE(key_of(slot));
    Arena arena;
    const Stored large{.oversize = 20'000'000};
    const auto state =
        slot == Slot::recent ? read_state(large, {}, arena) : read_state({}, large, arena);
    Log log;
    const Run run{.self = samples::deployment(), .started = samples::now(), .now = samples::now()};
    CHECK_FALSE(recall(state, run, {}, log).is_uncertain);
    CHECK(
        text_of(log) ==
        std::string{"warning: [CRON] WARNING: "}
            .append(key_of(slot))
            .append(" holds a value that is too large, 20000000 bytes, which is not read; it will "
                    "be replaced.\n"));
  }
}

}  // namespace user_listens
