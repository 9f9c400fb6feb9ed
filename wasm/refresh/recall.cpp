#include "refresh/recall.h"

#include <algorithm>

#include "base/name_index.h"
#include "base/text.h"
#include "cache/format.h"

namespace user_listens {
namespace {

void warn_of_trouble(const Stored& stored, Slot slot, const Settings& settings, Log& log) {
  if (!stored.trouble) return;
  log.warning({"[CRON] WARNING: ", key_of(slot),
               " could not be read: ", for_log(*stored.trouble, settings.lastfm_key, log.arena())});
}

void warn_of_list(const StoredState& state, Log& log) {
  const EntryReading& list = state.list;
  const bool is_blank = is_foreign_blank(list, state.recent);
  if (!state.recent.value || (list.state == EntryState::current && !is_blank)) return;
  Arena& arena = log.arena();
  const auto what = is_blank ? "an empty list without a seal" : in_words(list, arena);
  log.warning({"[CRON] WARNING: ", key_of(Slot::recent), " holds ", what, " by ",
               in_words(list.entry.writer, arena), ", ", decimal(state.recent.value->size()),
               " bytes; it will be replaced."});
}

// The list is newer than the snapshot: KV answers from copies, and the
// snapshot may have been refused.
void overlay(Known& known, const Entry& list) {
  const NameIndex remembered = index_of(known.members, &Memory::username);
  const NameIndex shown = index_of(list.tracks, &Listen::username);
  if (list.is_complete) {
    for (Memory& memory : known.members) {
      if (!shown.find(memory.username)) memory.listen.reset();
    }
  }
  std::vector<Memory> added;
  for (const Listen& track : list.tracks) {
    const auto position = remembered.find(track.username);
    if (!position) added.push_back({});
    Memory& memory = position ? known.members[*position] : added.back();
    Listen listen = track;
    listen.confirmed_at.reset();
    // It may have been confirmed again and again since the snapshot.
    if (memory.listen == listen && !listen.now_playing) continue;
    memory.username = track.username;
    memory.listen = listen;
    memory.learned_at = track.confirmed_at.value_or(*list.last_updated);
  }
  known.members.insert(known.members.end(), added.begin(), added.end());
  known.last_updated = list.last_updated;
}

// What a clock that ran ahead has dated, was learned now at the latest.
void take_back_the_future(Known& known, UnixMillis now) {
  if (known.last_updated) known.last_updated = std::min(*known.last_updated, now);
  for (Memory& memory : known.members) {
    if (memory.learned_at) memory.learned_at = std::min(*memory.learned_at, now);
  }
}

}  // namespace

Known recall(const StoredState& state, const Run& run, const Settings& settings, Log& log) {
  Known known;
  known.is_uncertain = state.recent.trouble || state.snapshot.trouble;
  warn_of_trouble(state.recent, Slot::recent, settings, log);
  warn_of_trouble(state.snapshot, Slot::snapshot, settings, log);
  warn_of_list(state, log);
  report_other_writer(state, run, log);
  if (state.memory) {
    known.members = state.memory->members;
    known.last_updated = state.memory->last_updated;
  } else if (state.snapshot.value) {
    log.warning({"[CRON] WARNING: ", key_of(Slot::snapshot), " is corrupt; it will be replaced."});
  }
  // Beside our own memory, a list that we did not seal is hearsay.
  const Entry& list = state.list.entry;
  const bool is_trusted = state.recent.seal || !known.last_updated;
  const bool is_news = !known.last_updated || list.last_updated > known.last_updated;
  const bool is_credible_list = is_credible(state.list, state.recent, run.now);
  if (is_credible_list && is_trusted && is_news) overlay(known, list);
  take_back_the_future(known, run.now);
  return known;
}

}  // namespace user_listens
