// What a refresh does once it has read the roster and what is stored: poll
// accounts, or end.
#pragma once

#include <optional>

#include "base/arena.h"
#include "base/log.h"
#include "cache/snapshot.h"
#include "refresh/fence.h"
#include "refresh/plan.h"
#include "refresh/roster.h"
#include "refresh/stored_state.h"
#include "settings/settings.h"

namespace user_listens {

struct Planned {
  std::optional<Plan> plan;         // nothing: the refresh ends here
  std::optional<Snapshot> renewed;  // to be written all the same
};

[[nodiscard]] Planned plan_refresh(const Result<Roster, RosterError>& roster,
                                   const StoredState& state, const Settings& settings,
                                   const Run& run, Arena& arena, Log& log);

}  // namespace user_listens
