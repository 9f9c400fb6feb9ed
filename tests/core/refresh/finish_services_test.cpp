// Services in trouble: what is written and said, and what the next refresh
// knows of it.
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refresh/refreshes.h"
#include "upstream/services.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using std::chrono::minutes;

// Two members on each of the services.
Refresh on_every_service() {
  Refresh refresh;
  for (const Service* service : kServices) {
    for (int i = 0; i < 2; ++i) {
      const auto name = refresh.arena.keep(std::string{service->source} + std::to_string(i));
      enlist(refresh.roster, samples::account(name, service->source));
    }
  }
  return refresh;
}

struct WarningCase {
  std::string_view name;
  std::size_t account;  // two of Last.fm, two of Libre.fm, two of ListenBrainz
  AnswerKind kind;
  std::string_view detail;
  std::string_view warning;
};

constexpr auto kWarningCases = std::to_array<WarningCase>({
    {"Last.fm refuses the key", 0, key_refused, "error 10",
     "error: [CRON] WARNING: Last.fm refuses LASTFM_API_KEY (error 10): set another with `wrangler "
     "secret put LASTFM_API_KEY`. Until then it gets one request a refresh.\n"},
    {"Libre.fm, which has no key", 2, key_refused, "error 10",
     "error: [CRON] WARNING: Libre.fm refuses us (error 10). Until then it gets one request a "
     "refresh.\n"},
    {"ListenBrainz refuses the token", 4, key_refused, "error 401",
     "error: [CRON] WARNING: ListenBrainz refuses LISTENBRAINZ_TOKEN (error 401): set another with "
     "`wrangler secret put LISTENBRAINZ_TOKEN`. Until then it gets one request a refresh.\n"},
    {"Last.fm was asked too often", 1, rate_limited, "error 29",
     "warning: [CRON] WARNING: Last.fm was asked too often (error 29): it is left alone for a "
     "while. Lower POLL_BUDGET if this goes on.\n"},
});

// Both of Last.fm's accounts, answered so at `refresh.now`, and stored.
Snapshot go_on(Refresh& refresh, const std::vector<AnswerKind>& kinds) {
  refresh.answers.clear();
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    add_answers(refresh, i, 1, kinds[i]);
    if (kinds[i] == rate_limited) refresh.answers.back().paused_until = refresh.now + minutes{10};
  }
  const auto finished = finish(refresh);
  REQUIRE(finished.outcome == RefreshOutcome::writes);
  store(refresh, finished);
  return snapshot_of(finished, refresh.arena);
}

struct HiddenCase {
  std::string_view name;
  std::vector<AnswerKind> kinds;  // two accounts on Last.fm, then two on Libre.fm
  std::string_view warned_of;     // titles, each with a full stop
};

const auto& hidden_cases() {
  static const std::vector<HiddenCase> cases{
      {"nobody", {listened, silent, listened, listened}, ""},
      {"one of two", {private_history, listened, listened, unknown_account}, ""},
      {"one, and one who did not answer", {private_history, timeout, listened, listened}, ""},
      {"both private", {private_history, private_history, listened, listened}, "Last.fm."},
      {"both unknown", {listened, listened, unknown_account, unknown_account}, "Libre.fm."},
      {"one private, one unknown",
       {private_history, unknown_account, listened, listened},
       "Last.fm."},
      {"all of both services",
       {private_history, private_history, unknown_account, unknown_account},
       "Last.fm.Libre.fm."},
      {"the only account that was polled", {private_history}, ""},
  };
  return cases;
}

}  // namespace

TEST_CASE("finish: a service that calls all its accounts private or unknown is warned of") {
  for (const auto& c : hidden_cases()) {
    CAPTURE(c.name);
    Refresh refresh = on_every_service();
    for (std::size_t i = 0; i < c.kinds.size(); ++i) add_answers(refresh, i, 1, c.kinds[i]);
    (void)finish(refresh);
    for (const Service* service : kServices) {
      CAPTURE(service->title);
      const auto line = std::string{"warning: [CRON] WARNING: "}
                            .append(service->title)
                            .append(" calls all 2 accounts that were polled private or unknown. ")
                            .append("If they are not, check the account names in the roster, and ")
                            .append(service->settings.url)
                            .append(".\n");
      const bool is_due = c.warned_of.find(service->title) != std::string_view::npos;
      CHECK((refresh.log.find(line) != std::string::npos) == is_due);
    }
  }
}

