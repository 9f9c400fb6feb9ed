// Whole refreshes: what they do, in which order, and what they say of it.
#include "refresh/machine.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"
#include "boundary/calling.h"
#include "cache/entry.h"
#include "cache/snapshot.h"
#include "refresh/performing.h"
#include "samples.h"

namespace user_listens {
namespace {

using State = RefreshMachine::State;

const UnixMillis kScheduled = samples::time("2025-12-04T14:25:00.000Z");
constexpr Millis kLate{100};

constexpr std::string_view kSilent =
    R"({"recenttracks":{"track":[],"@attr":{"user":"bob_fm","total":"0"}}})";

Outcome answer(std::string_view body, std::int64_t status = 200) {
  return event::Response{.status = status, .body = body};
}

Outcome failure(std::string_view message) { return event::Failed{.message = message}; }

// alice listened, and whoever else is asked about did not answer in time.
std::optional<Outcome> alice_alone(const effect::Fetch& fetch) {
  if (account_in(fetch.url) == "alice_fm") return answer(kBody);
  return event::Failed{.reason = "timeout"};
}

struct Played {
  Performing world;
  UnixMillis started = kScheduled + kLate;
  std::string worker = facts("");
};

void play(Played& played) {
  const BeginFacts given{played.worker};
  RefreshMachine machine{given.begin(kScheduled, played.started)};
  played.world.perform(machine, played.started);
}

Played two_members() {
  Played played;
  played.world.rows = kRows;
  played.world.ask = alice_alone;
  return played;
}

// As another run writes it, `at` then.
std::string list_of(UnixMillis at, const Deployment& writer, const std::vector<Listen>& tracks) {
  return encode_entry(samples::entry(at, writer, tracks));
}

std::string snapshot_of(UnixMillis at, const std::vector<Memory>& memories,
                        const Deployment& writer = samples::deployment()) {
  return complete_snapshot(
      encode_snapshot_draft(
          {.last_updated = at, .written_at = at, .writer = writer, .memories = memories}),
      "confirmed");
}

Deployment newer_deployment() {
  return {.id = "next", .deployed_at = samples::time("2025-12-02T00:00:00.000Z")};
}

// With all that a refresh does in its usual order.
constexpr std::string_view kUsualDoings =
    "query, read list, read snapshot\n"
    "fetch alice_fm, fetch bob_fm\n"
    "read list, read snapshot\n"
    "put list\n"
    "read list\n"
    "put snapshot\n"
    "done\n";

std::string list_written(std::string_view at) {
  return joined({R"({"version":2,"lastUpdated":")", at,
                 R"(","writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.123Z"},)",
                 R"("writtenAt":")", at, R"(","complete":false,"tracks":[)", kTrack, "]}"});
}

}  // namespace

TEST_CASE("machine: a refresh reads, polls, looks again, writes the list, then the snapshot") {
  auto played = two_members();
  play(played);
  const auto& world = played.world;
  CHECK(world.is_done);
  CHECK(world.doings == kUsualDoings);
  const auto list = list_written("2025-12-04T14:25:00.400Z");
  REQUIRE(world.values.size() == 2);
  CHECK(world.values[0] == list);
  CHECK(world.values[1].starts_with(
      R"({"version":2,"confirmation":"confirmed","lastUpdated":"2025-12-04T14:25:00.400Z",)"));
  CHECK(world.log ==
        joined({"info: [CRON] Running scheduled task at 2025-12-04T14:25:00.100Z\n",
                "info: [CRON] Found 2 users with Last.fm usernames\n",
                "info: [CRON] API results: 1 tracks, 1 failures\n",
                ("warning: [CRON] WARNING: No answer about 1 accounts, keeping what is known of "
                 "them: bob (timeout)\n"),
                "info: [CRON] Caching 1 tracks with TTL 420s\n",
                "info: [CRON] Pre-warmed user listens cache with 1 tracks (verified)\n",
                R"(info: {"event":"refresh","at":"2025-12-04T14:25:00.700Z",)",
                R"("scheduledFor":"2025-12-04T14:25:00.000Z","durationMs":600,)",
                R"("confirmation":"confirmed","kvWrites":2,"bytes":)", decimal(list.size()),
                R"(,"counts":{"asked":2,"learned":1,"failed":1,"kept":0,"tracks":1},)",
                R"("failures":{"timeout":1},)",
                R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.123Z"}})", "\n"}));
}

TEST_CASE("machine: what is asked for, and within which limits") {
  auto played = two_members();
  played.worker = R"({"hasCache":true,"hasDatabase":true,"settings":{"LASTFM_API_KEY":"key-123",)"
                  R"("LISTENBRAINZ_TOKEN":"token-4","ROSTER_SQL":"SELECT 1"}})";
  played.world.rows =
      R"([{"username":"carol","lastfm_username":"c fm","librefm_username":"c_libre",)"
      R"("listenbrainz_username":"c_lb"}])";
  const BeginFacts given{played.worker};
  RefreshMachine machine{given.begin(kScheduled, played.started)};
  for (const Effect& effect : machine.begin()) {
    if (const auto* query = std::get_if<effect::Query>(&effect)) {
      CHECK(query->sql == "SELECT 1");
      CHECK(query->timeout == Seconds{10});
      CHECK(query->set_aside == SetAside::roster);
    }
  }
  RefreshMachine whole{given.begin(kScheduled, played.started)};
  played.world.perform(whole, played.started);
  const auto& world = played.world;
  CHECK(world.urls ==
        std::vector<std::string>{
            "https://ws.audioscrobbler.com/2.0/?method=user.getrecenttracks&user=c%20fm"
            "&api_key=key-123&format=json&limit=1",
            "https://libre.fm/2.0/?method=user.getrecenttracks&user=c_libre&format=json&limit=1",
            "https://api.listenbrainz.org/1/user/c_lb/playing-now"});
  REQUIRE(world.fetches.size() == 3);
  for (const auto& fetch : world.fetches) {
    CHECK(fetch.timeout == Seconds{8});
    CHECK(fetch.max_bytes == std::size_t{1} << 20);
    CHECK(fetch.response_headers == "retry-after x-ratelimit-remaining x-ratelimit-reset-in");
    CHECK(fetch.set_aside == SetAside::answers);
  }
  REQUIRE(world.reads.size() >= 2);
  const auto& list = world.reads[0];
  CHECK(list.key == "user-listens:v2:recent");
  CHECK(list.cache_ttl == Seconds{30});
  CHECK(list.timeout == Seconds{10});
  CHECK(list.max_sealed_bytes == kMaxEntryBytes);
  CHECK(list.max_unsealed_bytes == kMaxUnsealedBytes);
  CHECK(list.set_aside == SetAside::list);
  const auto& snapshot = world.reads[1];
  CHECK(snapshot.key == "user-listens:v2:snapshot");
  CHECK(snapshot.max_sealed_bytes == kMaxSnapshotBytes);
  CHECK(snapshot.set_aside == SetAside::snapshot);
}

