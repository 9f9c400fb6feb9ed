// One simulated year: everything in it follows from its seed.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "finding.h"
#include "journal.h"
#include "tally.h"

namespace user_listens::simulation {

struct Year {
  Tally tally;
  Finding finding;  // where the year ended, if it did not end well
  UnixMillis ended;
};

inline constexpr std::chrono::days kYear{365};

[[nodiscard]] Year simulate_year(std::uint64_t seed, std::chrono::days length, Journal& journal);

}  // namespace user_listens::simulation
