#include "refresh/recall.h"

#include <algorithm>
#include <memory>

#include "base/name_index.h"
#include "base/text.h"
#include "cache/format.h"
#include "upstream/services.h"
#include "upstream/waiting.h"

namespace user_listens {
namespace {

void warn_of_trouble(const Stored& stored, Slot slot, const Settings& settings, Log& log) {
  if (!stored.trouble) return;
  log.warning("[CRON] WARNING: % could not be read: %",
              {key_of(slot), for_log(*stored.trouble, settings.secrets, log.arena())});
}

void warn_of_list(const StoredState& state, Log& log) {
  const EntryReading& list = state.list;
  const bool is_blank = is_foreign_blank(list, state.recent);
  if (!state.recent.value || (list.state == EntryState::current && !is_blank)) return;
  Arena& arena = log.arena();
  const auto what = is_blank ? "an empty list without a seal" : in_words(list, arena);
  log.warning("[CRON] WARNING: % holds % by %, % bytes; it will be replaced.",
              {key_of(Slot::recent), what, in_words(list.entry.writer, arena),
               decimal(state.recent.value->size())});
}

// The row of a list that is to be remembered, as it was when it was learned.
Memory memory_of(const Listen& track, const Entry& list) {
  const bool is_ours = service_named(track.source).has_value();
  Memory memory{.account = {.username = track.username, .source = is_ours ? track.source : ""},
                .listen = track,
                .learned_at = track.confirmed_at.value_or(*list.last_updated)};
  memory.listen->confirmed_at.reset();
  return memory;
}

// What a member's other accounts played since does not stand in the list: it
// went private, or is of no account any more.
bool would_hide(const Listen& listen, const Listen& shown) {
  if (listen.now_playing != shown.now_playing) return listen.now_playing;
  return listen.played_at > shown.played_at;
}

// The list is newer than the snapshot: KV answers from copies, and the
// snapshot may have been refused.
void overlay(Known& known, const Entry& list) {
  // What plays in the one must not be compared with what has played in the other.
  stop_unconfirmed_playing(known.memories, *list.last_updated);
  const NameIndex shown = index_of(list.tracks, &Listen::username);
  const auto is_remembered = std::make_unique<bool[]>(list.tracks.size());
  for (Memory& memory : known.memories) {
    const auto position = shown.find(memory.account.username);
    if (!position) {
      if (list.is_complete) memory.listen.reset();
      continue;
    }
    const Listen& track = list.tracks[*position];
    const bool is_its_own =
        track.source == memory.account.source || !service_named(track.source).has_value();
    if (!is_its_own || is_remembered[*position]) {
      if (memory.listen && would_hide(*memory.listen, track)) memory.listen.reset();
      continue;
    }
    is_remembered[*position] = true;
    const Memory news = memory_of(track, list);
    // It may have been confirmed again and again since the snapshot.
    if (memory.listen == news.listen && !track.now_playing) continue;
    memory.listen = news.listen;
    memory.learned_at = news.learned_at;
  }
  for (std::size_t i = 0; i < list.tracks.size(); ++i) {
    if (!is_remembered[i]) known.memories.push_back(memory_of(list.tracks[i], list));
  }
  known.last_updated = list.last_updated;
}

// What a clock that ran ahead has dated, was learned now at the latest.
void take_back_the_future(Known& known, UnixMillis now) {
  if (known.last_updated) known.last_updated = std::min(*known.last_updated, now);
  for (Memory& memory : known.memories) {
    if (memory.asked_at) memory.asked_at = std::min(*memory.asked_at, now);
    if (memory.learned_at) memory.learned_at = std::min(*memory.learned_at, now);
  }
  // Nor does a pause last longer than any that we grant. Shortened, it would
  // move along from refresh to refresh.
  for (ServiceState& state : known.services) {
    if (state.paused_until > now + kLongestPause) state.paused_until.reset();
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
    known.memories = state.memory->memories;
    for (const ServiceState& service : state.memory->services) {
      if (service_named(service.source)) known.services.push_back(service);
    }
    // Another deployment may have another key. All without a name count as one: otherwise each of
    // their refreshes would try a refused key with six requests instead of one.
    if (state.memory->writer != run.self) {
      for (ServiceState& service : known.services) service.refuses_key = false;
    }
    known.last_updated = state.memory->last_updated;
  } else if (state.snapshot.value) {
    log.warning("[CRON] WARNING: % is corrupt; it will be replaced.", {key_of(Slot::snapshot)});
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