TEST_CASE("machine: each service is told of us, and only its own token") {
  auto played = two_members();
  played.worker = facts("").replace(facts("").find(R"("key-123")"), 9,
                                    R"("key-123","LISTENBRAINZ_TOKEN":"token-4")");
  played.world.rows = R"([{"username":"a","lastfm_username":"a","listenbrainz_username":"b"}])";
  const BeginFacts given{played.worker};
  RefreshMachine machine{given.begin(kScheduled, played.started)};
  std::string headers;
  played.world.ask = [&](const effect::Fetch& fetch) {
    for (const Header& header : fetch.headers) {
      headers.append(header.name).append(": ").append(header.value).append("\n");
    }
    return std::optional<Outcome>{event::Failed{.reason = "crashed"}};
  };
  played.world.perform(machine, played.started);
  const auto usual = joined({"user-agent: user-listens/", USER_LISTENS_VERSION,
                             " (Cloudflare Worker)\naccept: application/json\n"});
  CHECK(headers == joined({usual, usual, "authorization: Token token-4\n"}));
}

TEST_CASE("machine: what is put, with which seal and for how long") {
  auto played = two_members();
  play(played);
  const auto& world = played.world;
  REQUIRE(world.puts.size() == 2);
  struct Expected {
    std::string_view key;
    std::size_t count;
    Seconds ttl;
    bool is_first;
  };
  constexpr std::array kExpected{
      Expected{"user-listens:v2:recent", 1, std::chrono::minutes{7}, true},
      Expected{"user-listens:v2:snapshot", 2, std::chrono::days{7}, false}};
  for (std::size_t i = 0; i < kExpected.size(); ++i) {
    CAPTURE(kExpected[i].key);
    const effect::Put& put = world.puts[i];
    CHECK(put.key == kExpected[i].key);
    CHECK(put.metadata == seal_of(world.values[i], kExpected[i].count));
    CHECK(put.expiration_ttl == kExpected[i].ttl);
    CHECK(put.is_first == kExpected[i].is_first);
    CHECK(put.timeout == Seconds{10});
    // The one time of both: that of the list within.
    CHECK(put.written_at == samples::time("2025-12-04T14:25:00.400Z"));
  }
}

TEST_CASE("machine: wrong settings are errors, behind the line that a refresh begins with") {
  Played played;
  played.worker = R"({"settings":{"MAX_TRACKS":"x"}})";
  play(played);
  CHECK(played.world.log.starts_with(
      "info: [CRON] Running scheduled task at 2025-12-04T14:25:00.100Z\n"
      "error: [CRON] WARNING: Setting CACHE is not bound: bind a KV namespace as CACHE in "
      "wrangler.toml.\n"
      "error: [CRON] WARNING: Setting MAX_TRACKS must be"));
  CHECK(played.world.log.find("error: [CRON] WARNING: Setting LASTFM_API_KEY is not set") !=
        std::string::npos);
}

TEST_CASE("machine: without D1 the setting has the members") {
  Played played;
  played.worker =
      R"({"hasCache":true,"settings":{"LASTFM_API_KEY":"k","ROSTER":"alice=alice_fm,alice,=x"}})";
  played.world.ask = alice_alone;
  play(played);
  CHECK(played.world.doings ==
        "read list, read snapshot\nfetch alice_fm\nread list, read snapshot\nput list\n"
        "read list\nput snapshot\ndone\n");
  CHECK(played.world.log.find("warning: [CRON] WARNING: roster row 2 is left out: alice is listed "
                              "before, roster row 3 has no username\n") != std::string::npos);
}

TEST_CASE("machine: a broken roster ends a refresh before anybody is polled") {
  struct Case {
    std::string_view name;
    std::string_view worker;
    std::string_view rows;
    std::optional<std::string_view> error;
    std::string_view log;
  };
  const auto bound = facts("");
  for (const auto& c : {
           Case{"D1 is down", bound, "", "D1_ERROR:\nno such table",
                "error: [CRON] WARNING: The roster cannot be read: D1_ERROR: no such table. "
                "Nothing is written.\n"},
           Case{"D1 names the key", bound, "", "key-123?",
                "error: [CRON] WARNING: The roster cannot be read: ***?. Nothing is written.\n"},
           Case{"no rows",
                bound,
                "",
                {},
                "error: [CRON] WARNING: The roster cannot be read: the rows are not JSON (empty at "
                "byte 0). Nothing is written.\n"},
           Case{"no D1 and no setting",
                R"({"hasCache":true,"settings":{"LASTFM_API_KEY":"k"}})",
                "",
                {},
                "error: [CRON] WARNING: The roster cannot be read: no D1 is bound as DB and ROSTER "
                "is not set. Nothing is written.\n"},
           Case{"nobody",
                bound,
                "[]",
                {},
                "info: [CRON] Found 0 users with Last.fm usernames\n"
                "error: [CRON] WARNING: The roster is empty, or no row of it can be used. Nothing "
                "is written, what is stored stays.\n"},
       }) {
    CAPTURE(c.name);
    Played played;
    played.worker = c.worker;
    played.world.rows = c.rows;
    if (c.error) played.world.instead["query"] = {failure(*c.error)};
    play(played);
    CHECK(played.world.is_done);
    CHECK(played.world.puts.empty());
    CHECK(played.world.fetches.empty());
    CHECK(played.world.log.find(c.log) != std::string::npos);
    CHECK(played.world.log.find(
              R"("confirmation":"nothing written","kvWrites":0,"bytes":0,"counts":{"asked":0,)"
              R"("learned":0,"failed":0,"kept":0,"tracks":0},"failures":{},)") !=
          std::string::npos);
  }
}

