// What the music service has asked for as a whole: to be left alone for a
// while, or for another key.
#pragma once

#include <cstddef>
#include <optional>

#include "base/time.h"
#include "document.h"
#include "finding.h"
#include "run.h"

namespace user_listens::simulation {

// What a refresh knows of the service from the snapshot that it was given.
struct ServiceMemory {
  std::optional<UnixMillis> paused_until;  // nothing when the pause is over
  bool refuses_key = false;                // the key of the deployment that refreshes
  // A clock that is ahead has dated the snapshot: how long a pause lasts is not
  // for it to say.
  bool is_doubtful = false;
};
[[nodiscard]] ServiceMemory memory_of_service(const Run& run, UnixMillis now);

// Until when a service is left alone that asks for `pause` at `now`.
[[nodiscard]] UnixMillis end_of_pause(Seconds pause, UnixMillis now);

// Before a request begins: whether this refresh has heard by `now` that it must not.
[[nodiscard]] Finding judge_request(const Run& run, UnixMillis now);

// Whether a snapshot tells the next refresh what this one knows of the service.
[[nodiscard]] Finding judge_service_memory(const Run& run, const Document& written);

}  // namespace user_listens::simulation
