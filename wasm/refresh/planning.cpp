#include "refresh/planning.h"

#include "base/text.h"
#include "refresh/membership.h"
#include "refresh/recall.h"

namespace user_listens {
namespace {

// Without the log lines: what is wrong with the stored values is said when the
// refresh finishes, having read them again.
Known known_before(const StoredState& state, const Run& run, const Settings& settings) {
  Log unsaid;
  return recall(state, run, settings, unsaid);
}

void report_pauses(const Known& known, UnixMillis now, Log& log) {
  for (const Service* service : kServices) {
    const ServiceState* state = find_state(known.services, service->source);
    if (state == nullptr || !(state->paused_until > now)) continue;
    log.warning(
        "[CRON] WARNING: % is left alone until %: it was asked too often, or has too much to do.",
        {service->title, to_iso8601(*state->paused_until)});
  }
}

// Why the roster stops a refresh.
void report_hold(const Membership& membership, const Result<Roster, RosterError>& roster,
                 Log& log) {
  if (!roster) {
    log.error("[CRON] WARNING: The roster cannot be read: %. Nothing is written.",
              {roster.error().message});
  } else if (membership.roster.members.empty()) {
    log.error(
        "[CRON] WARNING: The roster is empty, or no row of it can be used. Nothing is written, "
        "what is stored stays.");
  } else {
    log.error(
        "[CRON] WARNING: The roster has members, but none with an account on a music service. "
        "Nothing is written, what is stored stays.");
  }
}

}  // namespace

Planned plan_refresh(const Result<Roster, RosterError>& roster, const StoredState& state,
                     const Settings& settings, const Run& run, Arena& arena, Log& log) {
  const Known known = known_before(state, run, settings);
  const Membership membership = membership_of(roster, known, settings.roster_setting, arena);
  if (roster) report(membership, log);
  // Who is known to be private goes at once.
  if (membership.holds && membership.removed == 0 &&
      !membership.hides_somebody_of(state.list.entry)) {
    report_hold(membership, roster, log);
    return {.plan = {}, .renewed = snapshot_to_renew(membership, state, known, run)};
  }
  const auto& accounts = membership.roster.accounts;
  report_pauses(known, run.now, log);
  const Plan plan =
      plan_requests(membership.roster, known.memories, known.services, settings, run.now, arena);
  if (plan.requests.size() < accounts.size()) {
    log.info("[CRON] Asking about % of % accounts",
             {decimal(plan.requests.size()), decimal(accounts.size())});
  }
  return {.plan = plan, .renewed = {}};
}

}  // namespace user_listens
