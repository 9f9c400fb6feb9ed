// What a refresh finds in KV: lists of other writers and formats, keys that
// cannot be read, and when nothing may be written.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "refresh/refreshes.h"

namespace user_listens {
namespace {

struct ReplacedCase {
  std::string_view name;
  Stored recent = {};
  Stored snapshot = {};
  std::string_view warning;
};

constexpr std::string_view kReplaced = "; it will be replaced.\n";

constexpr auto kReplacedCases = std::to_array<ReplacedCase>({
    {.name = "the incident's bare array",
     .recent = {.value = "[]"},
     .warning =
         "warning: [CRON] WARNING: user-listens:v2:recent holds the old format (bare array with 0 "
         "items) by an unknown writer, 2 bytes; it will be replaced.\n"},
    {.name = "an outdated version",
     .recent = {.value = R"({"version":1,"writer":{"id":"old\n"}})"},
     .warning = "warning: [CRON] WARNING: user-listens:v2:recent holds version 1 by writer old , "
                "37 bytes; "
                "it will be replaced.\n"},
    {.name = "a newer version",
     .recent = {.value = R"({"version":3})"},
     .warning =
         "warning: [CRON] WARNING: user-listens:v2:recent holds version 3 by an unknown writer, "
         "13 bytes; it "
         "will be replaced.\n"},
    {.name = "a cut list",
     .recent = {.value = R"({"version":2)"},
     .warning = "warning: [CRON] WARNING: user-listens:v2:recent holds a corrupt value (not JSON) "
                "by an unknown writer, 12 bytes; it will be replaced.\n"},
    {.name = "a broken seal",
     .recent = {.value = R"({"version":2,"lastUpdated":"2025-12-04T14:20:27.000Z","tracks":[]})",
                .seal = Seal{.version = 2, .count = 0, .length = 1, .crc32c = 0}},
     .warning = "warning: [CRON] WARNING: user-listens:v2:recent holds a corrupt value (its bytes "
                "are not those "
                "that were sealed) by an unknown writer, 66 bytes; it will be replaced.\n"},
    {.name = "a corrupt snapshot",
     .snapshot = {.value = "{}"},
     .warning =
         "warning: [CRON] WARNING: user-listens:v2:snapshot is corrupt; it will be replaced.\n"},
});

struct ObstacleCase {
  std::string_view name;
  std::size_t listened = 0;
  std::size_t failed = 0;
  std::size_t silent = 0;
  bool list_is_unreadable = false;
  bool snapshot_is_unreadable = false;
  bool writes = false;
};

constexpr auto kObstacleCases = std::to_array<ObstacleCase>({
    {.name = "nothing stored, everybody failed", .failed = 3},
    {.name = "nothing stored, nobody asked"},
    {.name = "nothing stored, one answered", .listened = 1, .failed = 2, .writes = true},
    {.name = "nothing stored, one silent", .failed = 2, .silent = 1, .writes = true},
    {.name = "list unreadable, everybody answered",
     .listened = 3,
     .list_is_unreadable = true,
     .writes = true},
    {.name = "list unreadable, one failed", .listened = 2, .failed = 1, .list_is_unreadable = true},
    {.name = "list unreadable, one not asked", .listened = 2, .list_is_unreadable = true},
    {.name = "list unreadable, nobody asked", .list_is_unreadable = true},
    {.name = "snapshot unreadable, everybody answered",
     .listened = 3,
     .snapshot_is_unreadable = true,
     .writes = true},
    {.name = "snapshot unreadable, one failed",
     .listened = 2,
     .failed = 1,
     .snapshot_is_unreadable = true},
});

std::string_view obstacle_line(const ObstacleCase& c) {
  if (c.list_is_unreadable || c.snapshot_is_unreadable) {
    return "warning: [CRON] WARNING: The stored list could not be read and not everybody answered: "
           "nothing is "
           "written, what is stored stays.\n";
  }
  return "warning: [CRON] WARNING: Nothing could be learned and nothing is stored yet: nothing is "
         "written.\n";
}

std::string list_of_one(std::string_view at, const Listen& track) {
  const std::vector<Listen> tracks{track};
  return encode_entry(samples::entry(samples::time(at), samples::deployment(), tracks));
}

}  // namespace

TEST_CASE("stored state: what is broken or of another format is warned of and replaced") {
  for (const auto& c : kReplacedCases) {
    CAPTURE(c.name);
    Refresh refresh;
    add_members(refresh, 1);
    add_answers(refresh, 0, 1, AnswerKind::listened);
    refresh.recent = c.recent;
    refresh.snapshot = c.snapshot;
    const auto finished = finish(refresh);
    CHECK(finished.outcome == RefreshOutcome::writes);
    CHECK(c.warning.ends_with(kReplaced));
    CHECK(refresh.log == std::string{c.warning} +
                             "info: [CRON] API results: 1 tracks, 0 failures\n"
                             "info: [CRON] Caching 1 tracks with TTL 420s\n");
  }
}

TEST_CASE("stored state: nothing is written when too little is known") {
  for (const auto& c : kObstacleCases) {
    CAPTURE(c.name);
    Refresh refresh;
    add_members(refresh, 3);
    add_answers(refresh, 0, c.listened, AnswerKind::listened);
    add_answers(refresh, c.listened, c.silent, AnswerKind::silent);
    add_answers(refresh, c.listened + c.silent, c.failed, AnswerKind::unreadable);
    if (c.list_is_unreadable) refresh.recent.error = "down";
    if (c.snapshot_is_unreadable) refresh.snapshot.error = "down";
    const auto finished = finish(refresh);
    CHECK((finished.outcome == RefreshOutcome::writes) == c.writes);
    CHECK(finished.list.empty() != c.writes);
    CHECK(finished.snapshot_draft.empty() != c.writes);
    CHECK(refresh.log.ends_with(obstacle_line(c)) != c.writes);
  }
}

TEST_CASE("stored state: with one key unreadable, the other one's rows stay") {
  for (const bool list_is_unreadable : {true, false}) {
    CAPTURE(list_is_unreadable);
    Refresh refresh;
    add_members(refresh, 3);
    add_answers(refresh, 0, 3, AnswerKind::listened);
    store(refresh, finish(refresh));
    (list_is_unreadable ? refresh.recent : refresh.snapshot) = {.error = "down"};
    refresh.answers.clear();
    add_answers(refresh, 0, 2, AnswerKind::listened);
    add_answers(refresh, 2, 1, AnswerKind::timeout);
    const auto finished = finish(refresh);
    REQUIRE(finished.outcome == RefreshOutcome::writes);
    CHECK(entry_of(finished, refresh.arena).tracks.size() == 3);
    // The snapshot that could not be read may remember more than the list.
    CHECK(finished.snapshot_draft.empty() != list_is_unreadable);
  }
}

TEST_CASE("stored state: a key that cannot be read is named, secrets are not") {
  Refresh refresh;
  add_members(refresh, 1);
  add_answers(refresh, 0, 1, AnswerKind::listened);
  refresh.settings.secrets = {"key-123", "token-4"};
  refresh.recent.error = "KV GET 500\nkey-123";
  refresh.snapshot.error = "timeout, token-4";
  CHECK(finish(refresh).outcome == RefreshOutcome::writes);
  CHECK(refresh.log.starts_with(
      "warning: [CRON] WARNING: user-listens:v2:recent could not be read: KV GET 500 ***\n"
      "warning: [CRON] WARNING: user-listens:v2:snapshot could not be read: timeout, ***\n"));
}

TEST_CASE("stored state: a list newer than the snapshot wins") {
  Listen newer = samples::listen("m0");
  newer.track = "Newer";
  for (const bool list_is_newer : {true, false}) {
    CAPTURE(list_is_newer);
    Refresh refresh;
    add_members(refresh, 2);
    add_answers(refresh, 0, 2, AnswerKind::listened);
    refresh.now = samples::time("2025-12-04T14:20:27.000Z");
    store(refresh, finish(refresh));
    const auto at =
        samples::time(list_is_newer ? "2025-12-04T14:20:28.000Z" : "2025-12-04T14:20:26.000Z");
    const auto list =
        encode_entry(samples::entry(at, samples::deployment(), {newer, samples::listen("m1")}));
    refresh.recent = samples::sealed(list);
    refresh.answers.clear();
    add_answers(refresh, 0, 2, AnswerKind::timeout);
    refresh.now = samples::now();
    const auto finished = finish(refresh);
    const auto snapshot = snapshot_of(finished, refresh.arena);
    CHECK(snapshot.memories[0].listen->track == (list_is_newer ? "Newer" : "Teardrop"));
    CHECK(snapshot.memories[1].listen->track == "Teardrop");
    CHECK(entry_of(finished, refresh.arena).tracks.size() == 2);
    CHECK(entry_of(finished, refresh.arena).last_updated ==
          samples::time(list_is_newer ? "2025-12-04T14:20:28.000Z" : "2025-12-04T14:20:27.000Z"));
  }
}

TEST_CASE("stored state: a list alone is remembered without its snapshot") {
  const auto list = list_of_one("2025-12-04T14:20:27.000Z", samples::listen("m1"));
  Refresh refresh;
  add_members(refresh, 2);
  refresh.recent = {.value = list};
  add_answers(refresh, 0, 2, AnswerKind::timeout);
  const auto finished = finish(refresh);
  REQUIRE(finished.outcome == RefreshOutcome::writes);
  const auto entry = entry_of(finished, refresh.arena);
  REQUIRE(entry.tracks.size() == 1);
  CHECK(entry.tracks.front() == samples::listen("m1"));
  CHECK(entry.last_updated == samples::time("2025-12-04T14:20:27.000Z"));
}

TEST_CASE("stored state: a snapshot alone is remembered without its list") {
  Refresh refresh;
  add_members(refresh, 2);
  add_answers(refresh, 0, 2, AnswerKind::listened);
  store(refresh, finish(refresh));
  refresh.recent = {};
  refresh.answers.clear();
  add_answers(refresh, 0, 2, AnswerKind::crashed);
  CHECK(entry_of(finish(refresh), refresh.arena).tracks.size() == 2);
}

}  // namespace user_listens
