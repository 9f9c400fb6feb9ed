// A whole refresh and a reply, through the calls that the shim makes and with
// its JSON.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/json_facts.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "boundary/calls.h"
#include "cache/seal.h"

namespace user_listens {
namespace {

namespace calls = boundary;
using Part = std::optional<std::string_view>;

constexpr std::string_view kSettings =
    R"("hasCache":true,"hasDatabase":true,"settings":{"LASTFM_API_KEY":"key-123"},)"
    R"("deployment":{"id":"f3b1","timestamp":"2025-12-01T09:00:00.123456Z"},)"
    R"("scheduledMs":1764858300000,"startedMs":1764858300100)";

std::string facts(std::string_view more) {
  return std::string{"{"}.append(kSettings).append(more).append("}");
}

constexpr std::string_view kRows =
    R"([{"id":1,"username":"alice","lastfm_username":"alice_fm","profile_visibility":"public"},)"
    R"({"id":2,"username":"bob","lastfm_username":"bob_fm","profile_visibility":"public"}])";

constexpr std::string_view kBody =
    R"({"recenttracks":{"track":[{"artist":{"#text":"Massive Attack"},"album":{"#text":"Mezzanine"},)"
    R"("name":"Teardrop","url":"https://www.last.fm/music/Massive+Attack/_/Teardrop",)"
    R"("date":{"uts":"1764858000"}}],"@attr":{"user":"alice_fm"}}})";

constexpr std::string_view kTrack =
    R"({"username":"alice","artist":"Massive Attack","album":"Mezzanine","track":"Teardrop","image":null,)"
    R"("playedAt":"2025-12-04T14:20:00.000Z","nowPlaying":false,)"
    R"("url":"https://www.last.fm/music/Massive+Attack/_/Teardrop","source":"lastfm"})";

std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string text;
  for (const auto piece : pieces) text += piece;
  return text;
}

std::string line(std::string_view text) {
  return joined({R"({"level":"log","text":")", text, R"("})"});
}

// The JSON value of `name` in a decision that the shim passes on.
std::string_view object_in(std::string_view decision, std::string_view name) {
  const auto begin = decision.find(joined({"\"", name, "\":"})) + name.size() + 3;
  std::size_t depth = 0;
  for (auto at = begin; at < decision.size(); ++at) {
    if (decision[at] == '{') ++depth;
    if (decision[at] == '}' && --depth == 0) return decision.substr(begin, at + 1 - begin);
  }
  return {};
}

calls::Output call(calls::Output (*function)(calls::Parts), std::vector<Part> parts) {
  return function(parts);
}

// Two members, of whom one listened and one does not answer.
calls::Output finished() {
  const auto answer_of = [](std::string_view more, Part body) {
    return call(calls::read_response, {facts(more), body})[1];
  };
  const auto alice = answer_of(
      R"(,"nowMs":1764858301000,"status":200,"subject":{"username":"alice","source":"lastfm","account":"alice_fm"})",
      kBody);
  const auto bob = answer_of(
      R"(,"nowMs":1764858301000,"failure":"timeout","subject":{"username":"bob","source":"lastfm","account":"bob_fm"})",
      std::nullopt);
  return call(calls::finish_refresh, {facts(R"(,"nowMs":1764858302000,"reads":[{},{}])"), kRows,
                                      std::nullopt, std::nullopt, alice, bob});
}

std::string list() {
  return joined({R"({"version":2,"lastUpdated":"2025-12-04T14:25:02.000Z",)",
                 R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.123Z"},)",
                 R"("writtenAt":"2025-12-04T14:25:02.000Z","complete":false,"tracks":[)", kTrack,
                 "]}"});
}

}  // namespace

