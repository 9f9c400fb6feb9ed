// Some days of refreshes, with whoever chooses whom to ask, and how true the
// list was meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace user_listens::simulation::planning {

enum class Planner : std::uint8_t {
  product,      // plan_requests of the core
  round_robin,  // the next ones of the roster
  everyone,     // whatever the budget
};

struct Season {
  std::uint64_t seed = 1;
  std::size_t members = 500;
  std::size_t budget = 45;
  std::size_t days = 14;  // the first is not counted
};

// README.md says how they are measured.
struct Figures {
  double share = 0;         // of those who play, shown as playing
  double precision = 0;     // of those shown as playing, who play
  Millis newest_age{0};     // of the ten newest rows
  Millis longest_wait{0};   // of any account, between two requests about it
  double requests = 0;      // a refresh
  double playing = 0;       // of all members, on average
  double most_playing = 0;  // at the time of day with the most

  friend bool operator==(const Figures&, const Figures&) = default;
};

[[nodiscard]] Figures figures_of(const Season& season, Planner planner);

}  // namespace user_listens::simulation::planning
