#include "reply/list.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "cache/freshness.h"
#include "cache/snapshot.h"
#include "listen/merge.h"
#include "listen/ordering.h"

namespace user_listens {
namespace {

std::string_view reason_by_age(UnixMillis last_updated, UnixMillis now) {
  return is_fresh(last_updated, now) ? "" : "not_refreshed";
}

std::size_t shown(std::size_t count, const RequestContext& at) {
  return std::min(count, at.parameters.limit.value_or(at.settings.max_tracks));
}

void log_hit(std::size_t count, Log& log) {
  log.info("[API] Cache hit, returning % tracks", {decimal(count)});
}

// The list as it is stored, when its seal says that it can be served unread.
std::optional<Response> sealed_hit(const Stored& recent, const RequestContext& at, Log& log) {
  if (!recent.value || !recent.seal || recent.error) return std::nullopt;
  if (at.route.handler != Handler::data) return std::nullopt;
  const auto sealed = open_sealed(*recent.value, *recent.seal);
  if (!sealed || shown(sealed->count, at) < sealed->count) return std::nullopt;
  const auto last_updated = parse_iso8601(sealed->last_updated);
  // Before a list that nobody refreshes, the snapshot is looked at.
  if (!last_updated || !is_fresh(*last_updated, at.now)) return std::nullopt;
  log_hit(sealed->count, log);
  return present({.sealed = sealed,
                  .last_updated = last_updated,
                  .source = Source{0, parse_iso8601(sealed->written_at)}},
                 at);
}

Response hit(const Entry& entry, const RequestContext& at, Log& log) {
  const auto tracks = std::span{entry.tracks}.first(shown(entry.tracks.size(), at));
  log_hit(tracks.size(), log);
  return present({.tracks = tracks,
                  .last_updated = entry.last_updated,
                  .stale_reason = reason_by_age(*entry.last_updated, at.now),
                  .source = Source{0, time_of_writing(entry)}},
                 at);
}

// Why a value could not be read; nothing when it could, or when there is none.
std::optional<std::string_view> error_in_words(const Stored& stored, const Settings& settings,
                                               Arena& arena) {
  if (stored.oversize) return arena.filled("too large (% bytes)", {decimal(*stored.oversize)});
  if (!stored.error) return std::nullopt;
  return for_log(*stored.error, settings.secrets, arena);
}

std::string_view in_words(const EntryReading& found, const Stored& recent, const Settings& settings,
                          Arena& arena) {
  if (const auto error = error_in_words(recent, settings, arena)) {
    return arena.filled("could not be read: %", {*error});
  }
  switch (found.state) {
    case EntryState::old_format:
      return arena.filled(
          "has old format (bare array with % items). Possible stale worker writing v1 format.",
          {decimal(found.item_count)});
    case EntryState::outdated_version:
    case EntryState::newer_version:
      return arena.filled("% version (v%). Expected v%.",
                          {found.state == EntryState::newer_version ? "has newer" : "has outdated",
                           decimal(found.version), decimal(kFormatVersion)});
    case EntryState::current:
      return "has an empty list without a seal. Possible other writer.";
    default:
      break;
  }
  const auto what = arena.filled("is corrupt: %", {found.fault ? name(*found.fault) : ""});
  if (!found.json_error) return what;
  return arena.filled("% (% at byte %)", {what, json::name(found.json_error->fault),
                                          decimal(found.json_error->offset)});
}

// Memories made from a broken list, which does not say when it was right.
std::vector<Memory> salvaged(const EntryReading& found) {
  std::vector<Memory> memories;
  for (const Listen& track : found.entry.tracks) {
    memories.push_back(
        {.account = {.username = track.username, .source = track.source},
         .listen = track,
         .learned_at = track.confirmed_at ? track.confirmed_at : found.entry.last_updated});
  }
  return memories;
}

// What stands in for a list that cannot be served as it is.
struct FallbackList {
  std::vector<Memory> memories;
  std::optional<UnixMillis> last_updated;
  std::string_view words;
  std::optional<Source> source;
  bool is_whole = true;  // if it is empty, nobody has anything to show
};

FallbackList fallback_list(const EntryReading& found, std::span<const Stored> stored,
                           std::optional<Snapshot> snapshot, const RequestContext& at) {
  const Stored& recent = stored[0];
  if (snapshot) {
    FallbackList instead{.memories = std::move(snapshot->memories),
                         .last_updated = snapshot->last_updated};
    const bool is_copy = stored[1].error.has_value();
    // A copy is worth no further one.
    if (!is_copy) instead.source = Source{1, snapshot->written_at};
    instead.words = at.arena.filled(
        "%the snapshot of %", {is_copy ? "a copy of " : "", to_iso8601(*instead.last_updated)});
    return instead;
  }
  const auto of_when = found.entry.last_updated;
  const bool is_copy = recent.error && of_when && found.state == EntryState::current;
  return {.memories = salvaged(found),
          .last_updated = of_when,
          .words = is_copy ? at.arena.filled("a copy of %", {to_iso8601(*of_when)})
                           : "what can be decoded",
          .source = {},
          .is_whole = is_copy};
}

// Nothing can be shown. Only when both keys have answered does that say that there is no list.
Response nothing(std::span<const Stored> stored, const RequestContext& at, Log& log) {
  Arena& arena = log.arena();
  std::vector<std::string_view> unread;
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const auto error = error_in_words(stored[i], at.settings, arena);
    if (error) unread.push_back(arena.joined({key_of(Slot(i)), ": ", *error}));
  }
  if (unread.empty()) {
    log.warning("[API] Cache MISS - nothing to fall back on, the list is empty");
    return present({.absence = Absence::warming}, at);
  }
  log.warning(
      "[API] WARNING: The list cannot be read, and no copy of it may be shown any more (%).",
      {enumeration(unread, arena)});
  return unreadable_response(at);
}

Response fallback(FallbackList instead, std::string_view reason, std::span<const Stored> stored,
                  const RequestContext& at, Log& log) {
  stop_unconfirmed_playing(instead.memories, at.now);
  const auto most = shown(instead.memories.size(), at);
  const auto tracks = list_of(instead.memories, instead.last_updated.value_or(at.now), most);
  if (!instead.is_whole && tracks.empty()) return nothing(stored, at, log);
  log.warning("[API] Cache MISS - %, returning % tracks of %",
              {reason, decimal(tracks.size()), instead.words});
  return present({.tracks = tracks,
                  .last_updated = instead.last_updated,
                  .stale_reason = reason,
                  .source = instead.source},
                 at);
}

// The snapshot, when it can be used and knows better than the list.
std::optional<Snapshot> better_snapshot(const EntryReading& found, const Stored& recent,
                                        const Stored& stored, const RequestContext& at) {
  auto snapshot = read_snapshot(stored, at.arena);
  if (!snapshot || !snapshot->last_updated) return std::nullopt;
  if (stored.error && is_outlived(snapshot->written_at, kSnapshotCopyFor, at.now)) {
    return std::nullopt;
  }
  // Of the same time, the list that stands there goes first; of a copy and the snapshot, whichever
  // was written last: it knows who has gone private since.
  const auto listed = found.entry.last_updated;
  const bool was_written_before = time_of_writing(found.entry) <= snapshot->written_at;
  const bool is_older = listed < snapshot->last_updated ||
                        (recent.error && listed == snapshot->last_updated && was_written_before);
  if (is_credible(found, recent, at.now) && !is_older) return std::nullopt;
  return snapshot;
}

bool has_listen(const Snapshot& snapshot) {
  return std::any_of(snapshot.memories.begin(), snapshot.memories.end(),
                     [](const Memory& memory) { return memory.listen.has_value(); });
}

// What is under the list's key. A copy that has outlived its time is as good as none.
EntryReading read_listed(const Stored& recent, const RequestContext& at) {
  const EntryReading found = read_entry(recent, at.arena);
  const bool is_over =
      recent.error && is_outlived(time_of_writing(found.entry), kListCopyFor, at.now);
  return is_over ? read_entry(Stored{.error = recent.error}, at.arena) : found;
}

// Why the list is not the last refresh's.
std::string_view reason_of(const EntryReading& found, const Stored& recent) {
  if (recent.error) return name(EntryState::unreadable);
  if (found.state != EntryState::current) return name(found.state);
  return is_foreign_blank(found, recent) ? "empty" : "not_refreshed";
}

}  // namespace

Step list_step(const RequestContext& at, std::span<const Stored> stored, Log& log) {
  if (stored.empty()) return ReplyEffect{kRead, key_of(Slot::recent)};
  const Stored& recent = stored[0];
  if (auto response = sealed_hit(recent, at, log)) return std::move(*response);
  const EntryReading found = read_listed(recent, at);
  const bool is_list = found.state == EntryState::current && !recent.error;
  const bool is_news = is_list && is_fresh(*found.entry.last_updated, at.now);
  if (is_news && !is_foreign_blank(found, recent)) return hit(found.entry, at, log);
  const auto reason = reason_of(found, recent);
  if (stored.size() == 1) {
    if (found.state != EntryState::missing && reason != "not_refreshed") {
      log.warning("[API] WARNING: Cache %", {in_words(found, recent, at.settings, log.arena())});
    }
    return ReplyEffect{kRead, key_of(Slot::snapshot)};
  }
  auto snapshot = better_snapshot(found, recent, stored[1], at);
  if (is_list && (!snapshot || (reason == "empty" && !has_listen(*snapshot)))) {
    return hit(found.entry, at, log);
  }
  return fallback(fallback_list(found, stored, std::move(snapshot), at), reason, stored, at, log);
}

}  // namespace user_listens
