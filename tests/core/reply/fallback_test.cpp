// Whatever the key of the list holds, the best that is stored is served, and
// the log tells why.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "cache/entry.h"
#include "reply/broken_lists.h"
#include "reply/replies.h"

namespace user_listens {
namespace {

Settings with_key() {
  Settings settings;
  settings.secrets = {"key-123"};
  return settings;
}

constexpr std::string_view kDown = "KV GET failed: 503";

constexpr std::string_view kUnreadableBody =
    R"({"data":[],"lastUpdated":null,"cached":false,"version":2,"stale":true,)"
    R"("staleReason":"unreadable",)"
    R"("message":"The list cannot be read at the moment. Try again in a minute."})";

std::string line(const FallbackCase& c, std::string_view end) {
  return std::string{c.warning}.append("warning: [API] Cache MISS - ").append(end).append("\n");
}

}  // namespace

TEST_CASE("fallback: to the snapshot, whatever the list's key holds") {
  const auto snapshot = snapshot_value();
  for (const auto& c : kFallbackCases) {
    CAPTURE(c.name);
    const auto reply =
        reply_to({.kv = {{kRecent, c.recent},
                         {kSnapshot, {.value = snapshot, .seal = seal_of(snapshot, 3)}}},
                  .settings = with_key()});
    CHECK(reply.status == 200);
    CHECK(reply.body.starts_with(R"({"data":[{"username":"carol")"));
    CHECK(reply.body.ends_with(
        std::string{R"(],"lastUpdated":"2025-12-04T14:20:27.000Z","cached":true,"version":2,)"}
            .append(R"("stale":true,"staleReason":")")
            .append(c.reason)
            .append("\"}")));
    CHECK(reply.header("cache-control") == "public, max-age=5");
    CHECK_FALSE(reply.header("etag").empty());
    CHECK(reply.log ==
          line(c, std::string{c.reason}.append(
                      ", returning 2 tracks of the snapshot of 2025-12-04T14:20:27.000Z")));
  }
}

TEST_CASE("fallback: without a snapshot to what can be decoded, or to what is the case") {
  for (const auto& c : kFallbackCases) {
    for (const Stored& broken : {Stored{}, Stored{.value = "[]"}, Stored{.error = "down"}}) {
      CAPTURE(c.name);
      const auto reply =
          reply_to({.kv = {{kRecent, c.recent}, {kSnapshot, broken}}, .settings = with_key()});
      CHECK(reply.status == 200);
      if (!c.has_tracks && (c.recent.error || broken.error)) {
        CHECK(reply.body == kUnreadableBody);
        continue;
      }
      if (!c.has_tracks) {
        CHECK(reply.body.starts_with(R"({"data":[],"lastUpdated":null,"cached":false,"message":)"));
        CHECK(reply.log == line(c, "nothing to fall back on, the list is empty"));
        continue;
      }
      CHECK(
          reply.body ==
          std::string{R"({"data":[{"username":"zoe","artist":"b","album":"","track":"c",)"}
              .append(R"("image":null,"playedAt":null,"nowPlaying":false,"url":"","source":""}],)")
              .append(
                  R"("lastUpdated":null,"cached":true,"version":2,"stale":true,"staleReason":")")
              .append(c.reason)
              .append("\"}"));
      CHECK(reply.log ==
            line(c, std::string{c.reason}.append(", returning 1 tracks of what can be decoded")));
    }
  }
}

TEST_CASE("fallback: an empty list of another writer does not hide what is known") {
  const auto snapshot = snapshot_value();
  const std::string blank = R"({"tracks":[],"lastUpdated":"2025-12-04T14:24:00.000Z","version":2})";
  const auto known =
      reply_to({.kv = {{kRecent, {.value = blank}}, {kSnapshot, samples::sealed(snapshot)}}});
  CHECK(known.body.starts_with(R"({"data":[{"username":"carol")"));
  CHECK(known.body.ends_with(R"("stale":true,"staleReason":"empty"})"));
  CHECK(known.log.starts_with("warning: [API] WARNING: Cache has an empty list without a seal."));
  const auto unknown = reply_to({.kv = {{kRecent, {.value = blank}}}});
  CHECK(unknown.body.starts_with(R"({"data":[],"lastUpdated":"2025-12-04T14:24:00.000Z")"));
  const auto ours = reply_to({.kv = {{kRecent, {.value = blank, .seal = seal_of(blank, 0)}},
                                     {kSnapshot, samples::sealed(snapshot)}}});
  CHECK(ours.body.starts_with(R"({"data":[],"lastUpdated":"2025-12-04T14:24:00.000Z")"));
}

TEST_CASE("fallback: music that nobody confirmed for two ticks has stopped") {
  const auto snapshot = snapshot_value();
  const auto nine_minutes_later = reply_to({.kv = {{kSnapshot, samples::sealed(snapshot)}},
                                            .now = samples::time("2025-12-04T14:30:27.000Z")});
  CHECK(nine_minutes_later.body.find(R"("nowPlaying":true)") != std::string::npos);
  const auto later = reply_to({.kv = {{kSnapshot, samples::sealed(snapshot)}},
                               .now = samples::time("2025-12-04T14:30:27.001Z")});
  CHECK(later.body.find(R"("nowPlaying":true)") == std::string::npos);
  CHECK(later.body.find(R"("playedAt":"2025-12-04T14:20:27.000Z","nowPlaying":false)") !=
        std::string::npos);
}

TEST_CASE("fallback: a limit shortens the snapshot's list too") {
  const auto snapshot = snapshot_value();
  const auto reply = reply_to({.url = "https://site.example/api/internal/user-listens?limit=1",
                               .kv = {{kSnapshot, samples::sealed(snapshot)}}});
  CHECK(reply.log ==
        "warning: [API] Cache MISS - missing, returning 1 tracks of the snapshot of "
        "2025-12-04T14:20:27.000Z\n");
  CHECK(reply.body.find("alice") == std::string::npos);
}

TEST_CASE("fallback: a copy that was read before stands in for a key that cannot be read") {
  const auto list = encode_entry(
      samples::entry(samples::now(), samples::deployment(), {samples::listen("alice")}));
  const auto seal = seal_of(list, 1);
  const auto reply =
      reply_to({.kv = {{kRecent, {.value = list, .seal = seal, .error = "KV GET failed: 503"}}}});
  CHECK(reply.status == 200);
  CHECK(reply.body.ends_with(R"("stale":true,"staleReason":"unreadable"})"));
  CHECK(reply.log ==
        "warning: [API] WARNING: Cache could not be read: KV GET failed: 503\n"
        "warning: [API] Cache MISS - unreadable, returning 1 tracks of a copy of "
        "2025-12-04T14:25:27.000Z\n");
}

TEST_CASE("fallback: the snapshot goes before an older copy of the list") {
  const auto snapshot = snapshot_value();
  for (const bool list_is_newer : {true, false}) {
    CAPTURE(list_is_newer);
    const auto at =
        samples::time(list_is_newer ? "2025-12-04T14:20:28.000Z" : "2025-12-04T14:20:27.000Z");
    const auto list =
        encode_entry(samples::entry(at, samples::deployment(), {samples::listen("dana")}));
    const auto reply = reply_to({.kv = {{kRecent, {.value = list, .error = "KV GET failed: 503"}},
                                        {kSnapshot, samples::sealed(snapshot)}}});
    CHECK(reply.body.starts_with(list_is_newer ? R"({"data":[{"username":"dana")"
                                               : R"({"data":[{"username":"carol")"));
    CHECK(reply.body.ends_with(R"("stale":true,"staleReason":"unreadable"})"));
  }
}

TEST_CASE("fallback: a copy of a list that is rightly empty is no missing list") {
  const auto value = encode_entry(samples::entry(samples::now(), samples::deployment(), {}));
  Stored copy = samples::sealed(value);
  copy.error = "KV GET failed: 503";
  const auto reply = reply_to({.kv = {{kRecent, copy}}});
  CHECK(reply.body ==
        R"({"data":[],"lastUpdated":"2025-12-04T14:25:27.000Z","cached":true,"version":2,)"
        R"("stale":true,"staleReason":"unreadable"})");
}

TEST_CASE("fallback: what plays in a copy of the snapshot stops, as it does in the snapshot") {
  const auto value = snapshot_value();
  const auto ask = [&](Millis later) {
    Stored copy = samples::sealed(value);
    copy.error = kDown;
    return reply_to({.kv = {{kRecent, {.error = kDown}}, {kSnapshot, copy}},
                     .now = samples::time("2025-12-04T14:20:27.000Z") + later});
  };
  CHECK(ask(std::chrono::minutes{10}).body.find(R"("nowPlaying":true)") != std::string::npos);
  CHECK(ask(std::chrono::minutes{11})
            .body.find(R"("playedAt":"2025-12-04T14:20:27.000Z","nowPlaying":false)") !=
        std::string::npos);
}

namespace {

struct CopyCase {
  std::string_view name;
  bool has_list;
  bool has_snapshot;
  Millis age;              // of both, when they are read
  std::string_view shown;  // a member; "": the list cannot be read
};

constexpr Millis kSecond{1000};

// The list has dana, the snapshot carol and alice.
constexpr auto kCopyCases = std::to_array<CopyCase>({
    {"the list, to the second", true, false, 420 * kSecond, "dana"},
    {"the list, a moment later", true, false, 420 * kSecond + Millis{1}, ""},
    {"the list, days later", true, false, std::chrono::days{6}, ""},
    {"the snapshot, to the second", false, true, 3600 * kSecond, "carol"},
    {"the snapshot, a moment later", false, true, 3600 * kSecond + Millis{1}, ""},
    {"the snapshot, once the list has ended", true, true, 421 * kSecond, "carol"},
    {"neither, once the snapshot has ended too", true, true, 3601 * kSecond, ""},
    {"the list, of a clock that is a little ahead", true, false, -120 * kSecond, "dana"},
    {"the list, of a clock that is further ahead", true, false, -121 * kSecond, ""},
    {"the snapshot, of a clock that is a year ahead", false, true, -std::chrono::days{365}, ""},
    {"none, in a fresh isolate", false, false, Millis{0}, ""},
});

Reply reply_of_copies(const CopyCase& c) {
  // As old as the snapshot, and it knows better.
  const auto written = samples::time("2025-12-04T14:20:28.000Z");
  const auto entry = samples::entry(written, samples::deployment(), {samples::listen("dana")});
  const auto list = encode_entry(entry);
  const auto snapshot = snapshot_value();
  Stored recent = c.has_list ? samples::sealed(list) : Stored{};
  Stored beside = c.has_snapshot ? samples::sealed(snapshot) : Stored{};
  recent.error = beside.error = kDown;
  return reply_to({.kv = {{kRecent, recent}, {kSnapshot, beside}}, .now = written + c.age});
}

}  // namespace

TEST_CASE("fallback: copies end with the time for which someone hidden may be shown") {
  for (const auto& c : kCopyCases) {
    CAPTURE(c.name);
    const auto reply = reply_of_copies(c);
    CHECK(reply.status == 200);
    if (!c.shown.empty()) {
      CHECK(reply.body.find(c.shown) != std::string::npos);
      CHECK(reply.body.ends_with(R"("stale":true,"staleReason":"unreadable"})"));
      continue;
    }
    CHECK(reply.body == kUnreadableBody);
    CHECK(reply.header("etag").empty());
    CHECK(
        reply.log ==
        "warning: [API] WARNING: Cache could not be read: KV GET failed: 503\n"
        "warning: [API] WARNING: The list cannot be read, and no copy of it may be shown any more "
        "(user-listens:v2:recent: KV GET failed: 503, user-listens:v2:snapshot: KV GET failed: "
        "503).\n");
  }
}

TEST_CASE("fallback: of a copy and the snapshot as old, the one that was written last") {
  // A refresh that learned nothing wrote the list without alice, and its snapshot was refused.
  const auto learned = samples::time("2025-12-04T14:20:27.000Z");
  auto entry = samples::entry(learned, samples::deployment(), {samples::listen("carol")});
  entry.written_at = samples::now();
  const auto list = encode_entry(entry);
  const auto snapshot = snapshot_value();
  Stored copy = samples::sealed(list);
  copy.error = kDown;
  for (const bool is_copied : {true, false}) {
    CAPTURE(is_copied);
    Stored beside = samples::sealed(snapshot);
    if (is_copied) beside.error = kDown;
    const auto reply = reply_to({.kv = {{kRecent, copy}, {kSnapshot, beside}}});
    CHECK(reply.body.find("carol") != std::string::npos);
    CHECK(reply.body.find("alice") == std::string::npos);
  }
}

TEST_CASE("fallback: a list that nobody refreshes steps back behind a newer snapshot") {
  struct Case {
    std::string_view name;
    std::string_view last_updated;
    bool is_shown;
  };
  // The snapshot is of 14:20:27, and it is 14:45.
  for (const auto& c : {Case{"older than the snapshot", "2025-12-04T14:20:26.000Z", false},
                        Case{"as old", "2025-12-04T14:20:27.000Z", true},
                        Case{"younger", "2025-12-04T14:29:59.999Z", true},
                        Case{"of the future", "2025-12-04T15:00:00.001Z", false}}) {
    CAPTURE(c.name);
    const auto list = encode_entry(samples::entry(
        samples::time(c.last_updated), samples::deployment(), {samples::listen("dana")}));
    const auto snapshot = snapshot_value();
    for (const Stored& recent : {Stored{.value = list}, samples::sealed(list)}) {
      const auto reply =
          reply_to({.kv = {{kRecent, recent}, {kSnapshot, samples::sealed(snapshot)}},
                    .now = samples::time("2025-12-04T14:45:00.000Z")});
      CHECK((reply.body.find("dana") != std::string::npos) == c.is_shown);
      CHECK(reply.body.ends_with(R"("stale":true,"staleReason":"not_refreshed"})"));
    }
  }
}

}  // namespace user_listens