TEST_CASE("machine: while the roster is broken the snapshot is put again before it expires") {
  struct Case {
    std::string_view name;
    Seconds age;
    std::optional<std::string_view> refusal;
    std::string_view doings;
    std::string_view confirmation;
    std::string_view log;
  };
  const std::vector<Memory> memories{
      {.account = samples::account("alice"), .listen = samples::listen("alice")}};
  for (const auto& c : {
           Case{"young",
                std::chrono::hours{23},
                {},
                "query, read list, read snapshot\ndone\n",
                R"("kvWrites":0)",
                ""},
           Case{"a day old",
                std::chrono::hours{25},
                {},
                "query, read list, read snapshot\nput snapshot\ndone\n",
                R"("kvWrites":1)",
                ""},
           Case{"refused", std::chrono::hours{25}, "413\nkey-123",
                "query, read list, read snapshot\nput snapshot\ndone\n", R"("kvWrites":1)",
                "error: [CRON] WARNING: KV refused the snapshot: 413 ***. The one stored before "
                "stays.\n"},
       }) {
    CAPTURE(c.name);
    Played played;
    const auto written_at = kScheduled - c.age;
    played.world.keys["snapshot"] = sealed_content(snapshot_of(written_at, memories));
    played.world.instead["query"] = {failure("down")};
    if (c.refusal) played.world.instead["put snapshot"] = {failure(*c.refusal)};
    play(played);
    CHECK(played.world.doings == c.doings);
    CHECK(played.world.log.find(joined({R"("confirmation":"nothing written",)", c.confirmation})) !=
          std::string::npos);
    CHECK(played.world.log.find(c.log) != std::string::npos);
    if (played.world.puts.empty()) continue;
    const effect::Put& put = played.world.puts[0];
    CHECK(put.is_first);
    CHECK(put.metadata == seal_of(played.world.values[0], 1));
    CHECK(put.expiration_ttl == std::chrono::days{7});
    Arena arena;
    const auto renewed = read_snapshot(samples::sealed(played.world.values[0]), arena).value();
    CHECK(renewed.written_at == put.written_at);
    CHECK(renewed.written_at == samples::time("2025-12-04T14:25:00.200Z"));
    CHECK(renewed.last_updated == written_at);
  }
}

TEST_CASE("machine: a snapshot that is put again has what a list says that was written since") {
  struct Case {
    std::string_view name;
    Millis updated;  // of the list, after the snapshot
    Millis written;
    bool is_whole;
    std::string_view listening;  // in the snapshot that is put; "" for none
  };
  const auto of = [](std::string_view name) {
    return Memory{.account = samples::account(name), .listen = samples::listen(name)};
  };
  const auto told_at = kScheduled - kTick;
  for (const auto& c : {
           Case{"newer", Seconds{1}, Seconds{1}, true, "alice carol "},
           Case{"of a refresh that learned nothing", Seconds{0}, Seconds{1}, true, "alice carol "},
           Case{"newer, and cut", Seconds{1}, Seconds{1}, false, ""},
           Case{"of a refresh that knew less", -Seconds{1}, Seconds{1}, true, ""},
           Case{"written before", Seconds{1}, -Seconds{1}, true, "alice bob "},
           Case{"of the same refresh", Seconds{0}, Seconds{0}, true, "alice bob "},
           Case{"dated ahead", std::chrono::hours{2}, std::chrono::hours{2}, true, "alice bob "},
       }) {
    CAPTURE(c.name);
    Played played;
    auto& world = played.world;
    world.keys["snapshot"] = sealed_content(snapshot_of(told_at, {of("alice"), of("bob")}));
    Entry list = samples::entry(told_at + c.updated, samples::deployment(),
                                {samples::listen("alice"), samples::listen("carol")});
    list.written_at = told_at + c.written;
    list.is_complete = c.is_whole;
    world.keys["list"] = sealed_content(encode_entry(list));
    world.instead["query"] = {event::Rows{.json = R"([{"username":7.5}])"}};
    play(played);
    CHECK(world.values.size() == (c.listening.empty() ? 0 : 1));
    if (world.values.size() != 1) continue;
    Arena arena;
    const auto renewed = read_snapshot(samples::sealed(world.values[0]), arena).value();
    std::string listening;
    for (const Memory& memory : renewed.memories) {
      if (memory.listen) listening.append(memory.account.username).append(" ");
    }
    CHECK(listening == c.listening);
  }
}

TEST_CASE("machine: a snapshot dated ahead is put again with times of now, and without playing") {
  for (const auto ahead : {Seconds{180}, Seconds{std::chrono::hours{24}}}) {
    CAPTURE(ahead.count());
    Played played;
    auto& world = played.world;
    const auto dated = kScheduled + ahead;
    const std::vector<Memory> memories{{.account = samples::account("alice"),
                                        .listen = samples::playing("alice"),
                                        .learned_at = dated}};
    world.keys["snapshot"] = sealed_content(snapshot_of(dated, memories));
    world.instead["query"] = {failure("down")};
    play(played);
    REQUIRE(world.values.size() == 1);
    Arena arena;
    const auto renewed = read_snapshot(samples::sealed(world.values[0]), arena).value();
    const auto now = samples::time("2025-12-04T14:25:00.200Z");
    CHECK(renewed.last_updated == now);
    CHECK(renewed.written_at == now);
    REQUIRE(renewed.memories.size() == 1);
    REQUIRE(renewed.memories[0].listen);
    CHECK_FALSE(renewed.memories[0].listen->now_playing);
    CHECK_FALSE(renewed.memories[0].listen->played_at);
  }
}

