#include "refresh/stored_state.h"

#include "base/text.h"

namespace user_listens {

StoredState read_state(const Stored& recent, const Stored& snapshot, Arena& arena) {
  return {.recent = recent,
          .snapshot = snapshot,
          .list = read_entry(recent, arena),
          .memory = read_snapshot(snapshot, arena)};
}

std::string_view in_words(const EntryReading& found, Arena& arena) {
  switch (found.state) {
    case EntryState::missing:
      return "no value";
    case EntryState::unreadable:
      return "what cannot be read";
    case EntryState::old_format:
      return arena.joined(
          {"the old format (bare array with ", decimal(found.item_count), " items)"});
    case EntryState::outdated_version:
    case EntryState::newer_version:
      return arena.filled("version %", {decimal(found.version)});
    case EntryState::corrupt:
      return arena.filled("a corrupt value (%)", {name(*found.fault)});
    case EntryState::current:
      return arena.filled("the list of %", {to_iso8601(*found.entry.last_updated)});
  }
  __builtin_trap();
}

}  // namespace user_listens
