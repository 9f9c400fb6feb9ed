// What is known before a refresh of members with several accounts, and of the
// services: a snapshot, and a list that was written after it.
#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "listen/merge.h"
#include "refresh/recall.h"
#include "refresh/refreshes.h"

namespace user_listens {
namespace {

constexpr std::string_view kSnapshotTick = "2025-12-04T14:15:27.000Z";
constexpr std::string_view kListTick = "2025-12-04T14:20:27.000Z";

Listen play(std::string_view source, std::string_view played_at) {
  Listen listen =
      played_at == "now" ? samples::playing("alice") : samples::listen_at("alice", played_at);
  listen.source = source;
  return listen;
}

struct Stores {
  Arena arena;
  Snapshot snapshot = {.last_updated = samples::time(kSnapshotTick),
                       .writer = samples::deployment()};
  Entry list = samples::entry(samples::time(kListTick), samples::deployment(), {});
  UnixMillis now = samples::now();
  Deployment self = samples::deployment();
  StoredState state = {};  // which what is known refers to
};

void remember(Stores& stores, std::string_view source, std::string_view played_at) {
  stores.snapshot.memories.push_back({.account = samples::account("alice", source),
                                      .listen = play(source, played_at),
                                      .learned_at = samples::time(kSnapshotTick),
                                      .asked_at = samples::time(kSnapshotTick)});
}

Known recall(Stores& stores) {
  const auto list = samples::sealed(stores.arena.keep(encode_entry(stores.list)));
  const auto snapshot = samples::sealed(
      stores.arena.keep(complete_snapshot(encode_snapshot_draft(stores.snapshot), "confirmed")));
  Log log;
  stores.state = read_state(list, snapshot, stores.arena);
  return recall(stores.state, {.self = stores.self, .started = stores.now, .now = stores.now}, {},
                log);
}

// "lastfm=10:00 listenbrainz=-": what is remembered of each account.
std::string text_of(const Known& known) {
  std::string text;
  for (const Memory& memory : known.memories) {
    text.append(text.empty() ? "" : " ").append(memory.account.source).append("=");
    if (!memory.listen) {
      text += "-";
    } else if (memory.listen->now_playing) {
      text += "now";
    } else {
      text += std::string_view{to_iso8601(*memory.listen->played_at)}.substr(11, 5);
    }
  }
  return text;
}

// alice has played on Last.fm at 10:00, on ListenBrainz at 12:00.
struct OverlayCase {
  std::string_view name;
  std::string_view shown_source;
  std::string_view shown_time;  // "" when the list has no row of hers
  bool is_complete = true;
  std::string_view known;
};

constexpr std::string_view kTen = "2025-12-04T10:00:00.000Z";
constexpr std::string_view kEleven = "2025-12-04T11:00:00.000Z";
constexpr std::string_view kTwelve = "2025-12-04T12:00:00.000Z";
constexpr std::string_view kThirteen = "2025-12-04T13:00:00.000Z";

constexpr auto kOverlayCases = std::to_array<OverlayCase>({
    {.name = "a newer play of the one that was shown before",
     .shown_source = "listenbrainz",
     .shown_time = kThirteen,
     .known = "lastfm=10:00 listenbrainz=13:00"},
    {.name = "a newer play of the other",
     .shown_source = "lastfm",
     .shown_time = kThirteen,
     .known = "lastfm=13:00 listenbrainz=12:00"},
    {.name = "one plays now",
     .shown_source = "lastfm",
     .shown_time = "now",
     .known = "lastfm=now listenbrainz=12:00"},
    {.name = "the same as before",
     .shown_source = "listenbrainz",
     .shown_time = kTwelve,
     .known = "lastfm=10:00 listenbrainz=12:00"},
    {.name = "what would have hidden it has gone private",
     .shown_source = "lastfm",
     .shown_time = kEleven,
     .known = "lastfm=11:00 listenbrainz=-"},
    {.name = "even when nothing else has changed",
     .shown_source = "lastfm",
     .shown_time = kTen,
     .known = "lastfm=10:00 listenbrainz=-"},
    {.name = "and in a list that does not claim to be complete",
     .shown_source = "lastfm",
     .shown_time = kEleven,
     .is_complete = false,
     .known = "lastfm=11:00 listenbrainz=-"},
    {.name = "of a service that nobody knows: the first has it",
     .shown_source = "",
     .shown_time = kThirteen,
     .known = "lastfm=13:00 listenbrainz=12:00"},
    {.name = "of a later version's service",
     .shown_source = "a_service_of_tomorrow",
     .shown_time = kThirteen,
     .known = "lastfm=13:00 listenbrainz=12:00"},
    {.name = "of a service that nobody knows, and what would have hidden it is gone",
     .shown_source = "",
     .shown_time = kEleven,
     .known = "lastfm=11:00 listenbrainz=-"},
    {.name = "of a service where she had no account",
     .shown_source = "librefm",
     .shown_time = kThirteen,
     .known = "lastfm=10:00 listenbrainz=12:00 librefm=13:00"},
    {.name = "not in a complete list: both are private now",
     .shown_source = "",
     .shown_time = "",
     .known = "lastfm=- listenbrainz=-"},
    {.name = "not in a list that others did not fit in",
     .shown_source = "",
     .shown_time = "",
     .is_complete = false,
     .known = "lastfm=10:00 listenbrainz=12:00"},
});

}  // namespace

TEST_CASE("recall: a row of somebody who was concealed makes no second memory of the account") {
  Stores stores;
  remember(stores, "lastfm", kTen);
  stores.snapshot.memories.back().is_concealed = true;
  stores.list.tracks = {play("lastfm", kEleven)};
  CHECK(text_of(recall(stores)) == "lastfm=10:00");
  stores.list.tracks = {play("librefm", kEleven)};
  CHECK(text_of(recall(stores)) == "lastfm=10:00 librefm=11:00");
}

TEST_CASE("recall: a list newer than the snapshot, and a member with two accounts") {
  for (const auto& c : kOverlayCases) {
    CAPTURE(c.name);
    Stores stores;
    remember(stores, "lastfm", kTen);
    remember(stores, "listenbrainz", kTwelve);
    stores.list.is_complete = c.is_complete;
    if (!c.shown_time.empty()) stores.list.tracks = {play(c.shown_source, c.shown_time)};
    CHECK(text_of(recall(stores)) == c.known);
  }
}

TEST_CASE("recall: what played now and is not shown has gone private") {
  Stores stores;
  remember(stores, "lastfm", "now");
  remember(stores, "listenbrainz", kTwelve);
  stores.list.tracks = {play("listenbrainz", kThirteen)};
  CHECK(text_of(recall(stores)) == "lastfm=- listenbrainz=13:00");
}

TEST_CASE("recall: what has ceased to play since the snapshot is no newer than what is shown") {
  Stores stores;
  remember(stores, "lastfm", kTen);
  remember(stores, "listenbrainz", "now");
  const auto list_time = samples::time(kSnapshotTick) + kPlayingLease + Seconds{60};
  stores.list = samples::entry(list_time, samples::deployment(),
                               {play("lastfm", "2025-12-04T14:20:00.000Z")});
  stores.now = list_time + kTick;
  CHECK(text_of(recall(stores)) == "lastfm=14:20 listenbrainz=14:15");
}

TEST_CASE("recall: what is no news of the list leaves when it was learned, and what was asked") {
  Stores stores;
  remember(stores, "lastfm", kTen);
  remember(stores, "listenbrainz", kTwelve);
  stores.list.tracks = {play("listenbrainz", kTwelve)};
  const Known known = recall(stores);
  REQUIRE(known.memories.size() == 2);
  for (const Memory& memory : known.memories) {
    CAPTURE(memory.account.source);
    CHECK(memory.learned_at == samples::time(kSnapshotTick));
    CHECK(memory.asked_at == samples::time(kSnapshotTick));
  }
}

TEST_CASE("recall: an account that went private does not come back with an older snapshot") {
  // The list is of the refresh that was told so, and its snapshot was refused.
  Refresh refresh;
  for (const std::string_view source : {"lastfm", "listenbrainz"}) {
    enlist(refresh.roster, samples::account("alice", source));
  }
  refresh.now = samples::now() - 2 * kTick;
  add_answers(refresh, 0, 2, AnswerKind::listened);
  refresh.answers[0].listen->played_at = samples::time(kTwelve);
  refresh.answers[1].listen->played_at = samples::time(kTen);
  store(refresh, finish(refresh));
  refresh.now += kTick;
  refresh.answers[0] = {.account = refresh.roster.accounts[0], .kind = AnswerKind::private_history};
  refresh.recent = samples::sealed(refresh.arena.keep(finish(refresh).list));
  refresh.now += kTick;
  refresh.answers.clear();
  add_answers(refresh, 0, 2, AnswerKind::timeout);
  const auto list = entry_of(finish(refresh), refresh.arena);
  REQUIRE(list.tracks.size() == 1);
  CHECK(list.tracks.front().source == "listenbrainz");
}

TEST_CASE("recall: nothing was asked or learned later than now, and no pause is longer than any") {
  Stores stores;
  remember(stores, "lastfm", kTen);
  stores.snapshot.memories[0].asked_at = samples::time("2026-12-04T14:15:27.000Z");
  stores.snapshot.last_updated = samples::time("9999-12-31T23:59:59.999Z");
  stores.snapshot.memories[0].learned_at = stores.snapshot.last_updated;
  stores.list.tracks = {play("lastfm", kTen)};
  struct Case {
    std::string_view paused_until;
    bool is_kept;
  };
  for (const auto& c :
       {Case{"2025-12-04T14:25:28.000Z", true}, Case{"2025-12-04T20:25:27.000Z", true},
        Case{"2025-12-04T20:25:27.001Z", false}, Case{"9999-12-31T23:59:59.999Z", false}}) {
    CAPTURE(c.paused_until);
    stores.snapshot.services = {{.source = "lastfm",
                                 .paused_until = samples::time(c.paused_until),
                                 .pauses = 3,
                                 .refuses_key = true}};
    const Known known = recall(stores);
    CHECK(known.memories.front().asked_at == samples::now());
    CHECK(known.memories.front().learned_at == samples::now());
    REQUIRE(known.services.size() == 1);
    CHECK(known.services.front().paused_until.has_value() == c.is_kept);
    CHECK(known.services.front().pauses == 3);
    CHECK(known.services.front().refuses_key);
  }
}

TEST_CASE("recall: that a key is refused holds for the same deployment only") {
  struct Case {
    std::string_view name;
    Deployment writer;
    bool refuses_key;
  };
  const Deployment ours = samples::deployment();
  for (const auto& c :
       {Case{"our own", ours, true}, Case{"another id", {"f3b2", ours.deployed_at}, false},
        Case{"the same id, deployed again", {ours.id, samples::now()}, false},
        Case{"the same id, at a time that nobody knows", {ours.id, {}}, false},
        Case{"nobody knows whose", {}, false}}) {
    CAPTURE(c.name);
    Stores stores;
    stores.snapshot.writer = c.writer;
    stores.snapshot.services = {
        {.source = "lastfm", .paused_until = stores.now + kTick, .pauses = 3, .refuses_key = true},
        {.source = "listenbrainz", .refuses_key = true}};
    const Known known = recall(stores);
    REQUIRE(known.services.size() == 2);
    CHECK(known.services[0].refuses_key == c.refuses_key);
    CHECK(known.services[1].refuses_key == c.refuses_key);
    // That it was asked too often holds for whoever asks.
    CHECK(known.services[0].paused_until == stores.now + kTick);
    CHECK(known.services[0].pauses == 3);
  }
}

// It would otherwise try the key with six requests at every refresh, for as long as it is refused.
TEST_CASE("recall: a deployment without a name remembers that its key is refused") {
  Stores stores;
  stores.self = stores.snapshot.writer = {};
  stores.snapshot.services = {{.source = "lastfm", .refuses_key = true}};
  CHECK(recall(stores).services[0].refuses_key);
  stores.snapshot.writer = samples::deployment();
  CHECK_FALSE(recall(stores).services[0].refuses_key);
}

TEST_CASE("recall: without a snapshot, accounts are those of the list") {
  Stores stores;
  stores.list.tracks = {play("listenbrainz", kTwelve), samples::listen("bob")};
  stores.list.tracks[1].source = "elsewhere";
  const auto value = encode_entry(stores.list);
  Log log;
  const Run run{.self = samples::deployment(), .started = stores.now, .now = stores.now};
  const auto known = recall(read_state({.value = value}, {}, stores.arena), run, {}, log);
  REQUIRE(known.memories.size() == 2);
  CHECK(known.services.empty());
  const Account alice{.username = "alice", .source = "listenbrainz", .name = ""};
  CHECK(known.memories[0].account == alice);
  CHECK(known.memories[0].asked_at == std::nullopt);
  CHECK(known.memories[1].account == Account{.username = "bob"});
  CHECK(known.memories[1].listen->source == "elsewhere");
}

}  // namespace user_listens
