// Which deployment, and which run, may write; and who else is named.
#include "refresh/fence.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "log_text.h"
#include "samples.h"

namespace user_listens {
namespace {

using std::chrono::minutes;

const Deployment kOlder{.id = "last", .deployed_at = samples::time("2025-11-01T09:00:00Z")};
const Deployment kNewer{.id = "next", .deployed_at = samples::time("2025-12-02T09:00:00Z")};
const Deployment kUndated{.id = "nowhen"};
const Deployment kUnknown;
const Deployment kFuture{.id = "3000", .deployed_at = samples::time("3000-01-01T00:00:00Z")};

// A value that is stored: by whom, and how long ago.
struct Written {
  Deployment writer = samples::deployment();
  std::optional<Millis> written_ago = {};  // nothing: nothing is stored
  Millis updated_ago = {};
  bool is_blank = false;  // without a track, and without a seal
  bool is_sealed = true;  // unless it is blank
};

struct FenceCase {
  std::string_view name;
  Written list = {};
  Written snapshot = {};
  Deployment self = samples::deployment();
  Millis running = {};  // since the run began
  bool stands_down = false;
};

// What is stored, as KV gives it. The values live in `arena`.
StoredState state_of(const FenceCase& c, Arena& arena) {
  Stored recent, snapshot;
  if (c.list.written_ago) {
    std::vector<Listen> tracks;
    if (!c.list.is_blank) tracks.push_back(samples::listen("alice"));
    recent.value = arena.keep(encode_entry({.last_updated = samples::now() - c.list.updated_ago,
                                            .writer = c.list.writer,
                                            .written_at = samples::now() - *c.list.written_ago,
                                            .tracks = tracks}));
    const bool is_sealed = c.list.is_sealed && !c.list.is_blank;
    if (is_sealed) recent.seal = seal_of(*recent.value, tracks.size());
  }
  if (c.snapshot.written_ago) {
    const auto draft =
        encode_snapshot_draft({.last_updated = samples::now() - c.snapshot.updated_ago,
                               .written_at = samples::now() - *c.snapshot.written_ago,
                               .writer = c.snapshot.writer});
    snapshot = samples::sealed(arena.keep(complete_snapshot(draft, "confirmed")));
  }
  return read_state(recent, snapshot, arena);
}

Run run_of(const FenceCase& c) {
  return {.self = c.self, .started = samples::now() - c.running, .now = samples::now()};
}

std::vector<FenceCase> fence_cases() {
  constexpr Millis kOld = minutes{20};
  return {
      {.name = "nothing stored"},
      {.name = "our own list", .list = {.written_ago = minutes{5}, .updated_ago = minutes{5}}},
      {.name = "a newer deployment, a tick ago",
       .list = {kNewer, minutes{5}, minutes{5}},
       .stands_down = true},
      {.name = "a newer deployment that only keeps an old list alive",
       .list = {kNewer, minutes{5}, minutes{40}},
       .stands_down = true},
      {.name = "at the end of its lease", .list = {kNewer, minutes{11}, kOld}, .stands_down = true},
      {.name = "past its lease", .list = {kNewer, minutes{11} + Millis{1}, kOld}},
      {.name = "of a clock a little ahead",
       .list = {kNewer, -minutes{2}, kOld},
       .stands_down = true},
      {.name = "of a broken clock", .list = {kNewer, -minutes{2} - Millis{1}, kOld}},
      {.name = "an older deployment", .list = {kOlder, minutes{1}, minutes{1}}},
      {.name = "a writer without a date", .list = {kUndated, minutes{1}, minutes{1}}},
      {.name = "an unknown writer", .list = {kUnknown, minutes{1}, minutes{1}}},
      {.name = "we do not know our own date",
       .list = {kNewer, minutes{1}, minutes{1}},
       .self = kUndated},
      {.name = "another's blank list", .list = {kNewer, minutes{1}, minutes{1}, true}},
      {.name = "a newer deployment, named without a seal",
       .list = {kNewer, minutes{1}, minutes{1}, false, false}},
      {.name = "the list is gone, the snapshot is of a newer deployment",
       .snapshot = {kNewer, minutes{9}, minutes{9}},
       .stands_down = true},
      {.name = "its snapshot is past the lease", .snapshot = {kNewer, minutes{12}, minutes{12}}},
      {.name = "our list, the snapshot of a newer deployment",
       .list = {samples::deployment(), minutes{1}, minutes{1}},
       .snapshot = {kNewer, minutes{6}, minutes{6}},
       .stands_down = true},
      {.name = "another run has learned something since this one began",
       .list = {samples::deployment(), Millis{1}, Seconds{19}},
       .running = Seconds{20},
       .stands_down = true},
      {.name = "another run has only kept the list alive since",
       .list = {samples::deployment(), Millis{1}, minutes{20}},
       .running = Seconds{20},
       .stands_down = true},
      {.name = "another run wrote just before this one began",
       .list = {samples::deployment(), Seconds{20}, Seconds{20}},
       .running = Seconds{20}},
      {.name = "of a clock ahead by a second",
       .list = {samples::deployment(), -Seconds{1}, -Seconds{1}},
       .stands_down = true},
      {.name = "our own, of a clock ahead by two minutes",
       .list = {samples::deployment(), -minutes{2}, -minutes{2}},
       .stands_down = true},
      {.name = "our own, of a clock that is broken",
       .list = {samples::deployment(), -minutes{2} - Millis{1}, -minutes{2} - Millis{1}}},
      {.name = "our own snapshot, of a clock that is broken",
       .snapshot = {samples::deployment(), -minutes{20}, -minutes{20}}},
      {.name = "of a quicker writer without our seal",
       .list = {kUnknown, -Seconds{1}, -Seconds{1}, false, false}},
      {.name = "of unknown writers, written since, and we are unknown too",
       .list = {kUnknown, -minutes{2}, -minutes{2}},
       .self = kUnknown,
       .stands_down = true},
      {.name = "of a deployment of the future", .list = {kFuture, minutes{1}, minutes{1}}},
      {.name = "another run's snapshot, whose list was refused",
       .snapshot = {samples::deployment(), Millis{1}, Seconds{19}},
       .running = Seconds{20},
       .stands_down = true},
      {.name = "another run's snapshot, which learned nothing",
       .snapshot = {samples::deployment(), Millis{1}, minutes{40}},
       .running = Seconds{20},
       .stands_down = true},
      {.name = "another's, of a clock ahead by an hour",
       .list = {kOlder, -minutes{60}, -minutes{60}}},
  };
}

}  // namespace

TEST_CASE("fence: which runs stand down") {
  for (const auto& c : fence_cases()) {
    CAPTURE(c.name);
    Arena arena;
    Log log;
    CHECK(stands_down(state_of(c, arena), run_of(c), log) == c.stands_down);
    CHECK(text_of(log).starts_with("warning: [CRON] WARNING: Standing down: ") == c.stands_down);
  }
}

TEST_CASE("fence: the warning of a stand-down names both writers and times") {
  Arena arena;
  const FenceCase newer{.name = "", .snapshot = {kNewer, minutes{5}, minutes{5}}};
  Log of_deployment;
  REQUIRE(stands_down(state_of(newer, arena), run_of(newer), of_deployment));
  CHECK(text_of(of_deployment) ==
        "warning: [CRON] WARNING: Standing down: user-listens:v2:snapshot was written at "
        "2025-12-04T14:20:27.000Z by writer next deployed 2025-12-02T09:00:00.000Z, a newer "
        "deployment than this one, writer f3b1 deployed 2025-12-01T09:00:00.000Z. Nothing is "
        "written.\n");
  const FenceCase later{.name = "", .list = {kOlder, Millis{0}, Millis{0}}, .running = Seconds{9}};
  Log of_run;
  REQUIRE(stands_down(state_of(later, arena), run_of(later), of_run));
  CHECK(text_of(of_run) ==
        "warning: [CRON] WARNING: Standing down: user-listens:v2:recent was written at "
        "2025-12-04T14:25:27.000Z by writer last deployed 2025-11-01T09:00:00.000Z, after this "
        "refresh "
        "began at 2025-12-04T14:25:18.000Z. Nothing is written.\n");
}

TEST_CASE("fence: values of a broken clock are named") {
  struct Case {
    FenceCase stored;
    std::string_view log;
  };
  const std::vector<Case> cases{
      {{.name = "two minutes", .list = {kOlder, -minutes{2}, -minutes{2}}}, ""},
      {{.name = "a list", .list = {kOlder, -minutes{20}, -minutes{20}}},
       "warning: [CRON] WARNING: user-listens:v2:recent is dated 1200 s in the future: the clock "
       "of writer last deployed 2025-11-01T09:00:00.000Z was wrong. It does not stop this "
       "refresh.\n"},
      {{.name = "a snapshot", .snapshot = {kUnknown, -minutes{3}, minutes{3}}},
       "warning: [CRON] WARNING: user-listens:v2:snapshot is dated 180 s in the future: the clock "
       "of an unknown writer was wrong. It does not stop this refresh.\n"}};
  for (const auto& c : cases) {
    CAPTURE(c.stored.name);
    Arena arena;
    Log log;
    report_broken_clocks(state_of(c.stored, arena), run_of(c.stored), log);
    CHECK(text_of(log) == c.log);
  }
}

TEST_CASE("fence: every other writer is named") {
  struct Case {
    FenceCase stored;
    std::string_view log;
  };
  const auto own = samples::deployment();
  const std::vector<Case> cases{
      {{.name = "nothing"}, ""},
      {{.name = "our own", .list = {own, minutes{5}, minutes{5}}}, ""},
      {{.name = "the deployment before",
        .list = {kOlder, minutes{5}, minutes{5}},
        .snapshot = {kOlder, minutes{5}, minutes{5}}},
       "info: [CRON] Taking over: user-listens:v2:recent was written at 2025-12-04T14:20:27.000Z "
       "by another writer: writer last deployed 2025-11-01T09:00:00.000Z\n"},
      {{.name = "an older one, after us",
        .list = {kOlder, minutes{4}, minutes{4}},
        .snapshot = {own, minutes{5}, minutes{5}}},
       "warning: [CRON] WARNING: user-listens:v2:recent was written at 2025-12-04T14:21:27.000Z "
       "by another writer: writer last deployed 2025-11-01T09:00:00.000Z\n"},
      {{.name = "a newer one that is silent", .snapshot = {kNewer, minutes{15}, minutes{15}}},
       "warning: [CRON] WARNING: Taking over: user-listens:v2:snapshot was written at "
       "2025-12-04T14:10:27.000Z by another writer: writer next deployed 2025-12-02T09:00:00.000Z, "
       "a newer deployment, which has been silent since.\n"},
      {{.name = "nobody known", .list = {kUnknown, minutes{5}, minutes{5}}},
       "warning: [CRON] WARNING: user-listens:v2:recent was written at 2025-12-04T14:20:27.000Z "
       "by another writer: an unknown writer\n"}};
  for (const auto& c : cases) {
    CAPTURE(c.stored.name);
    Arena arena;
    Log log;
    report_other_writer(state_of(c.stored, arena), run_of(c.stored), log);
    CHECK(text_of(log) == c.log);
  }
}

}  // namespace user_listens
