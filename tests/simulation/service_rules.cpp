#include "service_rules.h"

namespace user_listens::simulation {

static constexpr Seconds kLongestPause = std::chrono::hours{6};

ServiceMemory memory_of_service(const Run& run, UnixMillis now) {
  const Document* snapshot = run.snapshot.meaning();
  if (snapshot == nullptr) return {};
  ServiceMemory memory;
  // A longer pause was dated by a clock that is ahead of this one.
  const auto until = snapshot->paused_until;
  if (until > now && *until <= now + kLongestPause) memory.paused_until = until;
  // Another deployment may have another key.
  memory.refuses_key = snapshot->refuses_key && snapshot->writer == run.deployment->id;
  return memory;
}

}  // namespace user_listens::simulation
