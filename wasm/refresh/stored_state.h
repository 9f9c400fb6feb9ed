// What the two keys hold when a refresh looks at them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "cache/entry.h"
#include "cache/snapshot.h"
#include "cache/stored.h"

namespace user_listens {

// Valid while the arena is. The texts of the snapshot are its own, and go when another
// one takes its place: it may have megabytes.
struct StoredState {
  Stored recent;                            // as KV answered, but for the value
  Stored snapshot;                          // as KV answered
  std::optional<std::size_t> recent_bytes;  // nothing: no value
  EntryReading list;
  std::optional<Snapshot> memory;  // nothing when it is missing, broken or unreadable
  Arena snapshot_texts;
};

// Decodes what a key holds, unless it is what it held before.
void take_list(StoredState& state, const Stored& recent, Arena& arena);
void take_snapshot(StoredState& state, const Stored& snapshot);

[[nodiscard]] StoredState read_state(const Stored& recent, const Stored& snapshot, Arena& arena);

// What a key holds, for logs: "the list of 2025-12-04T14:25:27.000Z",
// "the old format (bare array with 3 items)", "a corrupt value (not JSON)".
[[nodiscard]] std::string_view in_words(const EntryReading& found, Arena& arena);

}  // namespace user_listens