TEST_CASE("machine: a refresh stands down for a newer deployment or a later run") {
  struct Case {
    std::string_view name;
    std::string_view slot;
    UnixMillis written_at;
    Deployment writer;
    bool is_seen_at_first;
    std::string_view log;
  };
  const auto before = samples::time("2025-12-04T14:20:00.000Z");
  const auto after = samples::time("2025-12-04T14:25:00.150Z");
  constexpr std::string_view kOfNewer =
      " was written at 2025-12-04T14:20:00.000Z by writer next deployed 2025-12-02T00:00:00.000Z, "
      "a newer deployment than this one, writer f3b1 deployed 2025-12-01T09:00:00.123Z. Nothing "
      "is written.\n";
  constexpr std::string_view kOfLater =
      " was written at 2025-12-04T14:25:00.150Z by writer f3b1 deployed 2025-12-01T09:00:00.000Z, "
      "after this refresh began at 2025-12-04T14:25:00.100Z. Nothing is written.\n";
  for (const auto& c : {
           Case{"newer list", "list", before, newer_deployment(), true, kOfNewer},
           Case{"newer snapshot", "snapshot", before, newer_deployment(), true, kOfNewer},
           Case{"later list", "list", after, samples::deployment(), true, kOfLater},
           Case{"newer list, seen at last", "list", before, newer_deployment(), false, kOfNewer},
           Case{"later snapshot, seen at last", "snapshot", after, samples::deployment(), false,
                kOfLater},
       }) {
    CAPTURE(c.name);
    auto played = two_members();
    const auto value = c.slot == "list"
                           ? list_of(c.written_at, c.writer, {samples::listen("alice")})
                           : snapshot_of(c.written_at, {}, c.writer);
    if (c.is_seen_at_first) {
      played.world.keys[std::string{c.slot}] = sealed_content(value);
    } else {
      played.world.instead[joined({"read ", c.slot})] = {
          std::nullopt, event::Value{.value = value, .metadata = seal_of(value, 1)}};
    }
    play(played);
    const auto key = c.slot == "list" ? "user-listens:v2:recent" : "user-listens:v2:snapshot";
    CHECK(played.world.log.find(joined({"warning: [CRON] WARNING: Standing down: ", key, c.log})) !=
          std::string::npos);
    CHECK(played.world.doings ==
          (c.is_seen_at_first ? "query, read list, read snapshot\ndone\n"
                              : "query, read list, read snapshot\nfetch alice_fm, fetch bob_fm\n"
                                "read list, read snapshot\ndone\n"));
    CHECK(played.world.log.find(joined({R"("confirmation":"stood down","kvWrites":0,"bytes":0,)",
                                        R"("counts":{"asked":)",
                                        c.is_seen_at_first ? "0" : "2"})) != std::string::npos);
  }
}

TEST_CASE("machine: the roster is read again when a key cannot be read at the second look") {
  // bob has gone private since.
  constexpr std::string_view kWithoutBob =
      R"([{"username":"alice","lastfm_username":"alice_fm"},)"
      R"({"username":"bob","lastfm_username":"bob_fm","profile_visibility":"private"}])";
  struct Case {
    std::string_view name;
    std::string_view key;
    Outcome roster;
    std::string_view members;
  };
  for (const auto& c : {
           Case{"the list", "read list", event::Rows{.json = kWithoutBob}, "alice"},
           Case{"the snapshot", "read snapshot", event::Rows{.json = kWithoutBob}, "alice"},
           Case{"it cannot be read again either", "read list", failure("D1 is down"), "alice bob"},
           Case{"there are no rows now", "read snapshot", event::Rows{}, "alice bob"},
           Case{"it is empty now", "read list", event::Rows{.json = "[]"}, "alice bob"},
       }) {
    CAPTURE(c.name);
    auto played = two_members();
    auto& world = played.world;
    const auto at = kScheduled - kTick;
    const auto remembered = snapshot_of(
        at, {{.account = {"alice", "lastfm", "alice_fm"}, .listen = samples::listen("alice")},
             {.account = {"bob", "lastfm", "bob_fm"}, .listen = samples::listen("bob")}});
    world.keys["snapshot"] = sealed_content(remembered);
    world.instead[std::string{c.key}] = {std::nullopt, failure("KV is down")};
    world.instead["query"] = {std::nullopt, c.roster};
    play(played);
    CHECK(world.doings ==
          "query, read list, read snapshot\nfetch alice_fm, fetch bob_fm\n"
          "read list, read snapshot\nquery\nput list\nread list\nput snapshot\ndone\n");
    Arena arena;
    std::string members;
    REQUIRE_FALSE(world.values.empty());
    const auto entry = read_entry(world.values[0], std::nullopt, arena).entry;
    for (const Listen& track : entry.tracks) {
      members.append(members.empty() ? "" : " ").append(track.username);
    }
    CHECK(members == c.members);
    // Answers are about accounts of the roster.
    CHECK(world.log.find(R"("learned":1,)") != std::string::npos);
  }
}

