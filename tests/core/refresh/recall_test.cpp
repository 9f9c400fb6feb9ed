// What is known before a refresh, of a list and a snapshot that disagree.
#include "refresh/recall.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

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
  return recall(read_state(recent, stored, d.arena),
                {.self = samples::deployment(), .started = d.now, .now = d.now}, d.settings, log);
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

TEST_CASE("recall: a list without our seal is hearsay beside our snapshot") {
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

TEST_CASE("recall: a list of the future is not believed") {
  Disagreement d;
  d.now = samples::time("2025-12-04T14:05:27.999Z");
  CHECK(recall(d).last_updated == d.now);
  CHECK(recall(d).memories.front().listen->track == "Teardrop");
  d.now = samples::time("2025-12-04T14:05:28.000Z");
  CHECK(recall(d).memories.front().listen->track == "Another");
}

TEST_CASE("recall: nothing was learned later than now") {
  Disagreement d;
  d.now = samples::time("2025-12-04T14:10:00.000Z");
  const Known known = recall(d);
  CHECK(known.last_updated == d.now);
  REQUIRE_FALSE(known.memories.empty());
  for (const Memory& memory : known.memories) CHECK(memory.learned_at == d.now);
}

}  // namespace user_listens
