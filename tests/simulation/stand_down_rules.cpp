#include "stand_down_rules.h"

#include <algorithm>
#include <array>
#include <utility>

namespace user_listens::simulation {
namespace {

using std::chrono::minutes;

// A newer deployment holds the list for two ticks and a bit: it must for the
// first, and must not for longer than the second. A third tick later an older
// one has written: 16 minutes.
constexpr Seconds kMustHold = minutes{10};
constexpr Seconds kMayHold = minutes{11};

// Whether `reading` shows a write of a newer deployment at most `lease` ago. Of
// a time ahead of both clocks, see may_stop().
bool is_held(const Run& run, const Reading& reading, UnixMillis clock, Seconds lease) {
  const Document* found = reading.meaning();
  if (found == nullptr || !found->written_at || !found->deployed_at) return false;
  if (*found->deployed_at <= run.deployment->deployed_at) return false;
  const auto age = clock - *found->written_at;
  return age <= lease && age >= -kClockSkew;
}

bool is_held(const Run& run, Seconds lease) {
  return is_held(run, run.first_list, run.planned, lease) ||
         is_held(run, run.first_snapshot, run.planned, lease) ||
         is_held(run, run.snapshot, run.finished, lease) ||
         is_held(run, run.list, run.finished, lease);
}

// Whether `reading` was written since `time`, by a clock that is right.
bool is_written_since(const Reading& reading, UnixMillis time) {
  const Document* found = reading.meaning();
  if (found == nullptr || !found->origin || !is_nearly_right(*found->origin)) return false;
  return found->written_at > time;
}

// Whether a newer deployment, whose clock was ahead, holds the list since the time
// that it has written down. Nothing tells such a value from one that was written at
// that time. As long as it has not come, the value holds nobody whose clock is right.
bool is_held_by_broken_clock(const Run& run) {
  const auto holds = [&](const Reading& reading, UnixMillis clock) {
    return is_held(run, reading, clock, kMayHold) && reading.meaning()->origin &&
           reading.meaning()->origin->ahead > kClockSkew;
  };
  return holds(run.first_list, run.planned) || holds(run.first_snapshot, run.planned) ||
         holds(run.snapshot, run.finished) || holds(run.list, run.finished);
}

// Whether what `reading` says is later than this refresh may stop it: when the
// writer's clock was ahead, for no longer than the lease. Once its time has come,
// nothing tells such a value from one that was written just now: that costs one
// refresh.
bool may_stop(const Run& run, const Reading& reading, UnixMillis now) {
  const Document* found = reading.meaning();
  if (found == nullptr || !found->origin) return false;
  const bool is_later = found->written_at > run.started || found->last_updated > run.started;
  const bool is_broken = found->origin->ahead > kClockSkew;
  const bool has_come = found->written_at <= std::max(run.planned, run.finished) + kClockSkew;
  return is_later && (!is_broken || has_come || now - found->origin->written <= kMayHold);
}

std::array<const Reading*, 4> readings_of(const Run& run) {
  return {&run.first_list, &run.first_snapshot, &run.list, &run.snapshot};
}

}  // namespace

std::optional<std::string> reason_to_stand_down(const Run& run) {
  if (is_held(run, kMustHold)) {
    return "a newer deployment wrote what was read";
  }
  // To a clock that is far behind, every list is of the future.
  if (!run.has_right_clock()) return std::nullopt;
  for (const Reading* reading : readings_of(run)) {
    if (is_written_since(*reading, run.roster_read)) {
      return "what was read was written since the roster was";
    }
  }
  return std::nullopt;
}

Finding judge_standing_down(const Run& run, UnixMillis newer_landed, UnixMillis now) {
  const auto wrong = [](std::string what) {
    return Violation{Invariant::known_writer, std::move(what)};
  };
  for (const Reading* reading : readings_of(run)) {
    if (may_stop(run, *reading, now)) return std::nullopt;
  }
  if (!is_held(run, kMayHold)) {
    return wrong("stood down without a reason");
  }
  const bool is_over = run.started > newer_landed + kMayHold + kClockSkew;
  if (run.has_right_clock() && is_over && !is_held_by_broken_clock(run)) {
    return wrong("still stands down, though nobody newer writes any more");
  }
  return std::nullopt;
}

}  // namespace user_listens::simulation
