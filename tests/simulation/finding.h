// An invariant that does not hold. README.md lists the invariants.
#pragma once

#include <optional>
#include <string>

namespace user_listens::simulation {

enum class Invariant : unsigned char {
  never_poorer = 1,
  never_private = 2,
  never_unplayed = 3,
  true_times = 4,
  known_writer = 5,
  fresh_when_refreshed = 6,
  few_puts_no_secrets = 7,
  asked_with_reason = 8,
};

struct Violation {
  Invariant invariant;
  std::string what;
};

// Nothing when all is well.
using Finding = std::optional<Violation>;

}  // namespace user_listens::simulation
