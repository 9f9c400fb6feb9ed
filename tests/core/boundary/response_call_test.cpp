// What the shim is told about an answer, and what the answer becomes.
#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "boundary/answer_bytes.h"
#include "boundary/calling.h"
#include "samples.h"

namespace user_listens {
namespace {

constexpr std::string_view kPlayingNothing =
    R"({"payload":{"count":0,"listens":[],"playing_now":true,"user_id":"alice_there"}})";
constexpr std::string_view kPlayed =
    R"({"payload":{"count":1,"user_id":"alice_there","listens":[{"listened_at":1764858000,)"
    R"("track_metadata":{"artist_name":"Low","track_name":"Sunflower"}}]}})";

struct ResponseCase {
  std::string_view name;
  std::string_view source = "lastfm";
  std::string_view step = "0";
  std::string_view attempt = "0";
  std::string_view received = R"("status":200)";
  Part body = std::nullopt;
  std::string_view retries_left = "10";
  std::string_view decision = R"({"stopsService":false})";
  std::string_view kind;
};

#define LASTFM_AGAIN(attempt)                                                            \
  R"("next":{"question":{"username":"alice","source":"lastfm","account":"alice_there",)" \
  R"("step":0,"attempt":)" attempt R"(},"url":"https://ws.audioscrobbler.com/2.0/)"      \
  R"(?method=user.getrecenttracks&user=alice_there&api_key=key-123&format=json&limit=1"},)"
#define LISTENBRAINZ_NEXT(step, attempt, path)                                                 \
  R"("next":{"question":{"username":"alice","source":"listenbrainz","account":"alice_there",)" \
  R"("step":)" step R"(,"attempt":)" attempt                                                   \
  R"(},"url":"https://api.listenbrainz.org/1/user/alice_there/)" path R"("},)"

// Chance says 7 in all of them.
constexpr auto kResponseCases = std::to_array<ResponseCase>({
    {.name = "plays, of somebody else", .body = kBody, .kind = "another_users"},
    {.name = "not JSON: once more",
     .body = "<html>",
     .decision = R"({"stopsService":false,)" LASTFM_AGAIN("1") R"("afterMs":507,"isRetry":true})",
     .kind = "unreadable"},
    {.name = "once more, for the second time",
     .attempt = "1",
     .received = R"("status":503)",
     .decision = R"({"stopsService":false,)" LASTFM_AGAIN("2") R"("afterMs":1007,"isRetry":true})",
     .kind = "service_error"},
    {.name = "enough of it",
     .attempt = "2",
     .received = R"("status":503)",
     .kind = "service_error"},
    {.name = "no retry left",
     .received = R"("status":503)",
     .retries_left = "0",
     .kind = "service_error"},
    {.name = "error 29, and it does not say for how long",
     .received = R"("status":429)",
     .body = R"({"error":29})",
     .decision = R"({"stopsService":false,"pauseMs":600000})",
     .kind = "rate_limited"},
    {.name = "the same, no retry left",
     .received = R"("status":429)",
     .body = R"({"error":29})",
     .retries_left = "0",
     .decision = R"({"stopsService":false,"pauseMs":600000})",
     .kind = "rate_limited"},
    {.name = "an error that asks for time",
     .received = R"("status":503,"headers":{"retry-after":"90"})",
     .decision = R"({"stopsService":false,"pauseMs":90000,)" LASTFM_AGAIN(
         "1") R"("afterMs":507,"isRetry":true})",
     .kind = "service_error"},
    {.name = "key refused",
     .received = R"("status":403)",
     .body = R"({"error":10})",
     .decision = R"({"stopsService":true})",
     .kind = "key_refused"},
    {.name = "private",
     .received = R"("status":403)",
     .body = R"({"error":17})",
     .kind = "private"},
    {.name = "unreachable: once more",
     .received = R"("failure":"unreachable")",
     .decision = R"({"stopsService":false,)" LASTFM_AGAIN("1") R"("afterMs":507,"isRetry":true})",
     .kind = "unreachable"},
    {.name = "timeout", .received = R"("failure":"timeout")", .kind = "timeout"},
    {.name = "not sent", .received = R"("failure":"not_sent")", .kind = "not_sent"},
    {.name = "too large", .received = R"("failure":"too_large")", .kind = "too_large"},
    {.name = "crashed", .received = R"("failure":"crashed")", .kind = "crashed"},
    {.name = "plays nothing now: what was played last?",
     .source = "listenbrainz",
     .body = kPlayingNothing,
     .retries_left = "0",
     .decision = R"({"stopsService":false,)" LISTENBRAINZ_NEXT(
         "1", "0", "listens?count=1") R"("afterMs":0,"isRetry":false})",
     .kind = "not_playing"},
    {.name = "plays nothing now, and that was the last of our requests for a while",
     .source = "listenbrainz",
     .received =
         R"("status":200,"headers":{"x-ratelimit-remaining":"0","x-ratelimit-reset-in":"7"})",
     .body = kPlayingNothing,
     .decision = R"({"stopsService":false,"pauseMs":7000,)" LISTENBRAINZ_NEXT(
         "1", "0", "listens?count=1") R"("afterMs":0,"isRetry":false})",
     .kind = "not_playing"},
    {.name = "what was played last",
     .source = "listenbrainz",
     .step = "1",
     .body = kPlayed,
     .kind = "listened"},
    {.name = "what was played last fails: that question once more",
     .source = "listenbrainz",
     .step = "1",
     .received = R"("status":502)",
     .decision = R"({"stopsService":false,)" LISTENBRAINZ_NEXT(
         "1", "1", "listens?count=1") R"("afterMs":507,"isRetry":true})",
     .kind = "service_error"},
    {.name = "numbers that are none of ours",
     .source = "listenbrainz",
     .step = "4294967295",
     .attempt = "4294967295",
     .body = kPlayingNothing,
     .retries_left = "-1",
     .kind = "silent"},
});

