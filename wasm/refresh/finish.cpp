#include "refresh/finish.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/name_index.h"
#include "base/text.h"
#include "cache/entry.h"
#include "cache/snapshot_fit.h"
#include "listen/merge.h"
#include "refresh/hidden.h"
#include "refresh/membership.h"
#include "refresh/recall.h"

namespace user_listens {
namespace {

// What is true of the service as a whole, and not only of an account.
void warn_of_service(const Service& service, std::span<const Answer> answers, Log& log) {
  const Answer* refusal = nullptr;
  const Answer* limit = nullptr;
  for (const Answer& answer : answers) {
    if (answer.account.source != service.source) continue;
    if (answer.kind == AnswerKind::key_refused) refusal = &answer;
    if (answer.kind == AnswerKind::rate_limited) limit = &answer;
  }
  if (refusal != nullptr && holds(Objection::refuses_key, service.source, answers)) {
    const auto setting = service.secret_setting;
    Arena& arena = log.arena();
    log.error(
        "[CRON] WARNING: % refuses % (%)%. Until then it gets one request a refresh.",
        {service.title, setting.empty() ? "us" : setting, refusal->detail,
         setting.empty() ? ""
                         : arena.filled(": set another with `wrangler secret put %`", {setting})});
  }
  if (limit != nullptr && holds(Objection::asked_too_often, service.source, answers)) {
    log.warning(
        "[CRON] WARNING: % was asked too often (%): it is left alone for a while. Lower "
        "POLL_BUDGET if this goes on.",
        {service.title, limit->detail});
  }
}

// A service that calls every account private or unknown has rather changed its
// mind about us: one member who is so is no news, all of them at once are.
void warn_of_no_access(const Service& service, std::span<const Answer> answers, Log& log) {
  std::size_t accounts = 0, hidden = 0;
  for (const Answer& answer : answers) {
    if (answer.account.source != service.source) continue;
    ++accounts;
    hidden +=
        answer.kind == AnswerKind::private_history || answer.kind == AnswerKind::unknown_account;
  }
  if (accounts < 2 || hidden < accounts) return;
  log.warning(
      "[CRON] WARNING: % calls all % accounts that were polled private or unknown. If they are "
      "not, "
      "check the account names in the roster, and %.",
      {service.title, decimal(accounts), service.settings.url});
}

// "librefm: ", unless it is the service that most accounts are of.
std::string_view whose(const Answer& answer, Arena& arena) {
  if (answer.account.source == kServices.front()->source) return "";
  return arena.filled("%: ", {answer.account.source});
}

// "alice (key refused, error 10)"
std::string_view in_words(const Answer& answer, Arena& arena) {
  return arena.joined({for_log(answer.account.username, arena), " (", whose(answer, arena),
                       traits(answer.kind).words, answer.detail.empty() ? "" : ", ",
                       for_log(answer.detail, arena), ")"});
}

bool has_answered(std::string_view source, std::span<const Answer> answers) {
  return std::any_of(answers.begin(), answers.end(), [&](const Answer& answer) {
    return answer.account.source == source && !traits(answer.kind).is_failure;
  });
}

// Accounts that a service turns away while it answers others: the operator must
// not change a good key, or the pace, because of them.
void warn_of_accounts(std::span<const Answer> answers, Log& log) {
  std::vector<std::string_view> turned_away;
  for (const Answer& answer : answers) {
    const auto objection = objection_of(answer);
    const auto source = answer.account.source;
    if (!objection || !traits(answer.kind).is_failure || holds(*objection, source, answers))
      continue;
    if (has_answered(source, answers)) turned_away.push_back(in_words(answer, log.arena()));
  }
  if (turned_away.empty()) return;
  log.warning(
      "[CRON] WARNING: Backing off from % while others on the same service are answered: %",
      {turned_away.size() == 1 ? "1 account"
                               : log.arena().joined({decimal(turned_away.size()), " accounts"}),
       enumeration(turned_away, log.arena())});
}

void report(std::span<const Answer> answers, const Merged& merged, Log& log) {
  log.info("[CRON] API results: % tracks, % failures",
           {decimal(merged.listens), decimal(merged.failures)});
  Arena& arena = log.arena();
  std::vector<std::string_view> failed, without;
  for (const Answer& answer : answers) {
    const auto& meaning = traits(answer.kind);
    if (answer.listen) continue;
    (meaning.is_failure ? failed : without).push_back(in_words(answer, arena));
  }
  for (const Service* service : kServices) {
    warn_of_service(*service, answers, log);
    warn_of_no_access(*service, answers, log);
  }
  warn_of_accounts(answers, log);
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
                                         bool all_answered) {
  const bool may_be_poorer = known.is_uncertain && !known.last_updated;
  if (may_be_poorer && !all_answered) {
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

// Marks those who must not be shown.
void conceal(std::vector<Memory>& memories, const std::vector<std::string_view>& usernames) {
  const NameIndex index{usernames};
  for (Memory& memory : memories) {
    memory.is_concealed = !usernames.empty() && index.find(memory.account.username).has_value();
  }
}

// What a roster leaves of what is known, its new accounts among it.
Known left_by(const Membership& membership, const Known& known) {
  Known left = known;
  left.memories = memories_of(membership.accounts(), known.memories);
  conceal(left.memories, membership.concealed);
  return left;
}

// Those of the first roster stay: what it has removed is no news to the second.
void keep_problems(std::vector<std::string_view>& problems,
                   const std::vector<std::string_view>& earlier) {
  for (const auto problem : earlier) {
    const bool is_told = std::find(problems.begin(), problems.end(), problem) != problems.end();
    if (!is_told) problems.push_back(problem);
  }
}

struct Admitted {
  Membership membership;
  std::optional<Known> left;  // by a roster that was read before
};

// What the roster means, or the one that was read again behind it.
Admitted admit(Result<Roster, RosterError> roster, std::optional<Roster> read_again,
               const Known& known, std::string_view setting, Arena& arena) {
  Admitted admitted{.membership = membership_of(std::move(roster), known, setting, arena),
                    .left = {}};
  if (!read_again) return admitted;
  auto& [membership, left] = admitted;
  left = left_by(membership, known);
  const auto earlier = std::move(membership.problems);
  membership = membership_of(*std::move(read_again), *left, setting, arena);
  keep_problems(membership.problems, earlier);
  return admitted;
}

// When what will be shown was learned.
UnixMillis time_of_news(const Membership& membership, const Known& known, const Merged& merged,
                        const Run& run, Log& log) {
  if (membership.roster.members.empty() && !membership.holds) {
    log.warning("[CRON] WARNING: All members are private: the list becomes empty.");
    return run.now;
  }
  if (merged.learned > 0) return run.now;
  log.warning("[CRON] WARNING: Nothing could be learned; keeping the list of %.",
              {to_iso8601(*known.last_updated)});
  return *known.last_updated;
}

void warn_of_size(const LeftOut& left_out, Log& log) {
  if (!left_out.is_any()) return;
  Arena& arena = log.arena();
  log.warning(
      "[CRON] WARNING: The snapshot would have more than % bytes: it is stored without covers%%.",
      {decimal(kMaxSnapshotBytes), left_out.links ? " and links" : "",
       left_out.listens == 0
           ? ""
           : arena.filled(", and without the % oldest listens", {decimal(left_out.listens)})});
}

std::string snapshot_to_write(Snapshot snapshot, const StoredState& state, Log& log) {
  warn_of_size(fit(snapshot, kMaxSnapshotBytes - kSnapshotHeadBytes), log);
  return encode_snapshot_draft(snapshot, state.memory ? &*state.memory : nullptr);
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

Finished finish_refresh(Result<Roster, RosterError> roster, std::optional<Roster> read_again,
                        std::span<const Answer> answers, const StoredState& state,
                        const Settings& settings, const Run& run, Log& log) {
  if (stands_down(state, run, log)) {
    return {.counts = {.asked = std::ssize(answers)}, .outcome = RefreshOutcome::stood_down};
  }
  const Known known = recall(state, run, settings, log);
  const auto [membership, left] =
      admit(std::move(roster), std::move(read_again), known, settings.roster_setting, log.arena());
  const auto& memories = left ? left->memories : known.memories;
  Merged merged = merge(membership.accounts(), memories, answers, run.now);
  conceal(merged.memories, membership.concealed);
  report(answers, merged, log);
  Finished finished{.counts = counts_of(merged, answers.size()), .failures = failures_of(answers)};
  const bool all_answered = membership.is_whole && !membership.holds && merged.failures == 0 &&
                            merged.answered >= membership.roster.accounts.size();
  finished.hidden = hidden_in_snapshot(state, known.memories, merged.memories, log.arena());
  if (const auto reason = obstacle(known, merged, all_answered)) {
    log.warning("[CRON] WARNING: %", {*reason});
    return finished;
  }
  const UnixMillis last_updated = time_of_news(membership, known, merged, run, log);
  const bool knows_all = all_answered || (state.memory && !known.is_uncertain);
  const Entry list = list_to_write(merged, last_updated, knows_all, settings, run);
  log.info("[CRON] Caching % tracks with TTL %s",
           {decimal(list.tracks.size()), decimal(Seconds{settings.ttl}.count())});
  finished.outcome = RefreshOutcome::writes;
  finished.counts.tracks = std::ssize(list.tracks);
  finished.list = encode_entry(list);
  finished.member_count = merged.memories.size();
  // A snapshot that could not be read may remember more than we do now.
  if (state.snapshot.error && !all_answered) return finished;
  finished.snapshot_draft =
      snapshot_to_write({.last_updated = last_updated,
                         .written_at = run.now,
                         .writer = run.self,
                         .refresh = finished.counts,
                         .services = states_after(answers, known.services, run.now),
                         .roster_problems = membership.problems,
                         .memories = std::move(merged.memories)},
                        state, log);
  return finished;
}

}  // namespace user_listens
