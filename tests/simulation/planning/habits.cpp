#include "habits.h"

#include <algorithm>
#include <vector>

namespace user_listens::simulation::planning {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// A time of the day at which a member often begins to listen.
struct Habit {
  Millis at;
  std::uint64_t on_weekdays;  // percent of them
  std::uint64_t on_weekends;
};

// Who somebody is, in percent of the members; all others listen on most days.
constexpr std::uint64_t kNever = 5;
constexpr std::uint64_t kSeldom = 15;

// How far a session begins from its habit.
constexpr Millis kVariation = minutes{60};
constexpr Millis kLaterOnWeekends = minutes{60};

// The more of `draws`, the nearer to the middle.
Millis about(Millis middle, Millis variation, int draws, Random& random) {
  Millis sum{0};
  for (int i = 0; i < draws; ++i) sum += random.between(-variation, variation);
  return middle + sum / draws;
}

std::vector<Habit> habits_of(Random& random) {
  std::vector<Habit> habits{{about(hours{20}, hours{4}, 2, random), 85, 85}};
  if (random.below(100) < 80) {
    // On the way to work, or there.
    const bool is_on_the_way = random.one_in(2);
    const Millis at = is_on_the_way ? about(hours{7} + minutes{30}, hours{1}, 2, random)
                                    : random.between(hours{9}, hours{16});
    habits.push_back({at, 70, 25});
  }
  if (random.below(100) < 40) {
    habits.push_back({random.between(hours{11}, hours{24}), 50, 65});
  }
  return habits;
}

bool is_weekend(UnixMillis day) {
  const std::chrono::weekday weekday{std::chrono::floor<days>(day)};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

// Sessions of somebody with habits, in order.
std::vector<UnixMillis> regular_sessions(std::size_t count, Random& random) {
  const auto habits = habits_of(random);
  std::vector<UnixMillis> sessions;
  for (std::size_t i = 0; i < count; ++i) {
    const UnixMillis day = kBegin + days{i};
    const bool is_free = is_weekend(day);
    for (const Habit& habit : habits) {
      if (random.below(100) >= (is_free ? habit.on_weekends : habit.on_weekdays)) continue;
      const Millis later = is_free ? kLaterOnWeekends : Millis{0};
      sessions.push_back(day + later + about(habit.at, kVariation, 2, random));
    }
  }
  std::sort(sessions.begin(), sessions.end());
  return sessions;
}

// One to four weeks apart.
std::vector<UnixMillis> rare_sessions(std::size_t count, Random& random) {
  std::vector<UnixMillis> sessions;
  UnixMillis at = kBegin + random.between(hours{0}, days{14});
  while (at < kBegin + days{count}) {
    sessions.push_back(at);
    at += random.between(days{7}, days{28});
  }
  return sessions;
}

std::vector<UnixMillis> sessions_of(std::size_t count, Random& random) {
  const auto draw = random.below(100);
  if (draw < kNever) return {};
  if (draw < kNever + kSeldom) return rare_sessions(count, random);
  return regular_sessions(count, random);
}

}  // namespace

Plays::Plays(Random random, std::size_t days) {
  for (const UnixMillis begin : sessions_of(days, random)) {
    const bool is_listening = !plays_.empty() && begin < plays_.back().end;
    if (!is_listening) add_session(begin, random);
  }
}

void Plays::add_session(UnixMillis begin, Random& random) {
  const UnixMillis end = begin + random.between(minutes{20}, minutes{150});
  while (begin < end) {
    const UnixMillis over = begin + random.between(minutes{2}, minutes{6});
    plays_.push_back({.begin = begin, .end = over});
    begin = over + random.between(Millis{200}, Seconds{15});
  }
}

std::optional<Play> Plays::latest(UnixMillis now) {
  while (begun_ < plays_.size() && plays_[begun_].begin <= now) ++begun_;
  if (begun_ == 0) return std::nullopt;
  return plays_[begun_ - 1];
}

bool Plays::is_playing(UnixMillis now) {
  const auto play = latest(now);
  return play && now < play->end;
}

}  // namespace user_listens::simulation::planning
