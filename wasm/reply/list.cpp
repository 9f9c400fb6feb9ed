#include "reply/list.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "cache/freshness.h"
#include "cache/snapshot.h"
#include "listen/merge.h"
#include "listen/ordering.h"

namespace user_listens {
namespace {

constexpr std::string_view kWarming = "Cache warming in progress. Data will appear shortly.";

// What is common to all replies of one step.
struct Situation {
  const Request& request;
  std::optional<std::size_t> limit;
  const Settings& settings;
  UnixMillis now;
  Arena& arena;
};

struct ListBody {
  std::string_view tracks;  // a JSON array
  std::optional<UnixMillis> last_updated;
  std::string_view stale_reason;  // "" when fresh
};

std::string encode(const ListBody& list) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.raw_field("data", list.tracks);
    out.field("lastUpdated", list.last_updated);
    out.field("cached", true);
    out.field("version", kFormatVersion);
    out.field("stale", !list.stale_reason.empty());
    if (!list.stale_reason.empty()) out.field("staleReason", list.stale_reason);
  }
  return out.take();
}

std::string encode_tracks(std::span<const Listen> tracks) {
  json::Writer out;
  {
    const auto scope = out.array();
    for (const Listen& track : tracks) write_listen(out, track);
  }
  return out.take();
}

Response list_response(const ListBody& list, const Situation& at) {
  const std::string body = encode(list);
  const auto keep = list.stale_reason.empty() ? kHalfAMinute : kAMoment;
  Response response = json_response(200, body, keep, at.request, at.settings);
  revalidate(response, body, at.request, at.arena);
  return response;
}

std::string_view reason_by_age(UnixMillis last_updated, UnixMillis now) {
  return is_fresh(last_updated, now) ? "" : "not_refreshed";
}

std::size_t shown(std::size_t count, const Situation& at) {
  return std::min(count, at.limit.value_or(at.settings.max_tracks));
}

void log_hit(std::size_t count, Log& log) {
  log.info({"[API] Cache hit, returning ", decimal(count), " tracks"});
}

// The list as it is stored, when its seal says that it can be served unread.
std::optional<Response> sealed_hit(const Stored& recent, const Situation& at, Log& log) {
  if (!recent.value || !recent.seal) return std::nullopt;
  const auto sealed = open_sealed(*recent.value, *recent.seal);
  if (!sealed || shown(sealed->count, at) < sealed->count) return std::nullopt;
  const auto last_updated = parse_iso8601(sealed->last_updated);
  if (!last_updated) return std::nullopt;
  log_hit(sealed->count, log);
  return list_response({.tracks = sealed->tracks,
                        .last_updated = last_updated,
                        .stale_reason = reason_by_age(*last_updated, at.now)},
                       at);
}

Response hit(const Entry& entry, const Situation& at, Log& log) {
  const auto tracks = std::span{entry.tracks}.first(shown(entry.tracks.size(), at));
  log_hit(tracks.size(), log);
  return list_response({.tracks = encode_tracks(tracks),
                        .last_updated = entry.last_updated,
                        .stale_reason = reason_by_age(*entry.last_updated, at.now)},
                       at);
}

std::string_view in_words(const EntryReading& found, const Stored& recent, const Settings& settings,
                          Arena& arena) {
  switch (found.state) {
    case EntryState::old_format:
      return arena.joined({"has old format (bare array with ", decimal(found.item_count),
                           " items). Possible stale worker writing v1 format."});
    case EntryState::outdated_version:
    case EntryState::newer_version:
      return arena.joined({found.state == EntryState::newer_version ? "has newer" : "has outdated",
                           " version (v", decimal(found.version), "). Expected v",
                           decimal(kFormatVersion), "."});
    case EntryState::current:
      return "has an empty list without a seal. Possible other writer.";
    default:
      break;
  }
  if (recent.trouble) {
    return arena.joined(
        {"could not be read: ", for_log(*recent.trouble, settings.lastfm_key, arena)});
  }
  const auto what =
      arena.joined({"is corrupt: ", name(found.fault.value_or(EntryFault::unreadable))});
  if (!found.json_error) return what;
  return arena.joined({what, " (", json::name(found.json_error->fault), " at byte ",
                       decimal(found.json_error->offset), ")"});
}

EntryReading examine(const Stored& recent, Arena& arena) {
  if (!recent.trouble) return read_entry(recent.value, recent.seal, arena);
  EntryReading reading;
  reading.state = EntryState::corrupt;
  reading.fault = EntryFault::unreadable;
  return reading;
}

// Members remembered from a broken list, which does not say when it was right.
std::vector<Memory> salvaged(const EntryReading& found) {
  std::vector<Memory> members;
  for (const Listen& track : found.entry.tracks) {
    members.push_back({.username = track.username,
                       .account = "",
                       .listen = track,
                       .learned_at = found.entry.last_updated,
                       .last_answer = {}});
  }
  return members;
}

Response fallback(const EntryReading& found, const Stored& stored_snapshot, const Situation& at,
                  Log& log) {
  auto snapshot = read_snapshot(stored_snapshot.value, stored_snapshot.seal, at.arena);
  const bool has_snapshot = snapshot && snapshot->last_updated;
  auto members = has_snapshot ? std::move(snapshot->members) : salvaged(found);
  const auto last_updated = has_snapshot ? snapshot->last_updated : found.entry.last_updated;
  stop_unconfirmed_playing(members, at.now);
  const auto most = shown(members.size(), at);
  const auto tracks = list_of(members, last_updated.value_or(at.now), most);
  const bool is_blank = found.state == EntryState::current;
  if (is_blank && tracks.empty()) return hit(found.entry, at, log);
  if (!has_snapshot && tracks.empty()) {
    log.warning({"[API] Cache MISS - nothing to fall back on, the list is empty"});
    return warming_response(at.request, at.settings);
  }
  const auto origin = has_snapshot
                          ? at.arena.joined({"the snapshot of ", to_iso8601(*last_updated)})
                          : "what can be decoded";
  const auto reason = is_blank ? "empty" : name(found.state);
  log.warning({"[API] Cache MISS - ", reason, ", returning ", decimal(tracks.size()), " tracks of ",
               origin});
  return list_response(
      {.tracks = encode_tracks(tracks), .last_updated = last_updated, .stale_reason = reason}, at);
}

}  // namespace

Response warming_response(const Request& request, const Settings& settings) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.raw_field("data", "[]");
    out.null_field("lastUpdated");
    out.field("cached", false);
    out.field("message", kWarming);
  }
  return json_response(200, out.take(), kAMoment, request, settings);
}

Step list_step(const Request& request, std::optional<std::size_t> limit,
               std::span<const Stored> stored, const Settings& settings, UnixMillis now,
               Arena& arena, Log& log) {
  if (stored.empty()) return ReadOrder{key_of(Slot::recent)};
  const Situation at{request, limit, settings, now, arena};
  const Stored& recent = stored[0];
  if (auto response = sealed_hit(recent, at, log)) return std::move(*response);
  const EntryReading found = examine(recent, arena);
  // An empty list that we did not seal is another writer's: what we know goes
  // before it.
  const bool is_foreign_blank = found.entry.tracks.empty() && !recent.seal;
  if (found.state == EntryState::current && !is_foreign_blank) return hit(found.entry, at, log);
  if (stored.size() == 1) {
    if (found.state != EntryState::missing) {
      log.warning({"[API] WARNING: Cache ", in_words(found, recent, settings, log.arena())});
    }
    return ReadOrder{key_of(Slot::snapshot)};
  }
  return fallback(found, stored[1], at, log);
}

}  // namespace user_listens
