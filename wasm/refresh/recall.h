// What was known before a refresh: the snapshot, brought up to date by the list.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "listen/memory.h"
#include "listen/service_state.h"
#include "refresh/fence.h"
#include "refresh/stored_state.h"
#include "settings/settings.h"

namespace user_listens {

struct Known {
  std::vector<Memory> memories;
  std::vector<ServiceState> services;
  std::optional<UnixMillis> last_updated;
  bool is_uncertain = false;  // a key could not be read
};

// By the snapshot alone, of which there is one, for a refresh that polls no one.
[[nodiscard]] Known recall_snapshot(const StoredState& state, const Run& run);

// What is wrong with the stored values goes into the log.
[[nodiscard]] Known recall(const StoredState& state, const Run& run, const Settings& settings,
                           Log& log);

}  // namespace user_listens
