// The keys that a refresh reads, and what they hold when it looks at them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "cache/snapshot.h"
#include "cache/stored.h"
#include "refresh/effects.h"

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

struct StoredKey {
  Slot slot;
  std::size_t max_sealed_bytes;
  SetAside set_aside;
  // Decodes what the key holds, unless it is what it held before.
  void (*take)(StoredState& state, const Stored& stored, Arena& arena);
};
[[nodiscard]] std::span<const StoredKey> stored_keys();

// Whether a list with our seal was written after the snapshot: that could not be
// put, or an older one was read.
[[nodiscard]] bool is_list_written_later(const StoredState& state);

[[nodiscard]] StoredState read_state(const Stored& recent, const Stored& snapshot, Arena& arena);

// What a key holds, for logs: "the list of 2025-12-04T14:25:27.000Z",
// "the old format (bare array with 3 items)", "a corrupt value (not JSON)".
[[nodiscard]] std::string_view in_words(const EntryReading& found, Arena& arena);

}  // namespace user_listens
