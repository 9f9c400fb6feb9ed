// The line that a refresh ends with: one JSON object for tools to read.
#pragma once

#include <cstdint>
#include <optional>

#include "base/log.h"
#include "base/time.h"
#include "refresh/confirm.h"
#include "refresh/fence.h"
#include "refresh/finish.h"

namespace user_listens {

struct Conclusion {
  const Finished& finished;
  std::optional<Confirmation> confirmation;  // nothing: no list was put
  std::int64_t kv_writes;
  UnixMillis scheduled;
};

// {"event":"refresh","at":"…","scheduledFor":"…","durationMs":…,"confirmation":"confirmed",
//  "kvWrites":2,"bytes":…,"counts":{…},"failures":{…},"writer":{…}}
void report_refresh(const Conclusion& conclusion, const Run& run, Log& log);

}  // namespace user_listens
