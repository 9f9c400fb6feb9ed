#include "refresh/urgency.h"

#include <algorithm>
#include <limits>

#include "listen/merge.h"

namespace user_listens {
namespace {

// An account that was heard within this time is probably in the middle of
// something.
constexpr Seconds kSession{900};

// Then it is asked about after an hour and a half, and after the longer the
// longer it has been quiet: six hours when that is five days and a half. In the
// hours of the day in which it listens it is asked about more often. What these
// are worth: tests/simulation/README.md, "Planners".
constexpr Seconds kShortestRest = std::chrono::minutes{90};
constexpr int kQuietPerRest = 30;
constexpr int kOftenerInItsHours = 8;

// Those who come due together were asked together, and fit into the budget
// again; early enough to make up for some refreshes that were not.
constexpr Seconds kOverdueAfter = kLongestWait - std::chrono::minutes{30};

// One tick after it was confirmed a row may still say "now playing", after two
// it may cease to (kPlayingLease): asked every second tick, it goes on.
constexpr Seconds kLapsingAfter = kTick * 3 / 2;

constexpr Seconds kShortestBackOff = kTick;
constexpr Seconds kLongestGrowingBackOff{1800};
constexpr Seconds kLongBackOff = std::chrono::hours{1};

// A refresh begins a little earlier or later than a tick after the last.
constexpr Seconds kJitter{60};

// When a play was last heard of; nothing when none ever was.
std::optional<UnixMillis> last_heard(const Memory& memory) {
  if (!memory.listen) return std::nullopt;
  const Listen listen = shown_listen(memory);
  return listen.now_playing ? memory.learned_at : listen.played_at;
}

Seconds back_off(const Memory& memory) {
  if (!memory.last_answer) return Seconds{0};
  switch (traits(*memory.last_answer).back_off) {
    case BackOff::none:
      return Seconds{0};
    case BackOff::growing:
    case BackOff::growing_if_objecting: {
      if (memory.failures == 0) return Seconds{0};
      const auto doublings = std::min<std::uint32_t>(memory.failures, 8) - 1;
      return std::min(kShortestBackOff * (1 << doublings), kLongestGrowingBackOff);
    }
    case BackOff::lengthy:
      return kLongBackOff;
  }
  __builtin_trap();
}

// Whether its service has told it to wait again and again, while it answered
// others. If the service limits how much is asked in a refresh, it is always the
// last ones who are told so: once their back-off is over they have waited enough.
bool was_told_to_wait(const Memory& memory) {
  if (memory.failures < 2 || !memory.last_answer) return false;
  return memory.last_answer == AnswerKind::rate_limited ||
         traits(*memory.last_answer).back_off == BackOff::growing_if_objecting;
}

}  // namespace

Seconds interval(const Memory& memory, UnixMillis now) {
  if (was_told_to_wait(memory)) return kTick;
  const auto heard = last_heard(memory);
  if (!heard) return kLongestWait;
  // Nobody knows what an account has played since its requests fail: it has not
  // become quiet because of that.
  const bool is_known = !has_failed(memory) || !memory.learned_at;
  const UnixMillis as_of = is_known ? now : std::min(*memory.learned_at, now);
  const auto quiet = std::chrono::floor<Seconds>(as_of - *heard);
  if (quiet <= kSession) return kTick;
  const bool is_its_hour = (memory.hours & hour_bit(now)) != 0;
  const auto rest = kShortestRest + quiet / kQuietPerRest;
  return std::min(is_its_hour ? rest / kOftenerInItsHours : rest, kLongestWait);
}

std::int64_t urgency(const Memory& memory, UnixMillis now) {
  if (!memory.asked_at) return std::numeric_limits<std::int64_t>::max();
  const auto waited = std::max(now - *memory.asked_at, Millis{0});
  if (waited >= kOverdueAfter) return kOverdue + waited.count();
  const auto heard = last_heard(memory);
  const bool lapses = heard && now - *heard <= kSession && waited >= kLapsingAfter;
  return (lapses ? kLapsing : 0) + waited.count() / interval(memory, now).count();
}

bool has_failed(const Memory& memory) {
  if (memory.failures > 0) return true;
  if (!memory.last_answer || !traits(*memory.last_answer).is_failure) return false;
  return memory.last_answer != AnswerKind::not_sent &&
         memory.last_answer != AnswerKind::not_playing;
}

bool is_backed_off(const Memory& memory, UnixMillis now) {
  return memory.asked_at && now - *memory.asked_at + kJitter < back_off(memory);
}

}  // namespace user_listens