TEST_CASE("finish: a service that refuses us or was asked too often is warned of, once") {
  for (const auto& c : kWarningCases) {
    CAPTURE(c.name);
    Refresh refresh = on_every_service();
    add_answers(refresh, 0, 6, listened);
    for (const std::size_t account : {c.account, c.account ^ 1}) {
      refresh.answers[account] = {
          .account = refresh.roster.accounts[account], .kind = c.kind, .detail = c.detail};
    }
    CHECK(finish(refresh).outcome == RefreshOutcome::writes);
    const auto first = refresh.log.find(c.warning);
    CHECK(first != std::string::npos);
    CHECK(refresh.log.find(c.warning.substr(0, 40), first + 1) == std::string::npos);
  }
}

struct AccountCase {
  std::string_view name;
  AnswerKind kind;
  std::string_view detail;
  std::optional<Seconds> pause;  // that the answer asks for
  std::string_view words;
};

constexpr auto kAccountCases = std::to_array<AccountCase>({
    {"key refused", key_refused, "error 10", {}, "key refused, error 10"},
    {"asked too often", rate_limited, "error 29", minutes{10}, "rate limited, error 29"},
    {"told to wait", service_error, "HTTP 503", minutes{10}, "service error, HTTP 503"},
});

// The services as a whole are well: there is no word of key or budget.
TEST_CASE(
    "finish: an account that is turned away while others are answered is named, and backed off") {
  for (const auto& c : kAccountCases) {
    CAPTURE(c.name);
    Refresh refresh;
    add_members(refresh, 3);
    add_answers(refresh, 0, 3, listened);
    refresh.answers[1] = {
        .account = refresh.roster.accounts[1], .kind = c.kind, .detail = c.detail};
    if (c.pause) refresh.answers[1].paused_until = refresh.now + *c.pause;
    const auto finished = finish(refresh);
    const auto named = std::string{"m1 ("}.append(c.words).append(")\n");
    std::string log{
        "info: [CRON] API results: 2 tracks, 1 failures\n"
        "warning: [CRON] WARNING: Backing off from 1 account while others on the same service "
        "are answered: "};
    log.append(named)
        .append(
            "warning: [CRON] WARNING: No answer about 1 accounts, keeping what is known of them: ")
        .append(named)
        .append("info: [CRON] Caching 2 tracks with TTL 420s\n");
    CHECK(refresh.log == log);
    const auto snapshot = snapshot_of(finished, refresh.arena);
    CHECK(snapshot.memories[1].failures == 1);
    CHECK_FALSE(snapshot.services[0].refuses_key);
    CHECK_FALSE(snapshot.services[0].paused_until);
    CHECK(snapshot.services[0].pauses == 0);
  }
}

TEST_CASE("finish: accounts of several services that are turned away are one warning") {
  Refresh refresh = on_every_service();
  add_answers(refresh, 0, 6, listened);
  for (const std::size_t account : {0U, 5U}) {
    refresh.answers[account] = {.account = refresh.roster.accounts[account], .kind = key_refused};
  }
  (void)finish(refresh);
  CHECK(refresh.log.find("[CRON] WARNING: Backing off from 2 accounts while others on the same "
                         "service are answered: lastfm0 (key refused), listenbrainz1 "
                         "(listenbrainz: key refused)\n") != std::string::npos);
  CHECK(refresh.log.find("refuses") == std::string::npos);
}

TEST_CASE("finish: while a service is down, an account that always fails is no refused key") {
  Refresh refresh;
  add_members(refresh, 3);
  add_answers(refresh, 0, 3, service_error);
  refresh.answers[1].kind = key_refused;
  refresh.answers[1].known_to_fail = true;
  (void)finish(refresh);
  CHECK(refresh.log.find("refuses") == std::string::npos);
  CHECK(refresh.log.find("Backing off") == std::string::npos);
}

TEST_CASE("finish: services in good health are not mentioned") {
  Refresh refresh = on_every_service();
  add_answers(refresh, 0, 6, listened);
  (void)finish(refresh);
  CHECK(refresh.log ==
        "info: [CRON] API results: 6 tracks, 0 failures\n"
        "info: [CRON] Caching 6 tracks with TTL 420s\n");
}

