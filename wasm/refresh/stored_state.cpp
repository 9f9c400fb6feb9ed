#include "refresh/stored_state.h"

#include <array>

#include "base/text.h"

namespace user_listens {
namespace {

// By its seal: KV stores it together with the value, whose bytes were checked when
// it was read for the first time.
bool is_same(const Stored& before, const Stored& latest) {
  return latest.value && latest.seal && before.seal == latest.seal && !before.error &&
         latest.seal->length == latest.value->size();
}

void take_list(StoredState& state, const Stored& recent, Arena& arena) {
  const bool is_understood = state.list.state == EntryState::current;
  if (is_understood && is_same(state.recent, recent)) return;
  state.list = read_entry(recent, arena);
  state.recent = recent;
  state.recent.value.reset();
  state.recent_bytes.reset();
  if (recent.value) state.recent_bytes = recent.value->size();
}

void take_snapshot(StoredState& state, const Stored& snapshot, Arena&) {
  if (state.memory && is_same(state.snapshot, snapshot)) return;
  state.memory.reset();
  state.snapshot_texts = {};
  state.snapshot = snapshot;
  if (snapshot.value) state.snapshot.value = state.snapshot_texts.keep(*snapshot.value);
  state.memory = read_snapshot(state.snapshot, state.snapshot_texts);
}

constexpr std::array kKeys{StoredKey{.slot = Slot::recent,
                                     .max_sealed_bytes = kMaxEntryBytes,
                                     .set_aside = SetAside::list,
                                     .take = take_list},
                           StoredKey{.slot = Slot::snapshot,
                                     .max_sealed_bytes = kMaxSnapshotBytes,
                                     .set_aside = SetAside::snapshot,
                                     .take = take_snapshot}};

}  // namespace

std::span<const StoredKey> stored_keys() { return kKeys; }

bool is_list_written_later(const StoredState& state) {
  const bool is_ours = state.recent.seal && is_credible(state.list, state.recent);
  return is_ours && state.memory && state.memory->written_at &&
         time_of_writing(state.list.entry) > state.memory->written_at;
}

StoredState read_state(const Stored& recent, const Stored& snapshot, Arena& arena) {
  StoredState state;
  take_list(state, recent, arena);
  take_snapshot(state, snapshot, arena);
  return state;
}

std::string_view in_words(const EntryReading& found, Arena& arena) {
  switch (found.state) {
    case EntryState::missing:
      return "no value";
    case EntryState::unreadable:
      return "a value that cannot be read";
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