TEST_CASE("boundary: open_refresh") {
  const auto out = call(calls::open_refresh, {facts(R"(,"nowMs":1764858300100)")});
  REQUIRE(out.size() == 1);
  const auto decision = json::Facts::read(out[0]);
  REQUIRE(decision.ok());
  CHECK(decision.value().text("log.0.text") ==
        "[CRON] Running scheduled task at 2025-12-04T14:25:00.100Z");
  CHECK_FALSE(decision.value().text("log.1.text"));
  CHECK(decision.value().text("read.0") == "user-listens:v2:recent");
  CHECK(decision.value().text("read.1") == "user-listens:v2:snapshot");
  CHECK(decision.value().integer("timeoutMs") == 10'000);
  CHECK(decision.value().text("rosterSql").has_value());
}

TEST_CASE("boundary: open_refresh names every wrong setting as an error") {
  const auto out =
      call(calls::open_refresh, {R"({"nowMs":0,"scheduledMs":0,"settings":{"MAX_TRACKS":"x"}})"});
  const auto decision = json::Facts::read(out[0]).value();
  CHECK(decision.text("log.1.level") == "error");
  CHECK(
      decision.text("log.1.text") ==
      "[CRON] WARNING: Setting CACHE is not bound: bind a KV namespace as CACHE in wrangler.toml.");
  CHECK(decision.text_or_empty("log.2.text")
            .starts_with("[CRON] WARNING: Setting MAX_TRACKS must be"));
  CHECK(decision.text_or_empty("log.3.text")
            .starts_with("[CRON] WARNING: Setting LASTFM_API_KEY is not set"));
}

TEST_CASE("boundary: plan_refresh") {
  const auto out = call(calls::plan_refresh, {facts(R"(,"nowMs":1764858300200)"), kRows});
  REQUIRE(out.size() == 1);
  const auto url = [](std::string_view account) {
    return joined({"https://ws.audioscrobbler.com/2.0/?method=user.getrecenttracks&user=", account,
                   "&api_key=key-123&format=json&limit=1"});
  };
  CHECK(out[0] ==
        joined({R"({"log":[)", line("[CRON] Found 2 users with Last.fm usernames"),
                R"(],"goesOn":true,)",
                R"("deadlineMs":25000,"timeoutMs":8000,"parallel":6,"maxBytes":1048576,)",
                R"("headers":{"user-agent":"user-listens/)", USER_LISTENS_VERSION,
                " (Cloudflare Worker)\",", R"("accept":"application/json"},"requests":[)",
                R"({"subject":{"username":"alice","source":"lastfm","account":"alice_fm"},"url":")",
                url("alice_fm"), R"(","startAfterMs":0},)",
                R"({"subject":{"username":"bob","source":"lastfm","account":"bob_fm"},"url":")",
                url("bob_fm"), R"(","startAfterMs":0}]})"}));
}

TEST_CASE("boundary: plan_refresh stops without a roster") {
  struct Case {
    std::string_view name;
    std::string_view facts;
    Part rows;
    std::string_view log;
  };
  constexpr std::string_view kEnd = ". Nothing is written.";
  constexpr std::string_view kNothing =
      R"("carry":{"counts":{"asked":0,"learned":0,"failed":0,"kept":0,"tracks":0},"members":0,"stoodDown":false}})";
  const std::vector<Case> cases{
      {"D1 down",
       R"({"scheduledMs":0,"nowMs":0,"startedMs":0,"hasDatabase":true,"rosterError":"D1_ERROR:\nno such table"})",
       std::nullopt, "The roster cannot be read: D1_ERROR: no such table. Nothing is written."},
      {"no rows", R"({"scheduledMs":0,"nowMs":0,"startedMs":0,"hasDatabase":true})", std::nullopt,
       "The roster cannot be read: the rows are empty at byte 0. Nothing is written."},
      {"no D1 and no setting", R"({"scheduledMs":0,"nowMs":0,"startedMs":0})", std::nullopt,
       "The roster cannot be read: no D1 is bound as DB and ROSTER is not set. Nothing is "
       "written."}};
  for (const auto& c : cases) {
    CAPTURE(c.name);
    CHECK(c.log.ends_with(kEnd));
    const auto out = call(calls::plan_refresh, {c.facts, c.rows});
    CHECK(out[0] == joined({R"({"log":[{"level":"error","text":"[CRON] WARNING: )", c.log,
                            R"("}],"goesOn":false,)", kNothing}));
  }
  const auto empty = call(calls::plan_refresh, {facts(R"(,"nowMs":1764858300200)"), "[]"});
  CHECK(
      empty[0] ==
      joined(
          {R"({"log":[)", line("[CRON] Found 0 users with Last.fm usernames"),
           R"(,{"level":"error","text":"[CRON] WARNING: The roster is empty, or no row of it can be used. )",
           R"(Nothing is written, what is stored stays."}],"goesOn":false,)", kNothing}));
}

