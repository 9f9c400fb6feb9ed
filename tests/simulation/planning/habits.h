// What many members truly play: sessions at personal hours, day by day.
//
// Chosen before any planner was looked at: of 500 members about 7 in a
// hundred play on average, 20 in the fullest hour of the evening.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"
#include "random.h"

namespace user_listens::simulation::planning {

// A Monday.
inline constexpr UnixMillis kBegin = std::chrono::sys_days{std::chrono::year{2026} / 1 / 5};

struct Play {
  UnixMillis begin;
  UnixMillis end;
};

// All plays of one member, front to back: `now` never goes back.
class Plays {
 public:
  Plays(Random random, std::size_t days);

  // The one that began last; nothing before the first.
  [[nodiscard]] std::optional<Play> latest(UnixMillis now);
  [[nodiscard]] bool is_playing(UnixMillis now);

 private:
  void add_session(UnixMillis begin, Random& random);

  std::vector<Play> plays_;
  std::size_t begun_ = 0;  // how many of them, by the last `now`
};

}  // namespace user_listens::simulation::planning
