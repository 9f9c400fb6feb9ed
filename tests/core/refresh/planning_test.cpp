// What the log says before anybody is polled, to the letter.
#include "refresh/planning.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "base/json_facts.h"
#include "boundary/calling.h"
#include "log_text.h"
#include "samples.h"

namespace user_listens {
namespace {

// A refresh without D1, and what the snapshot knows of services.
struct PlanningCase {
  std::string_view name;
  std::string_view settings;  // further ones, of JSON
  std::vector<ServiceState> services = {};
  std::string_view writer = "f3b1";  // of the snapshot; the refresh is this one's
  std::string_view log;
  bool goes_on = true;
};

const std::vector<PlanningCase>& planning_cases() {
  static const std::vector<PlanningCase> cases{
      {.name = "one service",
       .settings = R"("ROSTER":"alice,bob")",
       .log = "info: [CRON] Found 2 users with Last.fm usernames\n"},
      {.name = "several",
       .settings = R"("ROSTER":"alice,bob,carol=listenbrainz:c")",
       .log = "info: [CRON] Found 2 users with Last.fm usernames\n"
              "info: [CRON] Found 1 users with ListenBrainz usernames\n"},
      {.name = "nobody on Last.fm",
       .settings = R"("ROSTER":"carol=listenbrainz:c,dave=librefm:d")",
       .log = "info: [CRON] Found 0 users with Last.fm usernames\n"
              "info: [CRON] Found 1 users with Libre.fm usernames\n"
              "info: [CRON] Found 1 users with ListenBrainz usernames\n"},
      {.name = "more than the budget",
       .settings = R"("ROSTER":"a,b,c,d=listenbrainz:d","POLL_BUDGET":"2")",
       .log = "info: [CRON] Found 3 users with Last.fm usernames\n"
              "info: [CRON] Found 1 users with ListenBrainz usernames\n"
              "info: [CRON] Asking about 2 of 4 accounts\n"},
      {.name = "members, but none with an account",
       .settings = R"("ROSTER":"alice=librefm:")",
       .log = "info: [CRON] Found 0 users with Last.fm usernames\n"
              "error: [CRON] WARNING: The roster has members, but none with an account on a music "
              "service. Nothing is written, what is stored stays.\n",
       .goes_on = false},
      {.name = "notes",
       .settings = R"("ROSTER":"alice,alice,=x")",
       .log = "warning: [CRON] WARNING: roster row 2 is left out: alice is listed before, roster "
              "row 3 has no username\n"
              "info: [CRON] Found 1 users with Last.fm usernames\n"},
      {.name = "a service that is paused",
       .settings = R"("ROSTER":"alice,bob=listenbrainz:b")",
       .services = {{.source = "lastfm", .paused_until = samples::time("2025-12-04T14:30:00.000Z")},
                    {.source = "librefm", .paused_until = samples::now()},
                    {.source = "listenbrainz"}},
       .log = "info: [CRON] Found 1 users with Last.fm usernames\n"
              "info: [CRON] Found 1 users with ListenBrainz usernames\n"
              "warning: [CRON] WARNING: Last.fm is left alone until 2025-12-04T14:30:00.000Z: it "
              "was asked too often, or has too much to do.\n"
              "info: [CRON] Asking about 1 of 2 accounts\n"},
      {.name = "all are paused",
       .settings = R"("ROSTER":"alice")",
       .services = {{.source = "lastfm",
                     .paused_until = samples::time("2025-12-04T14:25:27.001Z")}},
       .log = "info: [CRON] Found 1 users with Last.fm usernames\n"
              "warning: [CRON] WARNING: Last.fm is left alone until 2025-12-04T14:25:27.001Z: it "
              "was asked too often, or has too much to do.\n"
              "info: [CRON] Asking about 0 of 1 accounts\n"},
      {.name = "a key that was refused gets one request",
       .settings = R"("ROSTER":"alice,bob")",
       .services = {{.source = "lastfm", .refuses_key = true}},
       .log = "info: [CRON] Found 2 users with Last.fm usernames\n"
              "info: [CRON] Asking about 1 of 2 accounts\n"},
      {.name = "the key of another deployment was refused",
       .settings = R"("ROSTER":"alice,bob")",
       .services = {{.source = "lastfm", .refuses_key = true}},
       .writer = "f3b0",
       .log = "info: [CRON] Found 2 users with Last.fm usernames\n"},
  };
  return cases;
}

}  // namespace

TEST_CASE("planning: what the log says of the roster and the services") {
  for (const auto& c : planning_cases()) {
    CAPTURE(c.name);
    Arena arena;
    Log log;
    const auto facts = json::Facts::read(
        joined({R"({"hasCache":true,"settings":{"LASTFM_API_KEY":"key-123",)", c.settings, "}}"}));
    const Settings settings = read_settings(facts.value(), arena);
    const auto snapshot =
        complete_snapshot(encode_snapshot_draft({.last_updated = samples::now() - kTick,
                                                 .writer = {.id = c.writer, .deployed_at = {}},
                                                 .services = c.services}),
                          "");
    const StoredState state = read_state({}, samples::sealed(snapshot), arena);
    const auto planned = plan_refresh(
        read_roster_setting(settings.roster, arena), state, settings,
        {.self = {.id = "f3b1"}, .started = samples::now(), .now = samples::now()}, arena, log);
    CHECK(text_of(log) == c.log);
    CHECK(planned.plan.has_value() == c.goes_on);
  }
}

}  // namespace user_listens