TEST_CASE("finish: whose account of which service it is, unless it is Last.fm's") {
  Refresh refresh = on_every_service();
  add_answers(refresh, 0, 1, timeout);
  add_answers(refresh, 1, 1, silent);
  add_answers(refresh, 2, 1, service_error);
  refresh.answers.back().detail = "error 8";
  add_answers(refresh, 3, 1, private_history);
  add_answers(refresh, 4, 1, not_playing);
  add_answers(refresh, 5, 1, unknown_account);
  refresh.answers.back().detail = "error 404";
  (void)finish(refresh);
  CHECK(refresh.log ==
        "info: [CRON] API results: 0 tracks, 3 failures\n"
        "warning: [CRON] WARNING: No answer about 3 accounts, keeping what is known of them: "
        "lastfm0 (timeout), librefm0 (librefm: service error, error 8), listenbrainz0 "
        "(listenbrainz: not playing, asked no further)\n"
        "info: [CRON] Answered without a listen: lastfm1 (no scrobbles), librefm1 (librefm: "
        "private), listenbrainz1 (listenbrainz: unknown account, error 404)\n"
        "info: [CRON] Caching 0 tracks with TTL 420s\n");
}

TEST_CASE("finish: pauses grow from refresh to refresh, and end with an answer") {
  Refresh refresh;
  add_members(refresh, 2);
  (void)go_on(refresh, {listened, listened});
  for (const std::int64_t expected : {10, 20, 40, 60, 60}) {
    CAPTURE(expected);
    refresh.now += minutes{10};
    const auto snapshot = go_on(refresh, {rate_limited, not_sent});
    REQUIRE(snapshot.services.size() == 1);
    CHECK(snapshot.services[0].paused_until == refresh.now + minutes{expected});
    // While it is paused nobody asks, and the pause stays.
    refresh.now += kTick;
    const auto meanwhile = go_on(refresh, {});
    CHECK(meanwhile.services[0].paused_until == refresh.now - kTick + minutes{expected});
    CHECK(meanwhile.services[0].pauses == snapshot.services[0].pauses);
    CHECK(meanwhile.memories[0].listen);
    refresh.now += minutes{expected};
  }
  const auto healed = go_on(refresh, {listened, timeout});
  CHECK_FALSE(healed.services[0].paused_until);
  CHECK(healed.services[0].pauses == 0);
}

TEST_CASE("finish: a refused key is remembered until it is accepted") {
  Refresh refresh;
  add_members(refresh, 2);
  CHECK_FALSE(go_on(refresh, {listened, listened}).services[0].refuses_key);
  refresh.now += kTick;
  CHECK(go_on(refresh, {key_refused, not_sent}).services[0].refuses_key);
  refresh.now += kTick;
  CHECK(go_on(refresh, {timeout}).services[0].refuses_key);
  refresh.now += kTick;
  const auto healed = go_on(refresh, {listened});
  CHECK_FALSE(healed.services[0].refuses_key);
  CHECK(healed.memories[1].listen == samples::listen("m1"));
}

TEST_CASE("finish: one service down does not touch the rows of the others") {
  for (const AnswerKind trouble : {key_refused, rate_limited, timeout, unreachable, unreadable,
                                   http_error, not_sent, not_playing, crashed}) {
    CAPTURE(traits(trouble).name);
    Refresh refresh = on_every_service();
    add_answers(refresh, 0, 6, listened);
    refresh.now -= kTick;
    store(refresh, finish(refresh));
    refresh.now += kTick;
    refresh.answers.clear();
    add_answers(refresh, 0, 2, trouble);
    add_answers(refresh, 2, 4, listened);
    const auto finished = finish(refresh);
    REQUIRE(finished.outcome == RefreshOutcome::writes);
    CHECK(entry_of(finished, refresh.arena).tracks.size() == 6);
    CHECK(entry_of(finished, refresh.arena).last_updated == refresh.now);
    CHECK(finished.counts.kept == 2);
    CHECK(finished.counts.failed == 2);
  }
}

TEST_CASE("finish: a list with accounts that nobody asked about is not complete without memory") {
  Refresh refresh = on_every_service();
  add_answers(refresh, 0, 4, listened);
  const auto first = finish(refresh);
  CHECK_FALSE(entry_of(first, refresh.arena).is_complete);
  // With the snapshot's memory of the others it is.
  store(refresh, first);
  refresh.now += kTick;
  CHECK(entry_of(finish(refresh), refresh.arena).is_complete);
}

}  // namespace user_listens
