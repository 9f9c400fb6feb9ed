// What the log says before anybody is asked, to the letter.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"
#include "boundary/calling.h"
#include "cache/snapshot.h"
#include "samples.h"

namespace user_listens {
namespace {

// Facts of a refresh without D1, and what the snapshot knows of services.
struct LogCase {
  std::string_view name;
  std::string_view settings;  // further ones, of JSON
  std::vector<ServiceState> services = {};
  std::string_view writer = "f3b1";  // of the snapshot; the refresh is this one's
  std::string_view log;
  bool goes_on = true;
};

std::string log_of(const calls::Output& output) {
  const auto decision = json::Facts::read(output.at(0)).value();
  std::string text;
  for (std::size_t i = 0;; ++i) {
    const auto at = joined({"log.", decimal(i)});
    const auto line = decision.text(at + ".text");
    if (!line) return text;
    text.append(decision.text_or_empty(at + ".level")).append(": ").append(*line).append("\n");
  }
}

calls::Output planned(const LogCase& c) {
  const auto snapshot =
      complete_snapshot(encode_snapshot_draft({.last_updated = samples::now() - kTick,
                                               .writer = {.id = c.writer, .deployed_at = {}},
                                               .services = c.services}),
                        "");
  json::Writer seal;
  write_seal(seal, seal_of(snapshot, 0));
  const auto facts =
      joined({R"({"scheduledMs":1764858327000,"startedMs":1764858327000,"nowMs":1764858327000,)",
              R"("deployment":{"id":"f3b1"},)",
              R"("settings":{"LASTFM_API_KEY":"key-123","LISTENBRAINZ_TOKEN":"token-4",)",
              c.settings, R"(},"reads":[{},{"metadata":)", seal.text(), "}]}"});
  return call(calls::plan_refresh, {facts, std::nullopt, std::nullopt, snapshot});
}

const std::vector<LogCase>& log_cases() {
  static const std::vector<LogCase> cases{
      {.name = "one service",
       .settings = R"("ROSTER":"alice,bob")",
       .log = "log: [CRON] Found 2 users with Last.fm usernames\n"},
      {.name = "several",
       .settings = R"("ROSTER":"alice,bob,carol=listenbrainz:c")",
       .log = "log: [CRON] Found 2 users with Last.fm usernames\n"
              "log: [CRON] Found 1 users with ListenBrainz usernames\n"},
      {.name = "nobody on Last.fm",
       .settings = R"("ROSTER":"carol=listenbrainz:c,dave=librefm:d")",
       .log = "log: [CRON] Found 0 users with Last.fm usernames\n"
              "log: [CRON] Found 1 users with Libre.fm usernames\n"
              "log: [CRON] Found 1 users with ListenBrainz usernames\n"},
      {.name = "more than the budget",
       .settings = R"("ROSTER":"a,b,c,d=listenbrainz:d","POLL_BUDGET":"2")",
       .log = "log: [CRON] Found 3 users with Last.fm usernames\n"
              "log: [CRON] Found 1 users with ListenBrainz usernames\n"
              "log: [CRON] Asking about 2 of 4 accounts\n"},
      {.name = "members, but none with an account",
       .settings = R"("ROSTER":"alice=librefm:")",
       .log = "log: [CRON] Found 0 users with Last.fm usernames\n"
              "error: [CRON] WARNING: The roster has members, but none with an account on a music "
              "service. Nothing is written, what is stored stays.\n",
       .goes_on = false},
      {.name = "a service that is paused",
       .settings = R"("ROSTER":"alice,bob=listenbrainz:b")",
       .services = {{.source = "lastfm", .paused_until = samples::time("2025-12-04T14:30:00.000Z")},
                    {.source = "librefm", .paused_until = samples::now()},
                    {.source = "listenbrainz"}},
       .log = "log: [CRON] Found 1 users with Last.fm usernames\n"
              "log: [CRON] Found 1 users with ListenBrainz usernames\n"
              "warn: [CRON] WARNING: Last.fm is left alone until 2025-12-04T14:30:00.000Z: it was "
              "asked too often, or has too much to do.\n"
              "log: [CRON] Asking about 1 of 2 accounts\n"},
      {.name = "all are paused",
       .settings = R"("ROSTER":"alice")",
       .services = {{.source = "lastfm",
                     .paused_until = samples::time("2025-12-04T14:25:27.001Z")}},
       .log = "log: [CRON] Found 1 users with Last.fm usernames\n"
              "warn: [CRON] WARNING: Last.fm is left alone until 2025-12-04T14:25:27.001Z: it was "
              "asked too often, or has too much to do.\n"
              "log: [CRON] Asking about 0 of 1 accounts\n"},
      {.name = "a key that was refused gets one request",
       .settings = R"("ROSTER":"alice,bob")",
       .services = {{.source = "lastfm", .refuses_key = true}},
       .log = "log: [CRON] Found 2 users with Last.fm usernames\n"
              "log: [CRON] Asking about 1 of 2 accounts\n"},
      {.name = "the key of another deployment was refused",
       .settings = R"("ROSTER":"alice,bob")",
       .services = {{.source = "lastfm", .refuses_key = true}},
       .writer = "f3b0",
       .log = "log: [CRON] Found 2 users with Last.fm usernames\n"},
  };
  return cases;
}

}  // namespace

TEST_CASE("boundary: what the log says of the roster and the services") {
  for (const auto& c : log_cases()) {
    CAPTURE(c.name);
    const auto output = planned(c);
    CHECK(log_of(output) == c.log);
    CHECK(json::Facts::read(output[0]).value().is_true("goesOn") == c.goes_on);
  }
}

TEST_CASE("boundary: no log line of a refresh holds a secret") {
  const auto facts_with = [](std::string_view more) {
    return facts(joined({R"(,"nowMs":1764858301000)", more}));
  };
  std::string log;
  const auto settings_and_more =
      R"({"scheduledMs":0,"startedMs":0,"nowMs":0,"hasDatabase":true,)"
      R"("settings":{"LASTFM_API_KEY":"key-123","LISTENBRAINZ_TOKEN":"token-4"},)"
      R"("rosterError":"D1: key-123, token-4","snapshotError":"token-4key-123",)"
      R"("putError":"no key-123 for token-4","look":2,)"
      R"("reads":[{"error":"token-4"},{"error":"key-123"}]})";
  log += log_of(call(calls::plan_refresh, {settings_and_more}));
  log += log_of(call(calls::confirm_write, {settings_and_more, "x"}));
  log += log_of(call(calls::conclude_refresh, {settings_and_more}));
  log += log_of(call(calls::finish_refresh, {facts_with(R"(,"reads":[{"error":"key-123"}])"), kRows,
                                             std::nullopt, std::nullopt}));
  CAPTURE(log);
  CHECK(log.find("D1: ***, ***") != std::string::npos);
  CHECK(log.find("no *** for ***") != std::string::npos);
  CHECK(log.find("KV refused the snapshot: ******") != std::string::npos);
  CHECK(log.find("could not be read: ***") != std::string::npos);
  CHECK(log.find("key-123") == std::string::npos);
  CHECK(log.find("token-4") == std::string::npos);
}

}  // namespace user_listens
