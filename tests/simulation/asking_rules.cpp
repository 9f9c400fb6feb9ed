#include "asking_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "service_rules.h"

namespace user_listens::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// A refresh comes a little earlier or later than a tick after the last.
constexpr Seconds kJitter = minutes{1};
// Requests under way at the same time.
constexpr std::size_t kMostAtOnce = 6;

using Asked = std::array<bool, kMaxMembers>;

Violation wrong(std::string what) { return {Invariant::asked_with_reason, std::move(what)}; }

Seconds rest_of(const Row& row) {
  switch (row.rest) {
    case Rest::none:
      return Seconds{0};
    case Rest::an_hour:
      return hours{1};
    case Rest::growing:
      if (row.failures == 0) return Seconds{0};
      return std::min<Seconds>(minutes{5} * (1 << (std::min(row.failures, 8U) - 1)), minutes{30});
  }
  return Seconds{0};
}

// What `snapshot` says of the account that the member has now.
const Row* row_of_account(const Run& run, const Document& snapshot, std::size_t member) {
  const auto found = std::find_if(snapshot.rows.begin(), snapshot.rows.end(), [&](const Row& row) {
    return row.member == member && row.account == run.roster->accounts.at(member);
  });
  return found == snapshot.rows.end() ? nullptr : &*found;
}

// What is remembered of it.
const Row* memory_of(const Run& run, std::size_t member) {
  const Document* snapshot = run.snapshot.meaning();
  return snapshot == nullptr ? nullptr : row_of_account(run, *snapshot, member);
}

// The same, as this refresh leaves it behind.
Row memory_after(const Run& run, std::size_t member) {
  Row row;
  const Told told = run.told.at(member);
  const Row* before = memory_of(run, member);
  if (told == Told::not_asked && before != nullptr) {
    row = *before;
    if (row.asked_at) row.asked_at = std::min(*row.asked_at, run.finished);
  } else if (told != Told::not_asked) {
    row.asked_at = run.finished;
    const bool rests = told == Told::private_history || told == Told::unknown_account;
    row.rest = rests ? Rest::an_hour : Rest::none;
  }
  return row;
}

// For how long the member is to be left alone yet; up to nothing.
Millis rest_left(const Run& run, std::size_t member) {
  const Row* memory = memory_of(run, member);
  if (memory == nullptr || !memory->asked_at) return Millis{0};
  // Asked in the future, by another clock: now, that is.
  return rest_of(*memory) - (run.planned - std::min(*memory->asked_at, run.planned));
}

// Of a service that asked for a pause, or refuses the key.
Finding judge_service(const ServiceMemory& service, const Decision& plan) {
  if (service.paused_until && !plan.requests.empty()) {
    return wrong("asks a service that wants to be left alone");
  }
  if (service.refuses_key && plan.requests.size() > 1) {
    return wrong("tries a refused key more than once");
  }
  if (plan.parallel > kMostAtOnce) return wrong("sends too many requests at once");
  return std::nullopt;
}

void count_service(const Run& run, const ServiceMemory& service, Tally& tally) {
  const Document* snapshot = run.snapshot.meaning();
  if (service.paused_until) {
    tally.count(Count::pauses_kept);
  } else if (service.refuses_key) {
    tally.count(Count::key_trials);
  } else if (snapshot != nullptr && snapshot->refuses_key) {
    tally.count(Count::keys_of_others);
  }
}

std::size_t most_requests(const Run& run, const ServiceMemory& service) {
  if (service.paused_until) return 0;
  return service.refuses_key ? 1 : run.deployment->poll_budget;
}

bool has_public_member(const RosterCopy& roster) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (roster.is_public(i)) return true;
  }
  return false;
}

bool everybody_rests(const Run& run) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (run.roster->is_public(i) && rest_left(run, i) <= kJitter) return false;
  }
  return true;
}

}  // namespace

Finding judge_plan(const Run& run, const Decision& plan, Tally& tally) {
  const ServiceMemory service = memory_of_service(run, run.planned);
  count_service(run, service, tally);
  if (auto finding = judge_service(service, plan)) return finding;
  Asked is_asked{};
  for (const Request& request : plan.requests) {
    const std::size_t member = parse_member(request.username).value();
    if (!run.roster->is_public(member)) return wrong("asks about " + member_name(member));
    if (is_asked.at(member)) return wrong("asks twice about " + member_name(member));
    is_asked.at(member) = true;
  }
  const std::size_t most = most_requests(run, service);
  if (plan.requests.size() > most) return wrong("asks more than it may");
  // When all are to be left alone, one is asked about nevertheless.
  const bool all_rest = everybody_rests(run);
  if (plan.requests.empty() && most > 0 && has_public_member(*run.roster)) {
    return wrong("asks about nobody");
  }
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (!run.roster->is_public(i)) continue;
    const Millis rest = rest_left(run, i);
    if (is_asked.at(i) && rest > kJitter && !(all_rest && plan.requests.size() == 1)) {
      return wrong("asks about " + member_name(i) + ", who is to be left alone");
    }
    if (is_asked.at(i)) continue;
    if (rest > Millis{0}) {
      tally.count(Count::accounts_left_alone);
    } else if (plan.requests.size() < most) {
      return wrong("does not ask about " + member_name(i) + ", though it could");
    }
  }
  return std::nullopt;
}

Finding judge_account_memory(const Run& run, const Document& written) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    // Of a failed answer only the core knows whether it counts against the account.
    const Told told = run.told.at(i);
    if (!run.roster->is_public(i) || told == Told::refused_key || told == Told::nothing) continue;
    const Row expected = memory_after(run, i);
    const Row* row = row_of_account(run, written, i);
    if (row == nullptr || row->asked_at != expected.asked_at) {
      return wrong("does not say when " + member_name(i) + " was last asked about");
    }
    if (row->rest != expected.rest || row->failures != expected.failures) {
      return wrong("does not say for how long " + member_name(i) + " is to be left alone");
    }
  }
  return std::nullopt;
}

}  // namespace user_listens::simulation
