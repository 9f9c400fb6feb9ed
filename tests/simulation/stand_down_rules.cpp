#include "stand_down_rules.h"

#include <initializer_list>
#include <utility>

namespace user_listens::simulation {
namespace {

using std::chrono::minutes;

// A newer deployment holds the list for two ticks and a bit: it must for the
// first, and must not for longer than the second. A third tick later an older
// one has written: 16 minutes.
constexpr Seconds kMustHold = minutes{10};
constexpr Seconds kMayHold = minutes{11};

// Whether `reading` shows a write of a newer deployment at most `lease` away.
bool is_held(const Run& run, const Reading& reading, UnixMillis clock, Seconds lease) {
  const Document* found = reading.meaning();
  if (found == nullptr || !found->written_at || !found->deployed_at) return false;
  if (*found->deployed_at <= run.deployment->deployed_at) return false;
  return std::chrono::abs(clock - *found->written_at) <= lease;
}

bool is_held(const Run& run, Seconds lease) {
  return is_held(run, run.first_list, run.planned, lease) ||
         is_held(run, run.first_snapshot, run.planned, lease) ||
         is_held(run, run.snapshot, run.finished, lease) ||
         is_held(run, run.list, run.finished, lease);
}

bool is_overtaken(const Run& run) {
  for (const Reading* reading : {&run.list, &run.snapshot}) {
    const Document* found = reading->meaning();
    if (found != nullptr && found->last_updated > run.started) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> reason_to_stand_down(const Run& run) {
  if (is_held(run, kMustHold)) {
    return "a newer deployment wrote what was read";
  }
  // To a clock that is far behind, every list is of the future.
  const bool has_right_clock = run.clock_error == Millis{0};
  if (has_right_clock && is_overtaken(run)) {
    return "the list that was read is of a later refresh";
  }
  return std::nullopt;
}

Finding judge_standing_down(const Run& run, UnixMillis newer_landed) {
  const auto wrong = [](std::string what) {
    return Violation{Invariant::known_writer, std::move(what)};
  };
  if (is_overtaken(run)) return std::nullopt;
  if (!is_held(run, kMayHold)) {
    return wrong("stood down without a reason");
  }
  const bool has_right_clock = run.clock_error == Millis{0};
  if (has_right_clock && run.started > newer_landed + kMayHold) {
    return wrong("still stands down, though nobody newer writes any more");
  }
  return std::nullopt;
}

}  // namespace user_listens::simulation
