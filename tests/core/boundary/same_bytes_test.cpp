// Same facts, same bytes: nothing of one call is seen by another.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_events.h"
#include "boundary/answer_bytes.h"
#include "boundary/calls.h"

namespace user_listens::boundary {
namespace {

using Part = std::optional<std::string_view>;

#define FACTS                                                                                  \
  R"({"hasCache":true,"hasDatabase":true,"nowMs":1764858327000,"scheduledMs":1764858300000,)"  \
  R"("startedMs":1764858300100,"settings":{"LASTFM_API_KEY":"key-123",)"                       \
  R"("LISTENBRAINZ_TOKEN":"token-456","ALLOWED_ORIGINS":"*"},)"                                \
  R"("deployment":{"id":"f3b1","timestamp":"2025-12-01T09:00:00Z"},"reads":[{},{}],"look":2,)" \
  R"("carry":{"counts":{"asked":1,"learned":1,"failed":0,"kept":0,"tracks":1},"members":1},)"  \
  R"("confirmation":"confirmed","kvWrites":2,"method":"GET","status":200,"headers":{},)"       \
  R"("retriesLeft":3,"entropy":1425,"url":"https://site.example/api/internal/user-listens",)"

constexpr std::string_view kFacts = FACTS
    R"("question":{"username":"alice","source":"lastfm","account":"alice_fm","step":0,"attempt":0}})";
// Of an account that plays nothing now, so that it is asked about once more.
constexpr std::string_view kFactsOfOther =
    FACTS R"("question":{"username":"alice","source":"listenbrainz","account":"alice_lb",)"
          R"("step":0,"attempt":0}})";
constexpr std::string_view kOtherNotPlaying =
    R"({"payload":{"count":0,"listens":[],"playing_now":true,"user_id":"alice_lb"}})";
constexpr std::string_view kRows = R"([{"username":"alice","lastfm_username":"alice_fm"}])";
constexpr std::string_view kBody =
    R"({"recenttracks":{"track":[{"artist":{"#text":"Massive Attack"},"name":"Teardrop",)"
    R"("date":{"uts":"1764858000"}}],"@attr":{"user":"alice_fm"}}})";

constexpr std::string_view kOtherBody =
    R"({"recenttracks":{"track":[{"artist":{"#text":"Low"},"name":"Sunflower",)"
    R"("@attr":{"nowplaying":"true"}}],"@attr":{"user":"alice_fm"}}})";

Output call(Output (*function)(Parts), const std::vector<Part>& parts) { return function(parts); }

// Every output of a refresh and of the replies to it, in the order of the calls.
std::vector<std::string> everything(std::string_view rows, std::string_view body) {
  std::vector<std::string> all;
  const auto keep = [&all](Output out) {
    all.insert(all.end(), out.begin(), out.end());
    return out;
  };
  keep(call(describe, {}));
  keep(call(open_refresh, {kFacts}));
  keep(call(plan_refresh, {kFacts, rows}));
  const auto answer = keep(call(read_response, {kFacts, body}))[1];
  keep(call(read_response, {kFactsOfOther, kOtherNotPlaying}));
  const auto finished =
      keep(call(finish_refresh, {kFacts, rows, std::nullopt, std::nullopt, answer}));
  const auto confirmed = keep(call(confirm_write, {kFacts, finished[1], finished[1], finished[2]}));
  keep(call(conclude_refresh, {kFacts}));
  keep(call(boundary::reply, {kFacts}));
  keep(call(boundary::reply, {kFacts, finished[1]}));
  keep(call(boundary::reply, {kFacts, std::nullopt, confirmed[1]}));
  return all;
}

}  // namespace

TEST_CASE("boundary: two runs give the same bytes, whatever was called between") {
  const auto first = everything(kRows, kBody);
  const auto other = everything(
      R"([{"username":"alice"},{"username":"bob","lastfm_username":"bob_fm"}])", kOtherBody);
  const auto second = everything(kRows, kBody);
  CHECK(first == second);
  CHECK(first != other);
}

TEST_CASE("boundary: the core can read all that it writes") {
  std::size_t read = 0;
  for (const auto& part : everything(kRows, kBody)) {
    CAPTURE(part);
    CHECK((json::events_of(part).starts_with("{") || decode_answer(part)));
    ++read;
  }
  CHECK(read == 18);
}

TEST_CASE("boundary: a secret is shown in the plan and nowhere else") {
  const std::vector<std::string> all = everything(kRows, kBody);
  for (const std::string_view secret : {"key-123", "token-456"}) {
    CAPTURE(secret);
    std::size_t shown = 0;
    for (const auto& part : all) shown += part.find(secret) != std::string::npos ? 1U : 0U;
    CHECK(shown == 1);
  }
}

TEST_CASE("boundary: a follow-up is about the same account, and names no token") {
  const auto decision = call(read_response, {kFactsOfOther, kOtherNotPlaying})[0];
  CHECK(decision ==
        R"({"stopsService":false,"next":{"question":{"username":"alice","source":"listenbrainz",)"
        R"("account":"alice_lb","step":1,"attempt":0},)"
        R"("url":"https://api.listenbrainz.org/1/user/alice_lb/listens?count=1"},)"
        R"("afterMs":0,"isRetry":false})");
}

TEST_CASE("boundary: any bytes from outside are answered") {
  for (const std::string_view bytes :
       {"", "null", "[", "{}", "\xFF\xFE", "<html>", R"({"version":2})"}) {
    CAPTURE(bytes);
    CHECK(call(plan_refresh, {kFacts, bytes}).size() == 1);
    CHECK(call(read_response, {kFacts, bytes}).size() == 2);
    CHECK(call(read_response, {kFactsOfOther, bytes}).size() == 2);
    const auto answer = call(read_response, {kFacts, bytes})[1];
    CHECK(call(finish_refresh, {kFacts, kRows, bytes, bytes, answer}).size() == 3);
    CHECK(call(boundary::reply, {kFacts, bytes}).size() <= 2);
    CHECK(call(boundary::reply, {kFacts, bytes, bytes}).size() == 2);
  }
}

}  // namespace user_listens::boundary