TEST_CASE(
    "machine: what two rosters say of a member, the second one being read for want of a key") {
  constexpr std::string_view kPublic = R"({"username":"bob","lastfm_username":"bob_fm"})";
  constexpr std::string_view kPrivate =
      R"({"username":"bob","lastfm_username":"bob_fm","profile_visibility":"private"})";
  constexpr std::string_view kOtherWord =
      R"({"username":"bob","lastfm_username":"bob_fm","profile_visibility":"friends"})";
  constexpr std::string_view kUnclear = R"({"username":"bob","lastfm_username":"\u0007"})";
  constexpr std::string_view kNameless = R"({"username":null,"lastfm_username":"bob_fm"})";
  struct Case {
    std::string_view name;
    std::string_view first;
    std::string_view second;
    std::string_view listed;
    std::string_view remembered;
  };
  for (const auto& c : {
           Case{"public, then not understood", kPublic, kUnclear, "alice bob", "alice bob"},
           Case{"public, then without a name", kPublic, kNameless, "alice bob", "alice bob"},
           Case{"public, then of another word", kPublic, kOtherWord, "alice", "alice bob"},
           Case{"public, then private", kPublic, kPrivate, "alice", "alice"},
           Case{"private, then not understood", kPrivate, kUnclear, "alice", "alice"},
           Case{"private, then without a name", kPrivate, kNameless, "alice", "alice"},
           Case{"not there, then not understood", "", kUnclear, "alice", "alice"},
           Case{"of another word, then not understood", kOtherWord, kUnclear, "alice", "alice bob"},
           Case{"not understood, then private", kUnclear, kPrivate, "alice", "alice"},
           Case{"not understood, then public", kUnclear, kPublic, "alice bob", "alice bob"},
           Case{"private, then public", kPrivate, kPublic, "alice", "alice bob"},
       }) {
    CAPTURE(c.name);
    auto played = two_members();
    auto& world = played.world;
    world.keys["snapshot"] = sealed_content(snapshot_of(
        kScheduled - kTick,
        {{.account = {"alice", "lastfm", "alice_fm"}, .listen = samples::listen("alice")},
         {.account = {"bob", "lastfm", "bob_fm"}, .listen = samples::listen("bob")}}));
    const auto with_alice = [](std::string_view row) {
      return joined({R"([{"username":"alice","lastfm_username":"alice_fm"})",
                     row.empty() ? "" : ",", row, "]"});
    };
    const auto first = with_alice(c.first);
    const auto second = with_alice(c.second);
    world.instead["read list"] = {std::nullopt, failure("KV is down")};
    world.instead["query"] = {event::Rows{.json = first}, event::Rows{.json = second}};
    play(played);
    REQUIRE(world.values.size() == 2);
    Arena arena;
    std::string listed, remembered;
    const auto add = [](std::string& names, std::string_view name) {
      names.append(names.empty() ? "" : " ").append(name);
    };
    for (const Listen& track : read_entry(world.values[0], std::nullopt, arena).entry.tracks) {
      add(listed, track.username);
    }
    const auto snapshot = read_snapshot(samples::sealed(world.values[1]), arena).value();
    for (const Memory& memory : snapshot.memories) add(remembered, memory.account.username);
    CHECK(listed == c.listed);
    CHECK(remembered == c.remembered);
  }
}

TEST_CASE("machine: a roster that is empty at the second time says nothing") {
  auto played = two_members();
  played.world.instead["read list"] = {std::nullopt, failure("KV is down")};
  played.world.instead["query"] = {std::nullopt, event::Rows{.json = "[]"}};
  play(played);
  REQUIRE_FALSE(played.world.values.empty());
  CHECK(played.world.values[0].find(kTrack) != std::string::npos);
}

TEST_CASE("machine: at the second look the roster's setting needs no query") {
  Played played;
  played.worker = R"({"hasCache":true,"settings":{"LASTFM_API_KEY":"k","ROSTER":"a=alice_fm"}})";
  played.world.ask = alice_alone;
  played.world.instead["read list"] = {std::nullopt, failure("KV is down")};
  play(played);
  CHECK(played.world.doings ==
        "read list, read snapshot\nfetch alice_fm\nread list, read snapshot\nput list\nread list\n"
        "put snapshot\ndone\n");
}

TEST_CASE("machine: keys that cannot be read, or hold too much") {
  struct Case {
    std::string_view name;
    Outcome list;
    std::string_view log;
    bool writes;
  };
  for (const auto& c : {
           Case{"an error", failure("no key-123"),
                "warning: [CRON] WARNING: user-listens:v2:recent could not be read: no ***", false},
           Case{"too many bytes", event::Oversize{.bytes = 999'999'999}, "999999999 bytes", true},
       }) {
    CAPTURE(c.name);
    auto played = two_members();
    played.world.instead["read list"] = {c.list, c.list};
    if (!c.writes) played.world.instead["read snapshot"] = {c.list, c.list};
    play(played);
    CAPTURE(played.world.log);
    CHECK(played.world.log.find(c.log) != std::string::npos);
    CHECK(played.world.puts.empty() != c.writes);
    CHECK(played.world.is_done);
  }
}

