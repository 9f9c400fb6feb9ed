#include "refresh/finish.h"

#include <string_view>
#include <utility>

#include "base/text.h"
#include "cache/entry.h"
#include "listen/merge.h"
#include "refresh/recall.h"

namespace user_listens {
namespace {

// What one request said for all of them.
void warn_of_service(const Service& service, std::span<const Answer> answers, Log& log) {
  const Answer* refusal = nullptr;
  const Answer* limit = nullptr;
  for (const Answer& answer : answers) {
    if (answer.account.source != service.source) continue;
    if (answer.kind == AnswerKind::key_refused) refusal = &answer;
    if (answer.kind == AnswerKind::rate_limited) limit = &answer;
  }
  if (refusal != nullptr) {
    const auto setting = service.secret_setting;
    Arena& arena = log.arena();
    log.error(
        "[CRON] WARNING: % refuses % (%)%. Until then it gets one request a refresh.",
        {service.title, setting.empty() ? "us" : setting, refusal->detail,
         setting.empty() ? ""
                         : arena.filled(": set another with `wrangler secret put %`", {setting})});
  }
  if (limit != nullptr) {
    log.warning(
        "[CRON] WARNING: % was asked too often (%): it is left alone for a while. Lower "
        "POLL_BUDGET if this goes on.",
        {service.title, limit->detail});
  }
}

// "librefm: ", unless it is the service that most accounts are of.
std::string_view whose(const Answer& answer, Arena& arena) {
  if (answer.account.source == kServices.front()->source) return "";
  return arena.filled("%: ", {answer.account.source});
}

void report(std::span<const Answer> answers, const Merged& merged, Log& log) {
  log.info("[CRON] API results: % tracks, % failures",
           {decimal(merged.listens), decimal(merged.failures)});
  Arena& arena = log.arena();
  List<std::string_view> failed, without;
  for (const Answer& answer : answers) {
    const auto& meaning = traits(answer.kind);
    if (answer.listen) continue;
    (meaning.is_failure ? failed : without)
        .push_back(arena.joined(
            {for_log(answer.account.username, arena), " (", whose(answer, arena), meaning.words,
             answer.detail.empty() ? "" : ", ", for_log(answer.detail, arena), ")"}));
  }
  for (const Service* service : kServices) warn_of_service(*service, answers, log);
  if (!failed.empty()) {
    log.warning("[CRON] WARNING: No answer about % accounts, keeping what is known of them: %",
                {decimal(failed.size()), enumeration(failed, log.arena())});
  }
  if (!without.empty()) {
    log.info("[CRON] Answered without a listen: %", {enumeration(without, log.arena())});
  }
}

// Why nothing may be written; nothing when it may.
std::optional<std::string_view> obstacle(const Known& known, const Merged& merged,
                                         std::size_t answered, std::size_t accounts) {
  const bool may_be_poorer = known.is_uncertain && !known.last_updated;
  if (may_be_poorer && (merged.failures > 0 || answered < accounts)) {
    return "The stored list could not be read and not everybody answered: nothing is written, "
           "what is stored stays.";
  }
  if (merged.learned == 0 && !known.last_updated) {
    return "Nothing could be learned and nothing is stored yet: nothing is written.";
  }
  return std::nullopt;
}

RefreshCounts counts_of(const Merged& merged, std::size_t asked) {
  return {.asked = static_cast<std::int64_t>(asked),
          .learned = static_cast<std::int64_t>(merged.learned),
          .failed = static_cast<std::int64_t>(merged.failures),
          .kept = static_cast<std::int64_t>(merged.kept)};
}

AnswerCounts failures_of(std::span<const Answer> answers) {
  AnswerCounts failures{};
  for (const Answer& answer : answers) {
    if (traits(answer.kind).is_failure) ++failures.at(static_cast<std::size_t>(answer.kind));
  }
  return failures;
}

// When what will be shown was learned.
UnixMillis time_of_news(const Roster& roster, const Known& known, const Merged& merged,
                        const Run& run, Log& log) {
  if (roster.members == 0) {
    log.warning("[CRON] WARNING: All members are private: the list becomes empty.");
    return run.now;
  }
  if (merged.learned > 0) return run.now;
  log.warning("[CRON] WARNING: Nothing could be learned; keeping the list of %.",
              {to_iso8601(*known.last_updated)});
  return *known.last_updated;
}

// "" when the module could not read it again.
std::string snapshot_to_write(const Snapshot& snapshot, Log& log) {
  auto draft = encode_snapshot_draft(snapshot);
  if (draft.size() + kSnapshotHeadBytes <= kMaxSnapshotBytes) return draft;
  log.error(
      "[CRON] WARNING: The snapshot would have % bytes, too many: the one stored before stays. "
      "List fewer members.",
      {decimal(draft.size())});
  return "";
}

// `knows_all`: of every member, whether there is anything to show.
Entry list_to_write(const Merged& merged, UnixMillis last_updated, bool knows_all,
                    const Settings& settings, const Run& run) {
  Entry list{.last_updated = last_updated,
             .writer = run.self,
             .written_at = run.now,
             .tracks = list_of(merged.memories, last_updated, settings.max_tracks)};
  list.is_complete = knows_all && list.tracks.size() < settings.max_tracks;
  return list;
}

}  // namespace

Finished finish_refresh(const Roster& roster, std::span<const Answer> answers,
                        const StoredState& state, const Settings& settings, const Run& run,
                        Log& log) {
  if (stands_down(state, run, log)) {
    return {.counts = {.asked = std::ssize(answers)}, .ending = Ending::stood_down};
  }
  const Known known = recall(state, run, settings, log);
  Merged merged = merge(roster.accounts, known.memories, answers, run.now);
  report(answers, merged, log);
  Finished finished{.counts = counts_of(merged, answers.size()), .failures = failures_of(answers)};
  if (const auto reason = obstacle(known, merged, answers.size(), roster.accounts.size())) {
    log.warning("[CRON] WARNING: %", {*reason});
    return finished;
  }
  const UnixMillis last_updated = time_of_news(roster, known, merged, run, log);
  const bool all_answered = merged.failures == 0 && answers.size() >= roster.accounts.size();
  const bool knows_all = all_answered || (state.memory && !known.is_uncertain);
  const Entry list = list_to_write(merged, last_updated, knows_all, settings, run);
  log.info("[CRON] Caching % tracks with TTL %s",
           {decimal(list.tracks.size()), decimal(Seconds{settings.ttl}.count())});
  finished.ending = Ending::writes;
  finished.counts.tracks = std::ssize(list.tracks);
  finished.list = encode_entry(list);
  finished.member_count = merged.memories.size();
  // A snapshot that could not be read may remember more than we do now.
  if (state.snapshot.trouble && !all_answered) return finished;
  finished.snapshot_draft =
      snapshot_to_write({.last_updated = last_updated,
                         .written_at = run.now,
                         .writer = run.self,
                         .refresh = finished.counts,
                         .services = states_after(answers, known.services, run.now),
                         .memories = std::move(merged.memories)},
                        log);
  return finished;
}

}  // namespace user_listens
