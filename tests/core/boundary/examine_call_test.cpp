// What the operator's doctor is told of a key.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "base/json_reader.h"
#include "boundary/calling.h"
#include "cache/entry.h"
#include "cache/snapshot.h"
#include "samples.h"

namespace user_listens {
namespace {

constexpr std::string_view kRecent = "user-listens:v2:recent";
constexpr std::string_view kSnapshot = "user-listens:v2:snapshot";

std::string list_value() {
  return encode_entry(samples::entry(samples::now(), samples::deployment(),
                                     {samples::listen("alice"), samples::playing("bob")}));
}

std::string snapshot_value() {
  const Snapshot snapshot{
      .last_updated = samples::now(),
      .written_at = samples::time("2025-12-04T14:25:28.000Z"),
      .writer = samples::deployment(),
      .refresh = {.asked = 3, .learned = 2, .failed = 1, .kept = 1, .tracks = 2},
      .services = {{.source = "lastfm", .refuses_key = true}},
      .memories = {
          {.account = samples::account("alice"),
           .listen = samples::listen("alice"),
           .last_answer = AnswerKind::listened},
          {.account = samples::account("bob"),
           .asked_at = samples::now(),
           .last_answer = AnswerKind::unreadable,
           .failures = 4},
          {.account = samples::account("carol")},
          {.account = samples::account("dave"), .last_answer = AnswerKind::private_history}}};
  return complete_snapshot(encode_snapshot_draft(snapshot), "confirmed");
}

// The facts of a call: the key, and its metadata as JSON.
std::string about(std::string_view key, std::string_view metadata) {
  return joined({R"({"nowMs":1764858327000,"key":")", key, R"(","metadata":)", metadata, "}"});
}

std::string metadata_of(std::string_view value) {
  json::Writer out;
  write_seal(out, seal_of(value, 0));
  return out.take();
}

// Sealed when `metadata` is left out.
std::string examined(std::string_view key, std::string_view value, std::string_view metadata = "") {
  const auto seal = metadata_of(value);
  const auto given = metadata.empty() ? std::string_view{seal} : metadata;
  return call(calls::examine, {about(key, given), value})[0];
}

constexpr std::string_view kWriter =
    R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.000Z"})";

}  // namespace

TEST_CASE("examine: all that is told of a list of ours") {
  CHECK(examined(kRecent, list_value()) ==
        joined({R"({"role":"recent","formatVersion":2,"freshForSeconds":900,"seal":"matches",)",
                R"("status":"fresh","list":"current","fault":null,"ageSeconds":0,)",
                R"("lastUpdated":"2025-12-04T14:25:27.000Z","tracks":2,"jsonError":null,)",
                R"("version":2,"items":2,"writtenAt":"2025-12-04T14:25:27.000Z",)",
                R"("complete":false,)", kWriter, "}"}));
}

TEST_CASE("examine: all that is told of a snapshot of ours, names included") {
  const auto remembered = [](std::string_view name, std::string_view more) {
    return joined(
        {R"({"username":")", name, R"(","source":"lastfm","account":")", name, R"(",)", more, "}"});
  };
  const std::string expected = joined(
      {R"({"role":"snapshot","formatVersion":2,"freshForSeconds":900,"seal":"matches",)",
       R"("snapshot":"current","fault":null,"jsonError":null,"version":2,)",
       R"("lastUpdated":"2025-12-04T14:25:27.000Z","writtenAt":"2025-12-04T14:25:28.000Z",)",
       kWriter,
       R"(,"lastRefresh":{"at":"2025-12-04T14:25:28.000Z","confirmation":"confirmed",)",
       R"("counts":{"asked":3,"learned":2,"failed":1,"kept":1,"tracks":2}},)",
       R"("accounts":{"listened":1,"private":1,"unreadable":1,"never_asked":1},)",
       R"("services":[{"source":"lastfm","pausedUntil":null,"pauses":0,"refusesKey":true}],)",
       R"("knownServices":[)",
       R"({"source":"lastfm","title":"Last.fm","secretSetting":"LASTFM_API_KEY"},)",
       R"({"source":"librefm","title":"Libre.fm","secretSetting":""},)",
       R"({"source":"listenbrainz","title":"ListenBrainz","secretSetting":"LISTENBRAINZ_TOKEN"}],)",
       R"("answers":[{"kind":"listened","words":"listened","isFailure":false,"accounts":[)",
       remembered("alice", R"("failures":0,"askedAt":null,"learnedAt":null,"hasListen":true)"),
       R"(]},{"kind":"private","words":"private","isFailure":false,"accounts":[)",
       remembered("dave", R"("failures":0,"askedAt":null,"learnedAt":null,"hasListen":false)"),
       R"(]},{"kind":"unreadable","words":"unreadable answer","isFailure":true,"accounts":[)",
       remembered("bob", R"("failures":4,"askedAt":"2025-12-04T14:25:27.000Z",)"
                         R"("learnedAt":null,"hasListen":false)"),
       R"(]},{"kind":"never_asked","words":"never asked","isFailure":false,"accounts":[)",
       remembered("carol", R"("failures":0,"askedAt":null,"learnedAt":null,"hasListen":false)"),
       "]}]}"});
  CHECK(examined(kSnapshot, snapshot_value()) == expected);
}

TEST_CASE("examine: the role of a key") {
  struct Row {
    std::string_view key, role;
  };
  for (const auto& row : std::initializer_list<Row>{
           {"user-listens:v2:recent", "recent"},
           {"user-listens:v2:snapshot", "snapshot"},
           {"user-listens:recent", "older_version"},
           {"user-listens:v1:recent", "older_version"},
           {"user-listens:v3:recent", "newer_version"},
           {"user-listens:v3:snapshot", "newer_version"},
           {"user-listens:v12:recent", "newer_version"},
           {"user-listens:v2:other", "unknown"},
           {"user-listens:v0:recent", "unknown"},
           {"user-listens:v-1:recent", "unknown"},
           {"user-listens:v:recent", "unknown"},
           {"user-listens:v9999999999999999999:recent", "unknown"},
           {"user-listens:", "unknown"},
           {"", "unknown"},
       }) {
    CAPTURE(row.key);
    CHECK(json::Facts::read(examined(row.key, "[]", "null")).value().text("role") == row.role);
  }
}

TEST_CASE("examine: why a value is no list of ours") {
  struct Row {
    std::string_view name, value, metadata, seal, list, fault, status;
  };
  for (
      const auto& row : std::initializer_list<Row>{
          {"the incident's", "[]", "null", "none", "old_format", "", "missing"},
          {"cut", "{\"version\":2", "", "matches", "corrupt", "not JSON", "missing"},
          {"no bytes", "", "null", "none", "corrupt", "not JSON", "missing"},
          {"a newer one", R"({"version":3})", "null", "none", "newer_version", "", "missing"},
          {"another writer's blank",
           R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[]})", "null", "none",
           "empty", "", "missing"},
          {"another writer's, old",
           R"({"version":2,"lastUpdated":"2025-12-04T14:05:27.000Z","tracks":[{"username":"a","artist":"b","track":"c"}]})",
           R"({"by":"hand"})", "none", "current", "", "stale"},
          {"a broken seal", R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[]})",
           R"({"version":2,"count":0,"length":3,"crc32c":1})", "broken", "corrupt",
           "its bytes are not those that were sealed", "missing"},
      }) {
    CAPTURE(row.name);
    const auto found = json::Facts::read(examined(kRecent, row.value, row.metadata)).value();
    CHECK(found.text("seal") == row.seal);
    CHECK(found.text("list") == row.list);
    CHECK(found.text_or_empty("fault") == row.fault);
    CHECK(found.text("status") == row.status);
  }
}