TEST_CASE("machine: what became of the list, and whether a snapshot follows") {
  struct Case {
    std::string_view name;
    std::optional<Outcome> put;
    std::deque<std::optional<Outcome>> read_back;  // the first two are for the looks before
    std::string_view doings;                       // from the put on
    std::string_view confirmation;
    std::string_view log;
  };
  const auto newer = list_of(samples::time("2025-12-04T14:24:00.000Z"), newer_deployment(), {});
  const Outcome of_newer = event::Value{.value = newer, .metadata = seal_of(newer, 0)};
  const Outcome foreign = event::Value{.value = "[]"};
  const Outcome nothing = event::Value{};
  constexpr std::string_view kAtOnce = "put list\nread list\nput snapshot\ndone\n";
  constexpr std::string_view kLooksAgain =
      "put list\nread list\nwait 1500\nread list\nput snapshot\ndone\n";
  constexpr std::string_view kNoSnapshot = "put list\nread list\nwait 1500\nread list\ndone\n";
  for (const auto& c : {
           Case{"it is there", {}, {}, kAtOnce, "confirmed", "(verified)"},
           Case{"it is there at the second look",
                {},
                {nothing},
                kLooksAgain,
                "confirmed",
                "(verified)"},
           Case{"KV is behind",
                {},
                {nothing, nothing},
                kLooksAgain,
                "unconfirmed",
                "still answers with no value"},
           Case{"it cannot be read back",
                {},
                {failure("key-123"), failure("key-123")},
                kLooksAgain,
                "unconfirmed",
                "could not be read back: ***"},
           Case{"KV refuses it",
                failure("429 key-123"),
                {},
                kAtOnce,
                "refused",
                "error: [CRON] WARNING: KV refused the list: 429 ***. What was stored before "
                "stays.\n"},
           Case{"somebody else wrote",
                {},
                {foreign, foreign},
                kLooksAgain,
                "mismatch",
                "error: [CRON] WARNING: Verification failed"},
           Case{"a newer deployment wrote",
                {},
                {of_newer, of_newer},
                kNoSnapshot,
                "unconfirmed",
                ""},
           Case{"it is too large",
                {},
                {event::Oversize{.bytes = 1 << 30}, nothing},
                kLooksAgain,
                "unconfirmed",
                ""},
       }) {
    CAPTURE(c.name);
    auto played = two_members();
    auto& world = played.world;
    world.instead["put list"] = {c.put};
    auto& looks = world.instead["read list"];
    looks = {std::nullopt, std::nullopt};
    looks.insert(looks.end(), c.read_back.begin(), c.read_back.end());
    play(played);
    CAPTURE(world.log);
    const auto from_put = world.doings.find("put list");
    REQUIRE(from_put != std::string::npos);
    CHECK(world.doings.substr(from_put) == c.doings);
    CHECK(world.log.find(c.log) != std::string::npos);
    const auto writes = c.doings == kNoSnapshot ? "1" : "2";
    CHECK(world.log.find(joined({R"("confirmation":")", c.confirmation, R"(","kvWrites":)",
                                 writes})) != std::string::npos);
    if (c.doings == kNoSnapshot) continue;
    REQUIRE(world.values.size() == 2);
    CHECK(world.values[1].starts_with(
        joined({R"({"version":2,"confirmation":")", c.confirmation, R"(","lastUpdated":)"})));
  }
}

TEST_CASE("machine: a snapshot that KV refuses is told of, without secrets") {
  auto played = two_members();
  played.world.instead["put snapshot"] = {failure("413 key-123\nkey-123")};
  play(played);
  CHECK(played.world.log.find("error: [CRON] WARNING: KV refused the snapshot: 413 *** ***. The "
                              "one stored before stays.\n") != std::string::npos);
  CHECK(played.world.log.find(R"("confirmation":"confirmed","kvWrites":2,)") != std::string::npos);
}

TEST_CASE("machine: who is hidden now and stays in the stored snapshot is told of") {
  struct Case {
    std::string_view name;
    std::optional<Outcome> read_back, snapshot;
    bool is_told;
  };
  const auto newer = list_of(samples::time("2025-12-04T14:24:00.000Z"), newer_deployment(), {});
  const Outcome of_newer = event::Value{.value = newer, .metadata = seal_of(newer, 0)};
  for (const auto& c :
       {Case{"both are written", {}, {}, false}, Case{"the list only", of_newer, {}, true},
        Case{"the snapshot is refused", {}, failure("429"), true}}) {
    CAPTURE(c.name);
    auto played = two_members();
    auto& world = played.world;
    world.rows = R"([{"username":"alice","lastfm_username":"alice_fm"},)"
                 R"({"username":"bob","lastfm_username":"bob_fm","profile_visibility":"private"}])";
    world.keys["snapshot"] = sealed_content(
        snapshot_of(kScheduled - kTick,
                    {{.account = {"bob", "lastfm", "bob_fm"}, .listen = samples::listen("bob")}}));
    world.instead["read list"] = {std::nullopt, std::nullopt, c.read_back, c.read_back};
    world.instead["put snapshot"] = {c.snapshot};
    play(played);
    CHECK((world.log.find("members who are hidden now (bob)") != std::string::npos) == c.is_told);
  }
}

TEST_CASE("machine: nothing is written where the stored values are better") {
  auto played = two_members();
  played.world.ask = [](const effect::Fetch&) {
    return std::optional<Outcome>{event::Failed{.reason = "timeout"}};
  };
  play(played);
  CHECK(played.world.doings ==
        "query, read list, read snapshot\nfetch alice_fm, fetch bob_fm\n"
        "read list, read snapshot\ndone\n");
  CHECK(played.world.log.find(R"("confirmation":"nothing written","kvWrites":0)") !=
        std::string::npos);
}

TEST_CASE("machine: a snapshot that cannot be read stays as it is") {
  auto played = two_members();
  played.world.instead["read snapshot"] = {failure("KV is down"), failure("KV is down")};
  played.world.keys["list"] = sealed_content(
      list_of(kScheduled - kTick, samples::deployment(), {samples::listen("alice")}));
  play(played);
  CHECK(played.world.doings ==
        "query, read list, read snapshot\nfetch alice_fm, fetch bob_fm\nread list, read snapshot\n"
        "query\nput list\nread list\ndone\n");
  CHECK(played.world.log.find(R"("confirmation":"confirmed","kvWrites":1)") != std::string::npos);
}

TEST_CASE("machine: services that are all paused are not polled") {
  Played played = two_members();
  const auto snapshot = complete_snapshot(
      encode_snapshot_draft(
          {.last_updated = kScheduled - kTick,
           .written_at = kScheduled - kTick,
           .writer = {.id = "f3b1", .deployed_at = {}},
           .services = {{.source = "lastfm", .paused_until = kScheduled + Seconds{30}}},
           .memories = {{.account = {"alice", "lastfm", "alice_fm"},
                         .listen = samples::listen("alice")}}}),
      "confirmed");
  played.world.keys["snapshot"] = sealed_content(snapshot);
  play(played);
  CHECK(played.world.fetches.empty());
  CHECK(played.world.log.find("info: [CRON] Asking about 0 of 2 accounts\n") != std::string::npos);
  CHECK(played.world.doings ==
        "query, read list, read snapshot\nread list, read snapshot\nput list\nread list\n"
        "put snapshot\ndone\n");
}

