// What the two keys hold when a refresh looks at them.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "cache/entry.h"
#include "cache/snapshot.h"
#include "cache/stored.h"

namespace user_listens {

// Valid while the arena and the values it was read from are.
struct StoredState {
  Stored recent;    // as KV answered
  Stored snapshot;  // as KV answered
  EntryReading list;
  std::optional<Snapshot> memory;  // nothing when it is missing, broken or unreadable
};

[[nodiscard]] StoredState read_state(const Stored& recent, const Stored& snapshot, Arena& arena);

// What a key holds, for logs: "the list of 2025-12-04T14:25:27.000Z",
// "the old format (bare array with 3 items)", "a corrupt value (not JSON)".
[[nodiscard]] std::string_view in_words(const EntryReading& found, Arena& arena);

}  // namespace user_listens
