// Makes a snapshot small enough to be stored and read again.
//
// Hostile or very many names could make it larger than the module can hold.
// What goes is what can be heard again; never an account, and never who was
// removed: an old snapshot that stays would still show them.
#pragma once

#include <cstddef>

#include "cache/snapshot.h"

namespace user_listens {

// What was left out, in the order in which it goes.
struct LeftOut {
  bool covers = false;
  bool links = false;
  std::size_t listens = 0;  // the oldest

  [[nodiscard]] bool is_any() const { return covers || links || listens > 0; }
};

// Afterwards `encode_snapshot_draft` gives at most `max_bytes`, if that is
// enough for the accounts alone.
LeftOut fit(Snapshot& snapshot, std::size_t max_bytes);

}  // namespace user_listens