TEST_CASE("machine: the pace is kept by alarms, and the alarms are all that is waited for") {
  Played played = two_members();
  played.worker = R"({"hasCache":true,"settings":{"LASTFM_API_KEY":"k","LASTFM_BURST":"2",)"
                  R"("LASTFM_PER_SECOND":"2","ROSTER":"a,b,c,alice_fm"}})";
  played.world.ask = [](const effect::Fetch&) {
    return std::optional<Outcome>{event::Failed{.reason = "timeout"}};
  };
  play(played);
  CHECK(played.world.doings ==
        "read list, read snapshot\nfetch a, fetch b, wait 500\nfetch c, wait 500\n"
        "fetch alice_fm\nread list, read snapshot\ndone\n");
}

TEST_CASE("machine: a service that asks for time by a header gets it") {
  struct Case {
    std::string_view header;
    std::string_view failures;
  };
  // The seventh has no connection before the others are answered.
  for (const auto& c : {Case{"retry-after", R"("failures":{"service_error":6,"not_sent":1})"},
                        Case{"x-retry-after", R"("failures":{"service_error":7})"}}) {
    CAPTURE(c.header);
    Played played;
    played.worker = R"({"hasCache":true,"settings":{"LASTFM_API_KEY":"k","POLL_BUDGET":"7",)"
                    R"("ROSTER":"a,b,c,d,e,f,g"}})";
    played.world.ask = [&](const effect::Fetch&) {
      return std::optional<Outcome>{
          event::Response{.status = 503, .headers = {{"date", "x"}, {c.header, "90"}}}};
    };
    play(played);
    CHECK(played.world.log.find(c.failures) != std::string::npos);
  }
}

TEST_CASE("machine: events in any order, or one by one, come to the same") {
  auto usual = two_members();
  play(usual);
  for (const auto order : {Performing::Order::backward, Performing::Order::one_by_one}) {
    auto played = two_members();
    played.world.order = order;
    play(played);
    CHECK(played.world.values == usual.world.values);
    CHECK(played.world.log == usual.world.log);
  }
}

TEST_CASE("machine: the same events give the same effects") {
  auto first = two_members();
  auto second = two_members();
  play(first);
  play(second);
  CHECK(first.world.log == second.world.log);
  CHECK(first.world.doings == second.world.doings);
  CHECK(first.world.values == second.world.values);
}

namespace {

// All that have an id, in the order of the effects.
std::vector<EffectId> ids_in(const std::vector<Effect>& effects) {
  std::vector<EffectId> ids;
  for (const Effect& effect : effects) {
    std::visit(
        [&](const auto& what) {
          if constexpr (requires { what.id; }) ids.push_back(what.id);
        },
        effect);
  }
  return ids;
}

std::vector<Event> all_events_about(EffectId id, UnixMillis at) {
  return {{at, event::Rows{.id = id, .json = R"([{"username":"m","lastfm_username":"m"}])"}},
          {at, event::Value{.id = id, .value = "x", .metadata = seal_of("x", 0)}},
          {at, event::Oversize{.id = id, .bytes = 7}},
          {at, event::Response{.id = id, .status = 200, .body = kSilent}},
          {at, event::Completed{.id = id}},
          {at, event::Failed{.id = id, .reason = "timeout", .message = "late"}}};
}

}  // namespace

TEST_CASE("machine: events that nobody waits for change nothing") {
  const BeginFacts given{facts("")};
  RefreshMachine machine{given.begin(kScheduled, kScheduled)};
  std::vector<EffectId> over;  // what no event is awaited for
  std::string written;
  const auto nobody_minds = [&] {
    const auto state = machine.state();
    for (const EffectId id : over) {
      for (const Event& event : all_events_about(id, kScheduled)) {
        CHECK(machine.step({&event, 1}).empty());
        CHECK(machine.state() == state);
      }
    }
  };
  const auto step = [&](std::vector<Event> events) {
    const auto effects = machine.step(events);
    for (const Effect& effect : effects) {
      if (const auto* one = std::get_if<effect::Put>(&effect)) written += one->value.value_or("");
    }
    auto ids = ids_in(effects);
    for (const Event& event : events) {
      std::visit([&](const auto& what) { over.push_back(what.id); }, event.what);
    }
    nobody_minds();
    return ids;
  };
  over = {0, 1, 7, 0xFFFFFFFF, 0xFF000000, 0x06000001, 0x01000002};
  const auto first = ids_in(machine.begin());
  REQUIRE(first.size() == 3);
  nobody_minds();
  CHECK(machine.state() == State::reading);
  CHECK(step({{kScheduled, event::Value{.id = first[2]}}}).empty());
  CHECK(step({{kScheduled, event::Value{.id = first[1]}}}).empty());
  const auto fetches = step({{kScheduled, event::Rows{.id = first[0], .json = kRows}}});
  REQUIRE(fetches.size() == 2);
  CHECK(machine.state() == State::polling);
  CHECK(step({{kScheduled, event::Failed{.id = fetches[1], .reason = "timeout"}}}).empty());
  const auto reads =
      step({{kScheduled, event::Response{.id = fetches[0], .status = 200, .body = kBody}}});
  REQUIRE(reads.size() == 2);
  CHECK(machine.state() == State::reading_again);
  const auto put = step(
      {{kScheduled, event::Value{.id = reads[0]}}, {kScheduled, event::Value{.id = reads[1]}}});
  REQUIRE(put.size() == 1);
  CHECK(machine.state() == State::putting_list);
  CHECK(written.find(kTrack) != std::string::npos);
  const auto look = step({{kScheduled, event::Completed{.id = put[0]}}});
  REQUIRE(look.size() == 1);
  CHECK(machine.state() == State::reading_back);
  const auto wait = step({{kScheduled, event::Value{.id = look[0]}}});
  REQUIRE(wait.size() == 1);
  CHECK(machine.state() == State::waiting);
  const auto again = step({{kScheduled, event::Completed{.id = wait[0]}}});
  REQUIRE(again.size() == 1);
  CHECK(machine.state() == State::reading_back);
  const auto snapshot = step({{kScheduled, event::Value{.id = again[0]}}});
  REQUIRE(snapshot.size() == 1);
  CHECK(machine.state() == State::putting_snapshot);
  const Event last{kScheduled, event::Completed{.id = snapshot[0]}};
  const auto effects = machine.step({&last, 1});
  CHECK(machine.state() == State::done);
  CHECK(std::holds_alternative<effect::Done>(effects.back()));
}

