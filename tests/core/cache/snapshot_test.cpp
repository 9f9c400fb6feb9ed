#include "cache/snapshot.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

Snapshot sample_snapshot() {
  return {.last_updated = samples::now(),
          .written_at = samples::time("2025-12-04T14:25:28.001Z"),
          .writer = samples::deployment(),
          .confirmation = "",
          .refresh = {.asked = 3, .learned = 2, .failed = 1, .kept = 1, .tracks = 2},
          .services = {{.source = "lastfm",
                        .paused_until = samples::time("2025-12-04T14:35:27.000Z"),
                        .pauses = 2,
                        .refuses_key = true},
                       {.source = "listenbrainz"}},
          .memories = {{.account = {.username = "alice", .source = "lastfm", .name = "alice_fm"},
                        .listen = samples::listen("alice"),
                        .learned_at = samples::now(),
                        .asked_at = samples::now(),
                        .last_answer = AnswerKind::listened,
                        .failures = 0,
                        .hours = 0xFF'FFFF},
                       {.account = {.username = "alice", .source = "listenbrainz", .name = ""},
                        .listen = samples::playing("alice"),
                        .learned_at = samples::time("2025-12-04T14:20:27.000Z"),
                        .asked_at = samples::time("2025-12-04T14:25:26.000Z"),
                        .last_answer = AnswerKind::timeout,
                        .failures = 4,
                        .hours = 0xC0'0001},
                       {.account = {.username = "carol", .source = "librefm", .name = "c"}}}};
}

std::string sample_snapshot_value() {
  return complete_snapshot(encode_snapshot_draft(sample_snapshot()), "confirmed");
}

// A snapshot of one service and one member, with `value` in a field:
// "writtenAt", "services.0.pauses".
std::string_view with_field(std::string_view field, std::string_view value, Arena& arena) {
  const auto last_dot = field.rfind('.');
  const auto name = last_dot == std::string_view::npos ? field : field.substr(last_dot + 1);
  const auto own = arena.joined({"\"", name, "\":", value});
  const auto within = [&](std::string_view where) {
    return field.substr(0, field.size() - name.size()) == where ? arena.joined({",", own}) : "";
  };
  const bool is_service = field == "services.0";
  const auto service = is_service ? value : arena.joined({R"({"x":0)", within("services.0."), "}"});
  const auto services = field == "services" ? "" : arena.joined({R"(,"services":[)", service, "]"});
  return arena.joined({R"({"version":2)", within(""), services,
                       R"(,"members":[{"listen":{"username":"a","artist":"b","track":"t"})",
                       within("members.0."), "}]}"});
}

struct RefusedCase {
  std::string_view name;
  std::string_view value;
};

#define MEMBER(listen) \
  R"({"version":2,"members":[{"username":"a","account":"b","listen":)" listen "}]}"

constexpr auto kRefusedCases = std::to_array<RefusedCase>({
    {"no bytes", ""},
    {"null", "null"},
    {"a list", "[]"},
    {"empty object", "{}"},
    {"no version", R"({"members":[]})"},
    {"version 1", R"({"version":1,"members":[]})"},
    {"version 3", R"({"version":3,"members":[]})"},
    {"version as text", R"({"version":"2","members":[]})"},
    {"no members", R"({"version":2})"},
    {"members an object", R"({"version":2,"members":{}})"},
    {"members null", R"({"version":2,"members":null})"},
    {"a member that is null", R"({"version":2,"members":[null]})"},
    {"a member that is a list", R"({"version":2,"members":[[]]})"},
    {"a listen without a track", MEMBER(R"({"username":"a","artist":"b"})")},
    {"a listen of wrong kinds", MEMBER(R"({"username":"a","artist":1,"track":"c"})")},
    {"bytes behind it", R"({"version":2,"members":[]}])"},
});

}  // namespace

TEST_CASE("snapshot: the exact bytes") {
  Snapshot snapshot = sample_snapshot();
  snapshot.memories.erase(snapshot.memories.begin(), snapshot.memories.begin() + 2);
  CHECK(complete_snapshot(encode_snapshot_draft(snapshot), "unconfirmed") ==
        R"({"version":2,"confirmation":"unconfirmed","lastUpdated":"2025-12-04T14:25:27.000Z",)"
        R"("writtenAt":"2025-12-04T14:25:28.001Z",)"
        R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.000Z"},)"
        R"("refresh":{"asked":3,"learned":2,"failed":1,"kept":1,"tracks":2},)"
        R"("services":[{"source":"lastfm","pausedUntil":"2025-12-04T14:35:27.000Z","pauses":2,)"
        R"("refusesKey":true},{"source":"listenbrainz","pausedUntil":null,"pauses":0,)"
        R"("refusesKey":false}],)"
        R"("members":[{"username":"carol","source":"librefm","account":"c","lastAnswer":null,)"
        R"("failures":0,"hours":0,"askedAt":null,"learnedAt":null,"listen":null}]})");
}

TEST_CASE("snapshot: what was encoded is read again") {
  const auto value = sample_snapshot_value();
  const auto written = sample_snapshot();
  Arena arena;
  const auto read = read_snapshot(Stored{.value = value, .seal = seal_of(value, 3)}, arena);
  REQUIRE(read);
  CHECK(read->last_updated == written.last_updated);
  CHECK(read->written_at == written.written_at);
  CHECK(read->writer == written.writer);
  CHECK(read->confirmation == "confirmed");
  for (const auto& row : kRefreshCounts) {
    CAPTURE(row.name);
    CHECK(read->refresh.*row.member == written.refresh.*row.member);
  }
  REQUIRE(read->services.size() == written.services.size());
  for (std::size_t i = 0; i < written.services.size(); ++i) {
    CAPTURE(i);
    CHECK(read->services[i].source == written.services[i].source);
    CHECK(read->services[i].paused_until == written.services[i].paused_until);
    CHECK(read->services[i].pauses == written.services[i].pauses);
    CHECK(read->services[i].refuses_key == written.services[i].refuses_key);
  }
  REQUIRE(read->memories.size() == written.memories.size());
  for (std::size_t i = 0; i < written.memories.size(); ++i) {
    CAPTURE(i);
    CHECK(read->memories[i].account == written.memories[i].account);
    CHECK(read->memories[i].listen == written.memories[i].listen);
    CHECK(read->memories[i].learned_at == written.memories[i].learned_at);
    CHECK(read->memories[i].asked_at == written.memories[i].asked_at);
    CHECK(read->memories[i].last_answer == written.memories[i].last_answer);
    CHECK(read->memories[i].failures == written.memories[i].failures);
    CHECK(read->memories[i].hours == written.memories[i].hours);
  }
}

TEST_CASE("snapshot: members that have not changed are copied") {
  const auto value = sample_snapshot_value();
  Arena arena;
  const auto read = read_snapshot(samples::sealed(value), arena).value();
  Snapshot written = read;
  CHECK(complete_snapshot(encode_snapshot_draft(written, &read), "confirmed") == value);

  // Shown by other bytes for the same members, which are copied as they are.
  Snapshot marked = read;
  for (auto& encoded : marked.encoded) encoded = "{\"copied\":true}";
  const std::size_t count = written.memories.size();
  REQUIRE(count >= 3);
  const auto copies = [&] {
    const auto draft = encode_snapshot_draft(written, &marked);
    std::size_t found = 0;
    for (auto at = draft.find("copied"); at != std::string::npos; at = draft.find("copied", at + 1))
      ++found;
    return found;
  };
  CHECK(copies() == count);
  std::swap(written.memories.front(), written.memories.back());
  CHECK(copies() == count);
  ++written.memories[1].failures;
  CHECK(copies() == count - 1);
  written.memories.pop_back();
  CHECK(copies() == count - 2);
  // Its bytes say something else than what was read.
  marked.encoded[count - 1] = {};
  CHECK(copies() == count - 3);
  // Another deployment may have encoded it otherwise.
  written.writer.id = "other";
  CHECK(copies() == 0);
  written.writer.id = marked.writer.id = "";
  CHECK(copies() == 0);
}

TEST_CASE("snapshot: members that are read as something else are not copied") {
  const auto value = complete_snapshot(
      encode_snapshot_draft(
          {.last_updated = samples::now(),
           .writer = sample_snapshot().writer,
           .memories = {{.account = {"late", "lastfm", "l"}, .learned_at = samples::now() + kTick},
                        {.account = {"in_time", "lastfm", "i"}, .learned_at = samples::now()}}}),
      "confirmed");
  Arena arena;
  const auto read = read_snapshot(samples::sealed(value), arena).value();
  REQUIRE(read.encoded.size() == 2);
  CHECK(read.encoded[0].empty());
  CHECK(read.encoded[1].starts_with(R"({"username":"in_time",)"));
  CHECK(read.encoded[1].ends_with("}"));
  const auto again = complete_snapshot(encode_snapshot_draft(read, &read), "confirmed");
  CHECK(again == complete_snapshot(encode_snapshot_draft(read), "confirmed"));
}

TEST_CASE("snapshot: an account without a service is one of Last.fm") {
  Arena arena;
  const auto read = read_snapshot(
      samples::sealed(
          R"({"version":2,"confirmation":"confirmed","lastUpdated":"2025-12-04T14:25:27.000Z",)"
          R"("writtenAt":"2025-12-04T14:25:28.001Z",)"
          R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.000Z"},)"
          R"("refresh":{"asked":3,"learned":2,"failed":1,"kept":1,"tracks":2},)"
          R"("members":[{"username":"carol","account":"c","lastAnswer":"timeout","failures":3,)"
          R"("learnedAt":"2025-12-04T14:20:27.000Z",)"
          R"("listen":{"username":"carol","artist":"a","track":"t","nowPlaying":true}}]})"),
      arena);
  REQUIRE(read);
  CHECK(read->services.empty());
  REQUIRE(read->memories.size() == 1);
  const Memory& memory = read->memories.front();
  CHECK(memory.account == Account{.username = "carol", .source = "lastfm", .name = "c"});
  CHECK(memory.listen->now_playing);
  CHECK(memory.learned_at == samples::time("2025-12-04T14:20:27.000Z"));
  CHECK_FALSE(memory.asked_at);
  CHECK(memory.failures == 3);
  CHECK(memory.hours == 0);
}

// Some field of the sample, and values that it never has.
TEST_CASE("snapshot: fields of a wrong kind are as if they were not there") {
  constexpr auto kValues = std::to_array<std::string_view>(
      {"null", "true", "-1", "1.5", "9223372036854775808", "\"\"", "\"x\"", "[]", "{}",
       R"([{"source":"x"}])", R"({"source":"x"})"});
  for (const std::string_view field :
       {"confirmation", "lastUpdated", "writtenAt", "writer", "refresh", "services", "services.0",
        "services.0.source", "services.0.pausedUntil", "services.0.pauses", "services.0.refusesKey",
        "members.0.username", "members.0.source", "members.0.account", "members.0.lastAnswer",
        "members.0.failures", "members.0.hours", "members.0.askedAt", "members.0.learnedAt"}) {
    for (const std::string_view value : kValues) {
      CAPTURE(field);
      CAPTURE(value);
      Arena arena;
      const auto read = read_snapshot(samples::sealed(with_field(field, value, arena)), arena);
      // What a time or a name became is no matter, as long as the rest is there.
      REQUIRE(read);
      REQUIRE(read->memories.size() == 1);
      CHECK(read->memories[0].listen->track == "t");
      const auto encoded = complete_snapshot(encode_snapshot_draft(*read), read->confirmation);
      CHECK(read_snapshot(samples::sealed(encoded), arena));
    }
  }
}

TEST_CASE("snapshot: cut at every byte it is nothing") {
  const auto value = sample_snapshot_value();
  for (std::size_t size = 0; size < value.size(); ++size) {
    CAPTURE(size);
    Arena arena;
    REQUIRE_FALSE(read_snapshot(samples::sealed(value.substr(0, size)), arena));
  }
}

TEST_CASE("snapshot: with any bit flipped a sealed one is nothing") {
  auto value = sample_snapshot_value();
  const auto seal = seal_of(value, 3);
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    CAPTURE(bit);
    char& byte = value[bit / 8];
    const char before = byte;
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
    Arena arena;
    REQUIRE_FALSE(read_snapshot(Stored{.value = value, .seal = seal}, arena));
    byte = before;
  }
}