TEST_CASE("boundary: the roster's notes are one warning") {
  const auto out =
      call(calls::plan_refresh,
           {R"({"scheduledMs":0,"nowMs":0,"startedMs":0,"settings":{"ROSTER":"alice,alice,=x"}})"});
  CHECK(json::Facts::read(out[0]).value().text("log.0.text") ==
        "[CRON] WARNING: roster row 3 has no username, roster row 2 is left out: alice is listed "
        "before");
}

TEST_CASE("boundary: read_response tells whether to go on") {
  const auto facts_of = [](std::string_view status) {
    return facts(joined({R"(,"nowMs":0,"status":)", status}));
  };
  CHECK(call(calls::read_response, {facts_of("200"), kBody})[0] == R"({"stopsService":false})");
  CHECK(call(calls::read_response, {facts_of("429"), R"({"error":29})"})[0] ==
        R"({"stopsService":true})");
  CHECK(call(calls::read_response, {facts_of("403"), R"({"error":10})"})[0] ==
        R"({"stopsService":true})");
  CHECK(call(calls::read_response, {facts_of("500"), std::nullopt})[0] ==
        R"({"stopsService":false})");
}

TEST_CASE("boundary: finish_refresh") {
  const auto out = finished();
  REQUIRE(out.size() == 3);
  CHECK(out[1] == list());
  const auto decision = json::Facts::read(out[0]).value();
  CHECK(decision.text("log.0.text") == "[CRON] API results: 1 tracks, 1 failures");
  CHECK(decision.text("log.1.text") ==
        "[CRON] WARNING: No answer about 1 members, keeping what is known of them: bob (timeout)");
  CHECK(decision.text("log.2.text") == "[CRON] Caching 1 tracks with TTL 420s");
  CHECK(decision.text("write.key") == "user-listens:v2:recent");
  CHECK(decision.integer("write.expirationTtl") == 420);
  CHECK(decision.integer("write.metadata.version") == 2);
  CHECK(decision.integer("write.metadata.count") == 1);
  CHECK(decision.integer("write.metadata.length") == static_cast<std::int64_t>(list().size()));
  CHECK(decision.integer("write.metadata.crc32c").has_value());
}