calls::Output response_to(const ResponseCase& c) {
  const auto more =
      joined({R"(,"nowMs":1764858301000,"entropy":7,"retriesLeft":)", c.retries_left, ",",
              c.received, R"(,"question":{"username":"alice","source":")", c.source,
              R"(","account":"alice_there","step":)", c.step, R"(,"attempt":)", c.attempt, "}"});
  return call(calls::read_response, {facts(more), c.body});
}

}  // namespace

TEST_CASE("boundary: read_response tells what to do next") {
  for (const auto& c : kResponseCases) {
    CAPTURE(c.name);
    const auto out = response_to(c);
    REQUIRE(out.size() == 2);
    CHECK(out[0] == c.decision);
    const auto answer = boundary::decode_answer(out[1]);
    REQUIRE(answer);
    CHECK(traits(answer->kind).name == c.kind);
    CHECK(answer->account == Account{"alice", c.source, "alice_there"});
  }
}

TEST_CASE("boundary: read_response gives the play of the account that was asked about") {
  const auto out = response_to({.source = "listenbrainz", .step = "1", .body = kPlayed});
  const auto answer = boundary::decode_answer(out[1]);
  REQUIRE(answer);
  CHECK(answer->detail.empty());
  CHECK_FALSE(answer->paused_until);
  CHECK(answer->listen == Listen{.username = "alice",
                                 .artist = "Low",
                                 .track = "Sunflower",
                                 .played_at = samples::time("2025-12-04T14:20:00.000Z"),
                                 .url = "https://listenbrainz.org/user/alice_there",
                                 .source = "listenbrainz"});
}

TEST_CASE("boundary: how long a service wants to be left alone stands in the answer") {
  const auto out = response_to({.received = R"("status":429)", .body = R"({"error":29})"});
  const auto answer = boundary::decode_answer(out[1]);
  REQUIRE(answer);
  CHECK(answer->paused_until == samples::time("2025-12-04T14:35:01.000Z"));
}

// Chance may be any number of 32 bits, or missing.
TEST_CASE("boundary: a retry waits between half a second and one") {
  for (const std::string_view chance :
       {"0", "1", "499", "500", "501", "4294967295", "-1", "null", "1.5"}) {
    CAPTURE(chance);
    const auto out =
        call(calls::read_response,
             {facts(joined({R"(,"nowMs":0,"status":500,"retriesLeft":1,"entropy":)", chance,
                            R"(,"question":{"username":"a","source":"lastfm","account":"a"})"}))});
    const auto after = json::Facts::read(out[0]).value().integer("afterMs");
    REQUIRE(after);
    CHECK(*after >= 500);
    CHECK(*after <= 1000);
  }
}

}  // namespace user_listens