TEST_CASE("snapshot: with any malformed part it is refused as a whole") {
  for (const auto& c : kRefusedCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK_FALSE(read_snapshot(samples::sealed(c.value), arena));
  }
  Arena arena;
  CHECK_FALSE(read_snapshot(Stored{}, arena));
}

TEST_CASE("snapshot: without a seal it is refused") {
  Arena arena;
  const auto value = complete_snapshot(encode_snapshot_draft({}), "confirmed");
  CHECK(read_snapshot(samples::sealed(value), arena));
  CHECK_FALSE(read_snapshot(Stored{.value = value}, arena));
}

TEST_CASE("snapshot: nothing was learned or played after it was updated, wherever that is said") {
  struct Case {
    std::string_view name, learned, played, learned_then, played_then;
  };
  constexpr auto kUpdated = "2025-12-04T14:25:27.000Z";
  constexpr auto kLater = "2025-12-04T15:00:00.000Z";
  constexpr auto kBefore = "2025-12-04T14:00:00.000Z";
  for (const Case& one : {Case{"in order", kBefore, kBefore, kBefore, kBefore},
                          Case{"played after it was learned", kBefore, kUpdated, kBefore, kBefore},
                          Case{"learned after the update", kLater, kLater, kUpdated, kUpdated},
                          Case{"not said when it was learned", "", kLater, "", kUpdated}}) {
    CAPTURE(one.name);
    Arena arena;
    const auto value = arena.filled(
        R"({"version":2,"members":[{"username":"a","learnedAt":"%","listen":{"username":"a",)"
        R"("artist":"b","track":"t","playedAt":"%"}}],"lastUpdated":"%"})",
        {one.learned, one.played, kUpdated});
    const auto read = read_snapshot(samples::sealed(value), arena);
    REQUIRE(read);
    const Memory& memory = read->memories.at(0);
    CHECK(memory.learned_at == parse_iso8601(one.learned_then));
    CHECK(memory.listen.value().played_at == parse_iso8601(one.played_then));
  }
}

TEST_CASE("snapshot: unknown fields and answers of later versions are passed over") {
  Arena arena;
  const auto read = read_snapshot(
      samples::sealed(
          R"({"version":2,"new":{"members":[1]},"members":[{"username":"a","lastAnswer":"dozing","x":[{"y":1}]}]})"),
      arena);
  REQUIRE(read);
  REQUIRE(read->memories.size() == 1);
  CHECK(read->memories.front().account.username == "a");
  CHECK_FALSE(read->memories.front().last_answer.has_value());
}

}  // namespace user_listens
