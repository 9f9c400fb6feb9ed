#include "refresh/finish.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/name_index.h"
#include "base/text.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "cache/freshness.h"
#include "listen/merge.h"

namespace user_listens {
namespace {

// What was known before this refresh.
struct Known {
  std::vector<Memory> members;
  std::optional<UnixMillis> last_updated;
  bool is_uncertain = false;  // a key could not be read
};

void warn_of_list(const EntryReading& list, const Stored& recent, Log& log) {
  if (list.state == EntryState::current || list.state == EntryState::missing) return;
  Arena& arena = log.arena();
  auto what = arena.joined({"version ", decimal(list.version)});
  if (list.state == EntryState::old_format) {
    what = arena.joined({"the old format (bare array with ", decimal(list.item_count), " items)"});
  } else if (list.state == EntryState::corrupt) {
    what =
        arena.joined({"a corrupt value (", name(list.fault.value_or(EntryFault::unreadable)), ")"});
  }
  log.warning({"[CRON] WARNING: ", key_of(Slot::recent), " holds ", what, " of writer \"",
               for_log(list.entry.writer.id, log.arena()), "\", ", decimal(recent.value->size()),
               " bytes; it will be replaced."});
}

// The list may be newer than the snapshot: KV answers from copies.
void overlay(Known& known, const Entry& list) {
  const NameIndex remembered = index_of(known.members, &Memory::username);
  std::vector<Memory> added;
  for (const Listen& track : list.tracks) {
    const auto position = remembered.find(track.username);
    if (!position) added.push_back({});
    Memory& memory = position ? known.members[*position] : added.back();
    if (memory.listen == track) continue;
    memory.username = track.username;
    memory.listen = track;
    memory.learned_at = list.last_updated;
  }
  known.members.insert(known.members.end(), added.begin(), added.end());
  known.last_updated = list.last_updated;
}

Known recall(const Stored& recent, const Stored& stored_snapshot, const Settings& settings,
             UnixMillis now, Arena& arena, Log& log) {
  Known known;
  for (const Stored* stored : {&recent, &stored_snapshot}) {
    if (!stored->trouble) continue;
    known.is_uncertain = true;
    const auto slot = stored == &recent ? Slot::recent : Slot::snapshot;
    log.warning({"[CRON] WARNING: ", key_of(slot), " could not be read: ",
                 for_log(*stored->trouble, settings.lastfm_key, log.arena())});
  }
  if (auto snapshot = read_snapshot(stored_snapshot.value, stored_snapshot.seal, arena)) {
    known.members = std::move(snapshot->members);
    known.last_updated = snapshot->last_updated;
  } else if (stored_snapshot.value) {
    log.warning({"[CRON] WARNING: ", key_of(Slot::snapshot), " is corrupt; it will be replaced."});
  }
  const EntryReading list = read_entry(recent.value, recent.seal, arena);
  warn_of_list(list, recent, log);
  // An empty list keeps nobody, and one of tomorrow is of a broken clock.
  const bool counts = list.state == EntryState::current && !list.entry.tracks.empty() &&
                      *list.entry.last_updated <= now + kFreshFor;
  if (counts && (!known.last_updated || *list.entry.last_updated > *known.last_updated)) {
    overlay(known, list.entry);
  }
  return known;
}

void report(std::span<const Answer> answers, const Merged& merged, Log& log) {
  log.info({"[CRON] API results: ", decimal(merged.listens), " tracks, ", decimal(merged.failures),
            " failures"});
  Arena& arena = log.arena();
  std::vector<std::string_view> failed, without;
  for (const Answer& answer : answers) {
    const auto& meaning = traits(answer.kind);
    if (answer.listen) continue;
    (meaning.is_failure ? failed : without)
        .push_back(
            arena.joined({for_log(answer.username, arena), " (", meaning.words,
                          answer.detail.empty() ? "" : ", ", for_log(answer.detail, arena), ")"}));
  }
  const auto refused = std::find_if(answers.begin(), answers.end(), [](const Answer& answer) {
    return answer.kind == AnswerKind::key_refused;
  });
  if (refused != answers.end()) {
    log.error({"[CRON] WARNING: Last.fm refuses LASTFM_API_KEY (", refused->detail,
               "): set another with `wrangler secret put LASTFM_API_KEY`."});
  }
  if (!failed.empty()) {
    log.warning({"[CRON] WARNING: No answer about ", decimal(failed.size()),
                 " members, keeping what is known of them: ", enumeration(failed, log.arena())});
  }
  if (!without.empty()) {
    log.info({"[CRON] Answered without a listen: ", enumeration(without, log.arena())});
  }
}

// Why nothing may be written; nothing when it may.
std::optional<std::string_view> obstacle(const Known& known, const Merged& merged,
                                         std::size_t answered, std::size_t members) {
  const bool may_be_poorer = known.is_uncertain && !known.last_updated;
  if (may_be_poorer && (merged.failures > 0 || answered < members)) {
    return "The stored list could not be read and not everybody answered: nothing is written, "
           "what is stored stays.";
  }
  if (merged.learned == 0 && !known.last_updated) {
    return "Nothing could be learned and nothing is stored yet: nothing is written.";
  }
  return std::nullopt;
}

}  // namespace

Finished finish_refresh(const Roster& roster, std::span<const Answer> answers, const Stored& recent,
                        const Stored& snapshot, const Settings& settings, const Deployment& writer,
                        UnixMillis now, Arena& arena, Log& log) {
  const Known known = recall(recent, snapshot, settings, now, arena, log);
  Merged merged = merge(roster.members, known.members, answers, now);
  report(answers, merged, log);
  Finished finished{.counts = {.asked = std::ssize(answers),
                               .learned = static_cast<std::int64_t>(merged.learned),
                               .failed = static_cast<std::int64_t>(merged.failures),
                               .kept = static_cast<std::int64_t>(merged.kept)}};
  if (const auto reason = obstacle(known, merged, answers.size(), roster.with_lastfm())) {
    log.warning({"[CRON] WARNING: ", *reason});
    return finished;
  }
  const bool all_hidden = roster.members.empty();
  const UnixMillis last_updated = merged.learned > 0 || all_hidden ? now : *known.last_updated;
  if (all_hidden) {
    log.warning({"[CRON] WARNING: All members are private: the list becomes empty."});
  } else if (merged.learned == 0) {
    log.warning({"[CRON] WARNING: Nothing could be learned; keeping the list of ",
                 to_iso8601(last_updated), "."});
  }
  const auto tracks = list_of(merged.members, last_updated, settings.max_tracks);
  log.info({"[CRON] Caching ", decimal(tracks.size()), " tracks with TTL ",
            decimal(Seconds{settings.ttl}.count()), "s"});
  finished.writes = true;
  finished.counts.tracks = std::ssize(tracks);
  finished.list = encode_entry(last_updated, writer, tracks);
  finished.member_count = merged.members.size();
  // A snapshot that could not be read may remember more than we do now.
  const bool all_answered = merged.failures == 0 && answers.size() >= roster.with_lastfm();
  if (snapshot.trouble && !all_answered) return finished;
  finished.snapshot_draft = encode_snapshot_draft({.last_updated = last_updated,
                                                   .written_at = now,
                                                   .writer = writer,
                                                   .refresh = finished.counts,
                                                   .members = std::move(merged.members)});
  return finished;
}

}  // namespace user_listens