TEST_CASE("examine: why a snapshot is not believed") {
  const auto whole = snapshot_value();
  struct Row {
    std::string_view name;
    std::string value;
    std::string_view metadata, snapshot, fault;
  };
  for (const auto& row : std::initializer_list<Row>{
           {"unsealed", whole, "null", "unsealed", "it carries no seal of ours"},
           {"changed", whole + " ", R"({"version":2,"count":4,"length":9,"crc32c":1})", "corrupt",
            "its bytes are not those that were sealed"},
           {"cut before it was sealed", whole.substr(0, 99), "", "corrupt", "not JSON"},
           {"cut", whole.substr(0, 99), "null", "corrupt", "not JSON"},
           {"newer", R"({"version":3,"members":[]})", "", "newer_version",
            "it is of another format version"},
           {"older", R"({"version":1,"members":[]})", "null", "outdated_version",
            "it is of another format version"},
           {"a list", list_value(), "", "corrupt", "it holds no members as we write them"},
       }) {
    CAPTURE(row.name);
    const auto found = json::Facts::read(examined(kSnapshot, row.value, row.metadata)).value();
    CHECK(found.text("snapshot") == row.snapshot);
    CHECK(found.text("fault") == row.fault);
    CHECK_FALSE(found.text("answers.0.kind").has_value());
  }
}

TEST_CASE("examine: a key without a value is missing") {
  const auto recent = call(calls::examine, {about(kRecent, "null"), std::nullopt})[0];
  CHECK(json::Facts::read(recent).value().text("list") == "missing");
  const auto snapshot = call(calls::examine, {about(kSnapshot, "null"), std::nullopt})[0];
  CHECK(json::Facts::read(snapshot).value().text("snapshot") == "missing");
}

TEST_CASE("examine: a value that was saved without its metadata is read as if it were sealed") {
  constexpr std::string_view kMore = R"(,"nowMs":1764858327000,"sealUnknown":true,"key":")";
  const auto found = [&](std::string_view key, std::string_view value) {
    const auto told = joined({R"({"x":0)", kMore, key, R"("})"});
    return std::string{call(calls::examine, {told, value})[0]};
  };
  const auto snapshot = json::Facts::read(found(kSnapshot, snapshot_value())).value();
  CHECK(snapshot.text("seal") == "unknown");
  CHECK(snapshot.text("snapshot") == "current");
  const auto list = json::Facts::read(found(kRecent, list_value())).value();
  CHECK(list.text("seal") == "unknown");
  CHECK(list.text("list") == "current");
}

TEST_CASE("examine: the decision is JSON, whatever was stored") {
  const auto whole = snapshot_value();
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    const auto value = std::string_view{whole}.substr(0, cut);
    for (const auto key : {kRecent, kSnapshot}) {
      CAPTURE(cut);
      CHECK(json::Facts::read(examined(key, value)).ok());
      CHECK(json::Facts::read(examined(key, value, "null")).ok());
    }
  }
  const std::string bytes{"\x00\xff\x1b[31m\xed\xa0\x80", 9};
  CHECK(json::Facts::read(examined(kRecent, bytes)).ok());
  const std::string named = R"({"version":2,"writer":{"id":")"
                            "\xff\\u0000\\ud800"
                            R"("},"tracks":7})";
  CHECK(json::Facts::read(examined(kRecent, named)).ok());
}

}  // namespace user_listens
