#include "refresh/recall.h"

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "base/name_index.h"
#include "base/text.h"
#include "cache/format.h"
#include "cache/freshness.h"
#include "listen/merge.h"
#include "upstream/services.h"
#include "upstream/waiting.h"

namespace user_listens {
namespace {

void warn_of_trouble(const Stored& stored, Slot slot, const Settings& settings, Log& log) {
  if (!stored.error) return;
  log.warning("[CRON] WARNING: % could not be read: %",
              {key_of(slot), for_log(*stored.error, settings.secrets, log.arena())});
}

// It is not read into the core, and holds nothing that would be missed.
void warn_of_oversize(const Stored& stored, Slot slot, Log& log) {
  if (!stored.oversize) return;
  log.warning(
      "[CRON] WARNING: % holds a value that is too large, % bytes, which is not read; it will be "
      "replaced.",
      {key_of(slot), decimal(*stored.oversize)});
}

void warn_of_list(const StoredState& state, Log& log) {
  const EntryReading& list = state.list;
  const bool is_blank = is_foreign_blank(list, state.recent);
  if (!state.recent_bytes || (list.state == EntryState::current && !is_blank)) return;
  Arena& arena = log.arena();
  const auto what = is_blank ? "an empty list without a seal" : in_words(list, arena);
  log.warning("[CRON] WARNING: % holds % by %, % bytes; it will be replaced.",
              {key_of(Slot::recent), what, in_words(list.entry.writer, arena),
               decimal(*state.recent_bytes)});
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

// The row shows as played what its service calls "now playing" for too long.
bool is_claimed_still(const Memory& memory, const Memory& news) {
  if (!memory.listen || !memory.listen->now_playing || news.listen->now_playing) return false;
  Memory confirmed = memory;
  confirmed.learned_at = news.learned_at;
  return shown_listen(confirmed) == *news.listen;
}

// Other writers may not say from which service a listen is.
bool may_be_of(const Listen& track, const Account& account) {
  return track.source == account.source || !service_named(track.source).has_value();
}

// A row of somebody who was concealed, and may be shown again since, is of the account
// that is remembered already.
void pass_over_concealed(std::span<const Memory> memories, const Entry& list,
                         const NameIndex& shown, bool* is_remembered) {
  for (const Memory& memory : memories) {
    if (!memory.is_concealed) continue;
    const auto position = shown.find(memory.account.username);
    if (position && may_be_of(list.tracks[*position], memory.account)) {
      is_remembered[*position] = true;
    }
  }
}

// The list is newer than the snapshot: KV answers from copies, and the
// snapshot may have been refused.
void overlay(Known& known, const Entry& list) {
  // What plays in the one must not be compared with what has played in the other.
  stop_unconfirmed_playing(known.memories, *list.last_updated);
  const NameIndex shown = index_of(list.tracks, &Listen::username);
  const auto is_remembered = std::make_unique<bool[]>(list.tracks.size());
  pass_over_concealed(known.memories, list, shown, is_remembered.get());
  for (Memory& memory : known.memories) {
    // Nor does a list tell of whom it must not show.
    if (memory.is_concealed) continue;
    const auto position = shown.find(memory.account.username);
    if (!position) {
      if (list.is_complete) memory.listen.reset();
      continue;
    }
    const Listen& track = list.tracks[*position];
    if (!may_be_of(track, memory.account) || is_remembered[*position]) {
      if (memory.listen && would_hide(*memory.listen, track)) memory.listen.reset();
      continue;
    }
    is_remembered[*position] = true;
    const Memory news = memory_of(track, list);
    if (is_claimed_still(memory, news)) {
      memory.learned_at = news.learned_at;
      continue;
    }
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

void limit(std::optional<UnixMillis>& time, UnixMillis latest) {
  if (time) time = std::min(*time, latest);
}

// What a clock that ran ahead has dated was learned now at the latest.
void take_back_the_future(Known& known, UnixMillis now) {
  limit(known.last_updated, now);
  for (Memory& memory : known.memories) {
    limit(memory.asked_at, now);
    limit(memory.learned_at, now);
    if (!memory.listen) continue;
    // One clock that is ahead may have heard it play, and another one, further
    // ahead, may have taken it for played at that time.
    hold_back(*memory.listen, now);
    // A time that a service has stated, its clock being ahead, is that of the feed
    // id, and stays.
    if (!memory.listen->stated_at) limit(memory.listen->first_seen, now);
  }
}

// What a clock ahead heard playing may have stopped long ago: nobody asks again.
void stop_what_plays_ahead(std::vector<Memory>& memories, UnixMillis now) {
  for (Memory& memory : memories) {
    if (!memory.listen || !memory.listen->now_playing) continue;
    if (memory.learned_at && is_ahead(*memory.learned_at, now)) memory.listen->now_playing = false;
  }
}

// A pause counts from when it was written down, by the same clock. It lasts no
// longer than any that we grant: shortened to that, it would move along from
// refresh to refresh.
void correct_pauses(std::vector<ServiceState>& services, UnixMillis written_at, UnixMillis now) {
  const Millis error = is_ahead(written_at, now) ? written_at - now : Millis{0};
  for (ServiceState& state : services) {
    if (state.paused_until) *state.paused_until -= error;
    if (state.paused_until > now + kLongestPause) state.paused_until.reset();
  }
}

// Whether the list tells more than the memory: it is of a later time, unless
// only its own clock says so. Beside our memory, a list that we did not seal is
// not trusted; without one it counts when its time is believable.
bool is_news(const StoredState& state, const Known& known, UnixMillis now) {
  if (!known.last_updated) {
    return state.recent.seal ? is_credible(state.list, state.recent)
                             : is_credible(state.list, state.recent, now);
  }
  if (!state.recent.seal || !is_credible(state.list, state.recent)) return false;
  const UnixMillis listed = *state.list.entry.last_updated;
  // A refresh that learns nothing may hide a member all the same.
  const bool is_later = listed > *known.last_updated ||
                        (listed == *known.last_updated && is_list_written_later(state));
  return is_later && (!is_ahead(listed, now) || is_ahead(*known.last_updated, now));
}

Known known_by(const Snapshot& memory, const Run& run) {
  Known known;
  known.memories = memory.memories;
  for (const ServiceState& service : memory.services) {
    if (service_named(service.source)) known.services.push_back(service);
  }
  // Another deployment may have another key. All without a name count as one: otherwise each of
  // their refreshes would try a refused key with six requests instead of one.
  if (memory.writer != run.self) {
    for (ServiceState& service : known.services) service.refuses_key = false;
  }
  known.last_updated = memory.last_updated;
  correct_pauses(known.services, memory.written_at.value_or(run.now), run.now);
  return known;
}

}  // namespace

Known recall_snapshot(const StoredState& state, const Run& run) {
  Known known = known_by(*state.memory, run);
  stop_what_plays_ahead(known.memories, run.now);
  take_back_the_future(known, run.now);
  return known;
}

Known recall(const StoredState& state, const Run& run, const Settings& settings, Log& log) {
  Known known;
  if (state.memory) known = known_by(*state.memory, run);
  known.is_uncertain = state.recent.error || state.snapshot.error;
  warn_of_trouble(state.recent, Slot::recent, settings, log);
  warn_of_trouble(state.snapshot, Slot::snapshot, settings, log);
  warn_of_oversize(state.recent, Slot::recent, log);
  warn_of_oversize(state.snapshot, Slot::snapshot, log);
  warn_of_list(state, log);
  report_other_writer(state, run, log);
  report_broken_clocks(state, run, log);
  if (!state.memory && state.snapshot.value) {
    log.warning("[CRON] WARNING: % is corrupt; it will be replaced.", {key_of(Slot::snapshot)});
  }
  if (is_news(state, known, run.now)) overlay(known, state.list.entry);
  take_back_the_future(known, run.now);
  return known;
}

}  // namespace user_listens
