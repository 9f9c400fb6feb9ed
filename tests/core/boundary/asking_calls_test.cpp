// The calls of a refresh up to the last answer, with the shim's JSON.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "boundary/calling.h"

namespace user_listens {
namespace {

std::string request(std::string_view username, std::string_view source, std::string_view account,
                    std::string_view url) {
  return joined({R"({"question":{"username":")", username, R"(","source":")", source,
                 R"(","account":")", account, R"(","step":0,"attempt":0},"url":")", url, R"("})"});
}

std::string lastfm_url(std::string_view account) {
  return joined({"https://ws.audioscrobbler.com/2.0/?method=user.getrecenttracks&user=", account,
                 "&api_key=key-123&format=json&limit=1"});
}

// How a service is to be asked; `more` are further headers.
std::string service(std::string_view parallel, std::string_view pace, std::string_view more = "") {
  return joined({R"({"parallel":)", parallel, ",", pace,
                 R"(,"headers":{"user-agent":"user-listens/)", USER_LISTENS_VERSION,
                 " (Cloudflare Worker)\",", R"("accept":"application/json")", more, "}}"});
}

std::string plan(std::string_view requests, std::string_view token_header, std::string_view retries,
                 std::string_view parallel) {
  return joined(
      {R"("goesOn":true,"deadlineMs":25000,"timeoutMs":8000,"parallel":6,"maxBytes":1048576,)",
       R"("retries":)", retries,
       R"(,"answerHeaders":["retry-after","x-ratelimit-remaining","x-ratelimit-reset-in"],)",
       R"("services":{"lastfm":)", service(parallel, R"("burst":20,"everyMs":200,"windowMs":0)"),
       R"(,"librefm":)", service(parallel, R"("burst":10,"everyMs":500,"windowMs":0)"),
       R"(,"listenbrainz":)",
       // Three a second, rounded to the slower side.
       service(parallel, R"("burst":30,"everyMs":334,"windowMs":10000)", token_header),
       R"(},"requests":[)", requests, "]}"});
}

// kRows, and carol with an account on each service.
constexpr std::string_view kMoreRows =
    R"([{"username":"carol","lastfm_username":"c fm","librefm_username":"c_libre",)"
    R"("listenbrainz_username":"c_lb"}])";

}  // namespace

TEST_CASE("boundary: open_refresh names the keys to read and the roster's query") {
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

TEST_CASE("boundary: plan_refresh stops without a roster") {
  struct Case {
    std::string_view name;
    std::string_view facts;
    Part rows;
    std::string_view log;
  };
  constexpr std::string_view kEnd = ". Nothing is written.";
  constexpr std::string_view kNothing =
      R"("carry":{"counts":{"asked":0,"learned":0,"failed":0,"kept":0,"tracks":0},"failures":{},"bytes":0,"members":0,"stoodDown":false}})";
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

TEST_CASE("boundary: plan_refresh plans a request for each account") {
  const auto planned = call(calls::plan_refresh, {facts(R"(,"nowMs":1764858300200)"), kRows});
  REQUIRE(planned.size() == 1);
  const auto requests = joined({request("alice", "lastfm", "alice_fm", lastfm_url("alice_fm")), ",",
                                request("bob", "lastfm", "bob_fm", lastfm_url("bob_fm"))});
  CHECK(planned[0] == joined({R"({"log":[)", line("[CRON] Found 2 users with Last.fm usernames"),
                              "],", plan(requests, "", "5", "6")}));
}

TEST_CASE("boundary: plan_refresh with several services, a token, and settings of the operator") {
  constexpr std::string_view kFacts =
      R"({"hasCache":true,"hasDatabase":true,"scheduledMs":0,"startedMs":0,"nowMs":0,"settings":{)"
      R"("LASTFM_API_KEY":"key-123","LISTENBRAINZ_TOKEN":"token-4","POLL_BUDGET":"5",)"
      R"("LIBREFM_API_URL":"https://fm.example/2.0/"}})";
  const auto planned = call(calls::plan_refresh, {kFacts, kMoreRows});
  const auto requests =
      joined({request("carol", "lastfm", "c fm", lastfm_url("c%20fm")), ",",
              request("carol", "librefm", "c_libre",
                      "https://fm.example/2.0/?method=user.getrecenttracks&user=c_libre"
                      "&format=json&limit=1"),
              ",",
              request("carol", "listenbrainz", "c_lb",
                      "https://api.listenbrainz.org/1/user/c_lb/playing-now")});
  CHECK(planned[0] == joined({R"({"log":[)", line("[CRON] Found 1 users with Last.fm usernames"),
                              ",", line("[CRON] Found 1 users with Libre.fm usernames"), ",",
                              line("[CRON] Found 1 users with ListenBrainz usernames"), "],",
                              plan(requests, R"(,"authorization":"Token token-4")", "1", "4")}));
  // In that header, and nowhere else.
  CHECK(planned[0].find("token-4") == planned[0].rfind("token-4"));
}

TEST_CASE("boundary: whatever pace is set, nobody is asked faster") {
  for (const auto& c :
       {std::pair{"1", 1000}, {"3", 334}, {"7", 143}, {"600", 2}, {"999", 2}, {"1000", 1}}) {
    CAPTURE(c.first);
    const auto planned = call(
        calls::plan_refresh,
        {joined({R"({"scheduledMs":0,"startedMs":0,"nowMs":0,"settings":{"LASTFM_API_KEY":"k",)",
                 R"("ROSTER":"alice","LASTFM_PER_SECOND":")", c.first, "\"}}"})});
    CHECK(json::Facts::read(planned[0]).value().integer("services.lastfm.everyMs") == c.second);
  }
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

}  // namespace user_listens
