// From the answers to the list: what is written, and that nothing good is
// lost.
#include "refresh/finish.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "refresh/refreshes.h"

namespace user_listens {
namespace {

// What a good refresh of `count` members wrote five minutes ago.
Finished before(std::size_t count) {
  Refresh refresh;
  add_members(refresh, count);
  add_answers(refresh, 0, count, AnswerKind::listened);
  refresh.now = samples::now() - kTick;
  return finish(refresh);
}

}  // namespace

TEST_CASE("finish: the first refresh, to the letter") {
  Refresh refresh;
  add_members(refresh, 2);
  add_answers(refresh, 0, 1, AnswerKind::listened);
  add_answers(refresh, 1, 1, AnswerKind::silent);
  const auto finished = finish(refresh);
  CHECK(finished.outcome == RefreshOutcome::writes);
  CHECK(finished.member_count == 2);
  const std::vector<Listen> tracks{samples::listen("m0")};
  Entry expected = samples::entry(samples::now(), samples::deployment(), tracks);
  expected.is_complete = true;
  CHECK(finished.list == encode_entry(expected));
  CHECK(finished.snapshot_draft.starts_with(
      R"({"lastUpdated":"2025-12-04T14:25:27.000Z","writtenAt":"2025-12-04T14:25:27.000Z",)"
      R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.000Z"},)"
      R"("refresh":{"asked":2,"learned":2,"failed":0,"kept":0,"tracks":1},)"
      R"("services":[{"source":"lastfm","pausedUntil":null,"pauses":0,"refusesKey":false}],)"
      R"("members":[{"username":"m0","source":"lastfm",)"));
  CHECK(refresh.log ==
        "info: [CRON] API results: 1 tracks, 0 failures\n"
        "info: [CRON] Answered without a listen: m1 (no scrobbles)\n"
        "info: [CRON] Caching 1 tracks with TTL 420s\n");
}

TEST_CASE("finish: three of 14 failed keeps 14 rows") {
  Refresh refresh;
  add_members(refresh, 14);
  store(refresh, before(14));
  add_answers(refresh, 0, 11, AnswerKind::listened);
  add_answers(refresh, 11, 1, AnswerKind::timeout);
  add_answers(refresh, 12, 1, AnswerKind::service_error);
  refresh.answers.back().detail = "error 8";
  add_answers(refresh, 13, 1, AnswerKind::http_error);
  refresh.answers.back().detail = "HTTP 502\nforged";
  const auto finished = finish(refresh);
  REQUIRE(finished.outcome == RefreshOutcome::writes);
  const auto entry = entry_of(finished, refresh.arena);
  CHECK(entry.tracks.size() == 14);
  CHECK(entry.last_updated == samples::now());
  CHECK(finished.counts.asked == 14);
  CHECK(finished.counts.learned == 11);
  CHECK(finished.counts.failed == 3);
  CHECK(finished.counts.kept == 3);
  CHECK(finished.counts.tracks == 14);
  CHECK(refresh.log ==
        "info: [CRON] API results: 11 tracks, 3 failures\n"
        "warning: [CRON] WARNING: No answer about 3 accounts, keeping what is known of them: m11 "
        "(timeout), "
        "m12 (service error, error 8), m13 (HTTP error, HTTP 502 forged)\n"
        "info: [CRON] Caching 14 tracks with TTL 420s\n");
}

TEST_CASE("finish: all failed keeps the list alive with its true time") {
  Refresh refresh;
  add_members(refresh, 14);
  const auto good = before(14);
  store(refresh, good);
  add_answers(refresh, 0, 14, AnswerKind::rate_limited);
  for (Answer& answer : refresh.answers) answer.detail = "error 29";
  const auto finished = finish(refresh);
  REQUIRE(finished.outcome == RefreshOutcome::writes);
  const auto list = entry_of(finished, refresh.arena);
  CHECK(list.tracks == entry_of(good, refresh.arena).tracks);
  CHECK(list.last_updated == samples::now() - kTick);
  CHECK(list.written_at == samples::now());
  const auto snapshot = snapshot_of(finished, refresh.arena);
  CHECK(snapshot.last_updated == samples::now() - kTick);
  CHECK(snapshot.written_at == samples::now());
  CHECK(snapshot.memories.front().failures == 0);
  CHECK(refresh.log ==
        "info: [CRON] API results: 0 tracks, 14 failures\n"
        "warning: [CRON] WARNING: Last.fm was asked too often (error 29): it is left alone for a "
        "while. Lower POLL_BUDGET if this goes on.\n"
        "warning: [CRON] WARNING: No answer about 14 accounts, keeping what is known of them: "
        "m0 (rate limited, error 29), m1 (rate limited, error 29), m2 (rate limited, error 29), "
        "m3 (rate limited, error 29), m4 (rate limited, error 29), m5 (rate limited, error 29), "
        "m6 (rate limited, error 29), m7 (rate limited, error 29), m8 (rate limited, error 29), "
        "m9 (rate limited, error 29) and 4 more\n"
        "warning: [CRON] WARNING: Nothing could be learned; keeping the list of "
        "2025-12-04T14:20:27.000Z.\n"
        "info: [CRON] Caching 14 tracks with TTL 420s\n");
}

TEST_CASE("finish: nobody asked keeps the list alive too") {
  Refresh refresh;
  add_members(refresh, 3);
  const auto good = before(3);
  store(refresh, good);
  const auto finished = finish(refresh);
  const auto list = entry_of(finished, refresh.arena);
  CHECK(list.tracks == entry_of(good, refresh.arena).tracks);
  CHECK(list.last_updated == samples::now() - kTick);
  CHECK(finished.counts.asked == 0);
}

TEST_CASE("finish: a private member is in neither the list nor the snapshot") {
  Refresh refresh;
  add_members(refresh, 3);
  store(refresh, before(3));
  add_answers(refresh, 0, 3, AnswerKind::listened);
  refresh.roster.accounts.resize(2);  // m2's profile is private now
  refresh.answers.pop_back();
  const auto finished = finish(refresh);
  REQUIRE(finished.outcome == RefreshOutcome::writes);
  CHECK(entry_of(finished, refresh.arena).tracks.size() == 2);
  CHECK(finished.list.find("m2") == std::string::npos);
  CHECK(finished.snapshot_draft.find("m2") == std::string::npos);
  CHECK(finished.member_count == 2);
}

TEST_CASE("finish: a roster that is read again leaves a play and a problem as they are") {
  Refresh refresh;
  add_members(refresh, 1);
  store(refresh, before(6));
  // It has played for a while, and nobody has confirmed that for three ticks.
  auto snapshot = read_snapshot(refresh.snapshot, refresh.arena).value();
  Memory& memory = snapshot.memories[0];
  memory.listen = samples::playing("m0");
  memory.listen->first_seen = refresh.now - 4 * kTick;
  memory.learned_at = refresh.now - 3 * kTick;
  refresh.snapshot = samples::sealed(
      refresh.arena.keep(complete_snapshot(encode_snapshot_draft(snapshot), "confirmed")));
  refresh.recent = {};
  add_answers(refresh, 0, 1, AnswerKind::listened);
  refresh.answers[0].listen = samples::playing("m0");
  refresh.read_again = refresh.roster;
  const auto written = snapshot_of(finish(refresh), refresh.arena);
  REQUIRE(written.memories.size() == 1);
  CHECK(written.memories[0].listen->first_seen == refresh.now - 4 * kTick);
  REQUIRE(written.roster_problems.size() == 1);
  CHECK(written.roster_problems[0] == "ROSTER: 5 of 6 members are gone in one refresh.");
}

TEST_CASE("finish: a private history drops the listen") {
  Refresh refresh;
  add_members(refresh, 2);
  store(refresh, before(2));
  add_answers(refresh, 0, 1, AnswerKind::listened);
  add_answers(refresh, 1, 1, AnswerKind::private_history);
  const auto finished = finish(refresh);
  CHECK(entry_of(finished, refresh.arena).tracks.size() == 1);
  const auto snapshot = snapshot_of(finished, refresh.arena);
  CHECK_FALSE(snapshot.memories[1].listen);
  CHECK(refresh.log.find("Answered without a listen: m1 (private)") != std::string::npos);
}

TEST_CASE("finish: the hours of each account are remembered, and forgotten when it is private") {
  Refresh refresh;
  add_members(refresh, 2);
  add_answers(refresh, 0, 2, AnswerKind::listened);
  refresh.answers[1].listen = samples::playing("m1");
  refresh.answers[1].listen->played_at = samples::time("2025-12-04T14:20:00.000Z");
  store(refresh, finish(refresh));
  refresh.now += std::chrono::hours{3};
  refresh.answers[0].listen->played_at = samples::time("2025-12-04T16:00:00.000Z");
  store(refresh, finish(refresh));
  const auto memories = read_snapshot(refresh.snapshot, refresh.arena).value().memories;
  CHECK(memories[0].hours == (1U << 14 | 1U << 16));
  CHECK(memories[1].hours == (1U << 14 | 1U << 17));
  refresh.now += kTick;
  refresh.answers[0] = {.account = refresh.roster.accounts[0], .kind = AnswerKind::private_history};
  refresh.answers[1] = {.account = refresh.roster.accounts[1], .kind = AnswerKind::timeout};
  const auto after = snapshot_of(finish(refresh), refresh.arena).memories;
  CHECK(after[0].hours == 0);
  CHECK(after[1].hours == (1U << 14 | 1U << 17));
}

TEST_CASE("finish: at most MAX_TRACKS are listed, all are remembered") {
  Refresh refresh;
  add_members(refresh, 5);
  add_answers(refresh, 0, 5, AnswerKind::listened);
  refresh.settings.max_tracks = 2;
  refresh.settings.ttl = std::chrono::minutes{10};
  const auto finished = finish(refresh);
  CHECK(entry_of(finished, refresh.arena).tracks.size() == 2);
  CHECK(finished.counts.tracks == 2);
  CHECK(snapshot_of(finished, refresh.arena).memories.size() == 5);
  CHECK(refresh.log.ends_with("info: [CRON] Caching 2 tracks with TTL 600s\n"));
}

TEST_CASE("finish: running twice for the same facts writes the same bytes") {
  std::vector<std::string> written;
  for (int run = 0; run < 2; ++run) {
    Refresh refresh;
    add_members(refresh, 6);
    store(refresh, before(6));
    add_answers(refresh, 0, 4, AnswerKind::listened);
    add_answers(refresh, 4, 2, AnswerKind::unreachable);
    const auto finished = finish(refresh);
    written.push_back(finished.list + finished.snapshot_draft);
  }
  CHECK(written[0] == written[1]);
}

}  // namespace user_listens