TEST_CASE("boundary: from confirm_write to the reply") {
  const auto written = finished();
  const auto carry = joined({R"(,"look":1,"carry":)", object_in(written[0], "carry")});
  const auto look_again =
      call(calls::confirm_write, {facts(carry), written[1], std::nullopt, written[2]});
  CHECK(look_again[0] == R"({"log":[],"lookAgainAfterMs":1500})");
  const auto confirmed =
      call(calls::confirm_write, {facts(carry), written[1], written[1], written[2]});
  REQUIRE(confirmed.size() == 2);
  CHECK(confirmed[0].starts_with(joined(
      {R"({"log":[)", line("[CRON] Pre-warmed user listens cache with 1 tracks (verified)"),
       R"(],"confirmation":"confirmed","write":{"key":"user-listens:v2:snapshot","expirationTtl":604800,)",
       R"("metadata":{"version":2,"count":2,)"})));
  CHECK(confirmed[1].starts_with(R"({"version":2,"confirmation":"confirmed","lastUpdated":)"));

  const auto concluded = call(
      calls::conclude_refresh,
      {facts(
          joined({R"(,"nowMs":1764858303000,"confirmation":"confirmed","kvWrites":2)", carry}))});
  CHECK(
      json::Facts::read(concluded[0]).value().text("log.0.text") ==
      R"({"event":"refresh","at":"2025-12-04T14:25:03.000Z","scheduledFor":"2025-12-04T14:25:00.000Z",)"
      R"("durationMs":2900,"confirmation":"confirmed","kvWrites":2,)"
      R"("counts":{"asked":2,"learned":1,"failed":1,"kept":0,"tracks":1},)"
      R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.123Z"}})");

  const auto metadata = object_in(written[0], "metadata");
  const auto request = [&](std::string_view reads) {
    return facts(joined({R"(,"nowMs":1764858400000,"method":"GET",)",
                         R"("url":"https://site.example/api/internal/user-listens","reads":[)",
                         reads, "]"}));
  };
  CHECK(call(calls::reply, {request("")})[0] == R"({"log":[],"read":"user-listens:v2:recent"})");
  const auto replied =
      call(calls::reply, {request(joined({R"({"metadata":)", metadata, "}"})), written[1]});
  REQUIRE(replied.size() == 2);
  CHECK(replied[0].starts_with(joined({R"({"log":[)", line("[API] Cache hit, returning 1 tracks"),
                                       R"(],"status":200,"headers":{"content-type":)"})));
  CHECK(replied[1] ==
        joined({R"({"data":[)", kTrack, R"(],"lastUpdated":"2025-12-04T14:25:02.000Z",)",
                R"("cached":true,"version":2,"stale":false})"}));
  const auto from_snapshot =
      call(calls::reply,
           {request(joined({"{},{\"metadata\":", object_in(confirmed[0], "metadata"), "}"})),
            std::nullopt, confirmed[1]});
  REQUIRE(from_snapshot.size() == 2);
  CHECK(from_snapshot[1].ends_with(R"("stale":true,"staleReason":"missing"})"));
}

TEST_CASE("boundary: conclude_refresh tells of a refused snapshot, without secrets") {
  const auto out =
      call(calls::conclude_refresh,
           {facts(R"(,"nowMs":1764858303000,"snapshotError":"413 key-123\nkey-123")")});
  const auto decision = json::Facts::read(out[0]).value();
  CHECK(decision.text("log.0.level") == "error");
  CHECK(decision.text("log.0.text") ==
        "[CRON] WARNING: KV refused the snapshot: 413 *** ***. The one stored before stays.");
  CHECK(decision.text_or_empty("log.1.text").find(R"("confirmation":"nothing written")") !=
        std::string_view::npos);
}

TEST_CASE("boundary: a refused or overwritten list earns a snapshot that says so") {
  const auto written = finished();
  const auto refused = call(calls::confirm_write,
                            {facts(R"(,"putError":"429")"), written[1], std::nullopt, written[2]});
  CHECK(json::Facts::read(refused[0]).value().text("confirmation") == "refused");
  CHECK(refused[1].starts_with(R"({"version":2,"confirmation":"refused","lastUpdated":)"));
  const auto foreign =
      call(calls::confirm_write, {facts(R"(,"look":2)"), written[1], "[]", written[2]});
  CHECK(json::Facts::read(foreign[0]).value().text("confirmation") == "mismatch");
  CHECK(foreign[1].starts_with(R"({"version":2,"confirmation":"mismatch","lastUpdated":)"));
}

