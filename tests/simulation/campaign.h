// Many years, on several threads, with signs of life and a summary.
#pragma once

#include <cstddef>
#include <cstdint>

#include "year.h"

namespace user_listens::simulation {

struct Campaign {
  std::uint64_t first_seed = 1;
  std::uint64_t years = 1;
  std::chrono::days length = kYear;
  std::size_t threads = 1;
};

// Whether every invariant held. Progress goes to stderr, the outcome to stdout.
[[nodiscard]] bool run(const Campaign& campaign);

}  // namespace user_listens::simulation
