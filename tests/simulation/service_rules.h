// What the music service has asked for as a whole: to be left alone for a
// while, or for another key.
#pragma once

#include <optional>

#include "base/time.h"
#include "run.h"

namespace user_listens::simulation {

// What a refresh knows of the service from the snapshot that it was given.
struct ServiceMemory {
  std::optional<UnixMillis> paused_until;  // nothing when the pause is over
  bool refuses_key = false;                // the key of the deployment that refreshes
};
[[nodiscard]] ServiceMemory memory_of_service(const Run& run, UnixMillis now);

}  // namespace user_listens::simulation