TEST_CASE("boundary: a list of a newer deployment earns none") {
  const auto written = finished();
  constexpr std::string_view kNewer =
      R"({"version":2,"lastUpdated":"2025-12-04T14:25:00.000Z","writer":{"id":"next",)"
      R"("deployedAt":"2025-12-02T00:00:00Z"},"writtenAt":"2025-12-04T14:25:03.000Z","tracks":[]})";
  const auto seal = seal_of(kNewer, 0);
  const auto read_back =
      joined({R"(,"look":2,"readBack":{"metadata":{"version":2,"count":0,"length":)",
              decimal(seal.length), R"(,"crc32c":)", decimal(seal.crc32c), "}}"});
  const auto out = call(calls::confirm_write, {facts(read_back), written[1], kNewer, written[2]});
  CHECK(json::Facts::read(out[0]).value().text("confirmation") == "mismatch");
  CHECK(out[0].find("\"write\"") == std::string::npos);
  CHECK(out[1].empty());
}

TEST_CASE("boundary: a refresh that stands down asks nobody, and its event says so") {
  constexpr std::string_view kNewer =
      R"({"version":2,"lastUpdated":"2025-12-04T14:20:00.000Z","writer":{"id":"next",)"
      R"("deployedAt":"2025-12-02T00:00:00Z"},"tracks":[{"username":"a","artist":"b","track":"c"}]})";
  const auto planned =
      call(calls::plan_refresh,
           {facts(R"(,"nowMs":1764858300200,"reads":[{},{}])"), kRows, kNewer, std::nullopt});
  const auto decision = json::Facts::read(planned[0]).value();
  CHECK(decision.text("log.0.level") == "warn");
  CHECK(decision.text("log.0.text") ==
        "[CRON] WARNING: Standing down: user-listens:v2:recent was written at "
        "2025-12-04T14:20:00.000Z by writer next deployed 2025-12-02T00:00:00.000Z, a newer "
        "deployment than this one, writer f3b1 deployed 2025-12-01T09:00:00.123Z. Nothing is "
        "written.");
  CHECK_FALSE(decision.is_true("goesOn"));
  const auto carry = joined({R"(,"nowMs":1764858300200,"carry":)", object_in(planned[0], "carry")});
  const auto concluded = call(calls::conclude_refresh, {facts(carry)});
  CHECK(json::Facts::read(concluded[0])
            .value()
            .text_or_empty("log.0.text")
            .find(R"("confirmation":"stood down","kvWrites":0)") != std::string_view::npos);
}

TEST_CASE("boundary: a clock behind the schedule counts as the schedule's") {
  const auto out =
      call(calls::conclude_refresh,
           {R"({"scheduledMs":1764858300000,"startedMs":1764854700000,"nowMs":1764854700500})"});
  CHECK(json::Facts::read(out[0])
            .value()
            .text_or_empty("log.0.text")
            .starts_with(R"({"event":"refresh","at":"2025-12-04T14:25:00.000Z")"));
}

TEST_CASE("boundary: without a draft the snapshot stays as it is") {
  const auto out =
      call(calls::confirm_write, {facts(R"(,"look":1)"), finished()[1], finished()[1], ""});
  CHECK(json::Facts::read(out[0]).value().text("confirmation") == "confirmed");
  CHECK(out[0].find("\"write\"") == std::string::npos);
  CHECK(out[1].empty());
}

TEST_CASE("boundary: describe") {
  const auto out = call(calls::describe, {});
  const auto decision = json::Facts::read(out[0]).value();
  CHECK(decision.text("settings.0") == "USER_LISTENS_TTL_MINUTES");
  CHECK(decision.text("settings.7") == "ROSTER_SQL");
  CHECK(decision.integer("lastResort.status") == 200);
  CHECK(decision.text("lastResort.body") ==
        R"({"data":[],"lastUpdated":null,"cached":false,)"
        R"("message":"Cache warming in progress. Data will appear shortly."})");
  CHECK(decision.text("lastResort.headers.content-type") == "application/json; charset=utf-8");
}

}  // namespace user_listens