TEST_CASE("machine: a clock behind the schedule counts as the schedule's") {
  auto played = two_members();
  played.started = kScheduled - std::chrono::hours{1};
  play(played);
  CHECK(played.world.is_done);
  CHECK(played.world.log.starts_with(
      "info: [CRON] Running scheduled task at 2025-12-04T14:25:00.000Z\n"));
  CHECK(played.world.log.find(R"({"event":"refresh","at":"2025-12-04T14:25:00)") !=
        std::string::npos);
  CHECK(played.world.values.at(0).find(R"("lastUpdated":"2025-12-04T14:25:00)") !=
        std::string::npos);
}

TEST_CASE("machine: the pace is kept on a clock behind the schedule") {
  Played played = two_members();
  played.started = kScheduled - std::chrono::hours{1};
  played.worker = R"({"hasCache":true,"settings":{"LASTFM_API_KEY":"k","LASTFM_BURST":"2",)"
                  R"("LASTFM_PER_SECOND":"2","ROSTER":"a,b,c,alice_fm"}})";
  played.world.ask = [](const effect::Fetch&) {
    return std::optional<Outcome>{event::Failed{.reason = "timeout"}};
  };
  play(played);
  CHECK(played.world.doings ==
        "read list, read snapshot\nfetch a, fetch b, wait 500\nfetch c, wait 500\n"
        "fetch alice_fm\nread list, read snapshot\ndone\n");
  CHECK(played.world.log.find(R"("at":"2025-12-04T14:25:01.300Z")") != std::string::npos);
  CHECK(played.world.log.find(R"("durationMs":1300)") != std::string::npos);
}

TEST_CASE("machine: a wait that fails is over") {
  Played played = two_members();
  played.worker = R"({"hasCache":true,"settings":{"LASTFM_API_KEY":"k","LASTFM_BURST":"1",)"
                  R"("LASTFM_PER_SECOND":"2","ROSTER":"a,b,c"}})";
  played.world.ask = [](const effect::Fetch&) {
    return std::optional<Outcome>{event::Failed{.reason = "timeout"}};
  };
  played.world.instead["wait 500"] = {failure("no timer"), failure("no timer")};
  play(played);
  CHECK(played.world.is_done);
  CHECK(played.world.fetches.size() == 3);
}

TEST_CASE("machine: an event that does not fit what was asked for means nothing") {
  const BeginFacts given{facts("")};
  RefreshMachine machine{given.begin(kScheduled, kScheduled)};
  const auto ids = ids_in(machine.begin());
  REQUIRE(ids.size() == 3);
  for (const EffectId id : ids) {
    for (const Event& event : all_events_about(id, kScheduled)) {
      const bool is_rows = std::holds_alternative<event::Rows>(event.what);
      const bool is_stored = std::holds_alternative<event::Value>(event.what) ||
                             std::holds_alternative<event::Oversize>(event.what);
      const bool is_failed = std::holds_alternative<event::Failed>(event.what);
      if (is_failed || (id == ids[0] ? is_rows : is_stored)) continue;
      CHECK(machine.step({&event, 1}).empty());
    }
  }
  CHECK(machine.state() == State::reading);
  const std::vector<Event> fitting{{kScheduled, event::Rows{.id = ids[0], .json = kRows}},
                                   {kScheduled, event::Value{.id = ids[1]}},
                                   {kScheduled, event::Value{.id = ids[2]}}};
  (void)machine.step(fitting);
  CHECK(machine.state() == State::polling);
}

TEST_CASE("machine: time does not go back") {
  const BeginFacts given{facts("")};
  RefreshMachine machine{given.begin(kScheduled, kScheduled)};
  const auto ids = ids_in(machine.begin());
  (void)machine.step(std::vector<Event>{{kScheduled + Seconds{9}, event::Value{.id = ids.at(1)}},
                                        {kScheduled - Seconds{9}, event::Value{.id = ids.at(2)}}});
  const Event last{UnixMillis{}, event::Rows{.id = ids.at(0), .json = "[]"}};
  std::string log;
  for (const Effect& effect : machine.step({&last, 1})) {
    if (const auto* print = std::get_if<effect::Print>(&effect)) log.append(print->text);
  }
  CHECK(log.find(R"("at":"2025-12-04T14:25:09.000Z")") != std::string::npos);
}

TEST_CASE("machine: no log line of a refresh holds a secret") {
  Played played = two_members();
  auto& world = played.world;
  played.worker = R"({"hasCache":true,"hasDatabase":true,"settings":{"LASTFM_API_KEY":"key-123",)"
                  R"("LISTENBRAINZ_TOKEN":"token-4"}})";
  const auto trouble = failure("token-4 key-123");
  world.ask = [](const effect::Fetch& fetch) {
    return std::optional{answer(account_in(fetch.url) == "alice_fm" ? kBody : kSilent)};
  };
  world.instead["query"] = {std::nullopt, trouble};
  world.instead["read list"] = {trouble, trouble, trouble};
  world.instead["put list"] = {trouble};
  world.instead["put snapshot"] = {trouble};
  play(played);
  CAPTURE(world.log);
  CHECK(world.log.find("could not be read: *** ***") != std::string::npos);
  CHECK(world.log.find("refused the list: *** ***") != std::string::npos);
  CHECK(world.log.find("refused the snapshot: *** ***") != std::string::npos);
  CHECK(world.log.find("key-123") == std::string::npos);
  CHECK(world.log.find("token-4") == std::string::npos);
}

}  // namespace user_listens
