#include "asking_rules.h"

#include <algorithm>
#include <cstdint>
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
// Each of them may take as long, and all together.
constexpr Millis kTimeOfRequest{8000};
constexpr Millis kLongestAsking = minutes{4};

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

// A member whose row is not understood may be asked about, as memory knows it.
bool may_be_asked(const RosterCopy& roster, std::size_t member) {
  const Claim claim = roster.claims.at(member);
  return roster.is_public(member) || claim == Claim::unclear || claim == Claim::unspecified;
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

// A deadline comes no earlier: it leaves each request its time.
Millis least_time(std::size_t requests) {
  const auto rounds = static_cast<std::int64_t>((requests + kMostAtOnce - 1) / kMostAtOnce);
  return std::min(rounds * kTimeOfRequest, kLongestAsking);
}

// Whether not all of so many requests could be sent, for lack of time or for
// what the service said.
bool may_end_early(const Run& run, std::size_t requests) {
  return run.word.may_stop() || run.asking_took >= least_time(requests);
}

}  // namespace

Finding judge_question(const Run& run, std::size_t member) {
  if (!may_be_asked(*run.roster, member)) return wrong("asks about " + member_name(member));
  const bool is_repeated = run.asked.test(member);
  if (run.under_way.test(member) || (is_repeated && run.told.at(member) != Told::nothing)) {
    return wrong("asks twice about " + member_name(member));
  }
  if (run.under_way.count() >= kMostAtOnce) return wrong("sends too many requests at once");
  const ServiceMemory service = memory_of_service(run, run.planned);
  if (service.paused_until) return wrong("asks a service that wants to be left alone");
  const std::size_t asked = run.asked.count() + (is_repeated ? 0 : 1);
  if (service.refuses_key && asked > 1) return wrong("tries a refused key more than once");
  if (!service.is_doubtful && asked > most_requests(run, service)) {
    return wrong("asks more than it may");
  }
  return std::nullopt;
}

void expect_questions(Run& run) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    run.may_be_due.set(i, run.roster->is_public(i) && rest_left(run, i) <= kJitter);
  }
  const ServiceMemory service = memory_of_service(run, run.planned);
  // What rests by a clock that is ahead is not for these rules to say.
  if (service.is_doubtful || run.clock_error.now > Millis{0}) return;
  run.most_requests = most_requests(run, service);
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    run.due.set(i, run.roster->is_public(i) && rest_left(run, i) <= Millis{0});
  }
}

Members left_out(const Run& run) {
  const bool has_room = run.most_requests && run.asked.count() < *run.most_requests;
  return has_room ? run.due & ~run.asked : Members{};
}

Finding judge_asking(const Run& run, Tally& tally) {
  if (run.asking_took > kLongestAsking + run.stall.duration) {
    return wrong("asks for longer than four minutes");
  }
  count_service(run, memory_of_service(run, run.planned), tally);
  if (!run.most_requests) return std::nullopt;
  const Members left = left_out(run);
  if (left.any() && !may_end_early(run, run.asked.count() + left.count())) {
    return wrong("does not ask about " + member_names(left) + ", though it could");
  }
  if (run.asked.none() && *run.most_requests > 0 && has_public_member(*run.roster)) {
    return wrong("asks about nobody");
  }
  // When all are to be left alone, one is asked about nevertheless.
  const bool is_last_resort = everybody_rests(run) && run.asked.count() == 1;
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (!run.roster->is_public(i)) continue;
    const Millis rest = rest_left(run, i);
    if (run.asked.test(i) && rest > kJitter && !is_last_resort) {
      return wrong("asks about " + member_name(i) + ", who is to be left alone");
    }
    if (!run.asked.test(i) && rest > Millis{0}) tally.count(Count::accounts_left_alone);
  }
  return std::nullopt;
}

Finding judge_plan(const Run& run) {
  if (!run.has_asked || !run.planned_requests) return std::nullopt;
  const std::size_t planned = *run.planned_requests;
  if (planned < run.asked.count()) return wrong("asks about more accounts than it planned to");
  if (planned > run.asked.count() && !may_end_early(run, planned)) {
    return wrong("gives up all accounts for the error of one");
  }
  if (!run.most_requests) return std::nullopt;
  if (planned > *run.most_requests) return wrong("plans to ask more than it may");
  if (planned < std::min(*run.most_requests, run.due.count())) {
    return wrong("does not plan to ask about everybody, though it could");
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
    // Who was to be asked about and was not does not rest.
    const bool may_be_unsent = told == Told::not_asked && run.may_be_due.test(i) &&
                               may_end_early(run, run.asked.count() + 1);
    if (may_be_unsent) continue;
    if (row->rest != expected.rest || row->failures != expected.failures) {
      return wrong("does not say for how long " + member_name(i) + " is to be left alone");
    }
  }
  return std::nullopt;
}

}  // namespace user_listens::simulation
