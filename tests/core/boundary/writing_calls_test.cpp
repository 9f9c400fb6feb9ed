// The calls of a refresh after the last answer, and the reply, with the shim's
// JSON.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "boundary/calling.h"
#include "cache/seal.h"

namespace user_listens {
namespace {

// Two members, of whom one listened and one does not answer.
calls::Output finished() {
  const auto answer_of = [](std::string_view more, Part body) {
    return call(calls::read_response, {facts(more), body})[1];
  };
  const auto alice = answer_of(
      R"(,"nowMs":1764858301000,"status":200,"question":{"username":"alice","source":"lastfm","account":"alice_fm","step":0,"attempt":0})",
      kBody);
  const auto bob = answer_of(
      R"(,"nowMs":1764858301000,"failure":"timeout","question":{"username":"bob","source":"lastfm","account":"bob_fm","step":0,"attempt":0})",
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

TEST_CASE("boundary: finish_refresh gives the list, its log and its write") {
  const auto out = finished();
  REQUIRE(out.size() == 3);
  CHECK(out[1] == list());
  const auto decision = json::Facts::read(out[0]).value();
  CHECK(decision.text("log.0.text") == "[CRON] API results: 1 tracks, 1 failures");
  CHECK(decision.text("log.1.text") ==
        "[CRON] WARNING: No answer about 1 accounts, keeping what is known of them: bob (timeout)");
  CHECK(decision.text("log.2.text") == "[CRON] Caching 1 tracks with TTL 420s");
  CHECK(decision.text("write.key") == "user-listens:v2:recent");
  CHECK(decision.integer("write.expirationTtl") == 420);
  CHECK(decision.integer("write.metadata.version") == 2);
  CHECK(decision.integer("write.metadata.count") == 1);
  CHECK(decision.integer("write.metadata.length") == static_cast<std::int64_t>(list().size()));
  CHECK(decision.integer("write.metadata.crc32c").has_value());
}

TEST_CASE("boundary: what confirm_write confirms is what reply serves") {
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
  CHECK(json::Facts::read(concluded[0]).value().text("log.0.text") ==
        joined({R"({"event":"refresh","at":"2025-12-04T14:25:03.000Z",)",
                R"("scheduledFor":"2025-12-04T14:25:00.000Z","durationMs":2900,)",
                R"("confirmation":"confirmed","kvWrites":2,"bytes":)", decimal(list().size()),
                R"(,"counts":{"asked":2,"learned":1,"failed":1,"kept":0,"tracks":1},)",
                R"("failures":{"timeout":1},)",
                R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.123Z"}})"}));

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
                                       R"(],"status":200,"headers":{"x-content-type-options":)"})));
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

TEST_CASE("boundary: with a list of a newer deployment no snapshot is written") {
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

TEST_CASE("boundary: describe names the settings and the reply of last resort") {
  const auto out = call(calls::describe, {});
  const auto decision = json::Facts::read(out[0]).value();
  CHECK(decision.text("settings.0") == "USER_LISTENS_TTL_MINUTES");
  CHECK(decision.text("settings.18") == "LISTENBRAINZ_TOKEN");
  CHECK_FALSE(decision.text("settings.19"));
  CHECK(decision.text("tokenSecret") == "INTERNAL_API_SECRET");
  CHECK(decision.integer("lastResort.status") == 200);
  CHECK(decision.text("lastResort.body") ==
        R"({"data":[],"lastUpdated":null,"cached":false,)"
        R"("message":"Cache warming in progress. Data will appear shortly."})");
  CHECK(decision.text("lastResort.headers.content-type") == "application/json; charset=utf-8");
}

}  // namespace user_listens
