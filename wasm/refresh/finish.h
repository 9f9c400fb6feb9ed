// From the answers to the list: what a refresh has learned and will write.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "cache/deployment.h"
#include "cache/snapshot.h"
#include "cache/stored.h"
#include "refresh/roster.h"
#include "settings/settings.h"

namespace user_listens {

struct Finished {
  RefreshCounts counts;
  bool writes = false;           // when false, the rest is empty
  std::string list;              // the value for Slot::recent
  std::string snapshot_draft;    // "" when the stored snapshot is to stay
  std::size_t member_count = 0;  // in the snapshot
};

// A list is written when something was learned, or to keep a known one alive;
// never when neither list nor snapshot could be read and somebody did not
// answer, since the list could become poorer than the stored one.
[[nodiscard]] Finished finish_refresh(const Roster& roster, std::span<const Answer> answers,
                                      const Stored& recent, const Stored& snapshot,
                                      const Settings& settings, const Deployment& writer,
                                      UnixMillis now, Arena& arena, Log& log);

}  // namespace user_listens
