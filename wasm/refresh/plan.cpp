#include "refresh/plan.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "listen/merge.h"
#include "refresh/reaction.h"
#include "refresh/urgency.h"

namespace user_listens {
namespace {

// By the position in kServices.
using Counts = std::array<std::size_t, kServices.size()>;

// Requests that may still be planned, of each service and in all.
struct Allowance {
  Counts of_service;
  std::size_t in_all;
  std::array<bool, kServices.size()> refuses_key{};  // a request to it is a probe

  bool take(std::size_t service) {
    const std::size_t questions = kServices[service]->questions;
    if (of_service[service] < questions || in_all < questions) return false;
    of_service[service] -= questions;
    in_all -= questions;
    return true;
  }
};

// From one request to the next when the burst is used up.
Millis steady_interval(const Pace& pace) {
  return std::max(Millis{1000 / pace.per_second}, pace.window / pace.burst);
}

// How long a service's pace makes of `requests`.
Millis duration_of(std::size_t requests, const Pace& pace) {
  const auto beyond = static_cast<std::int64_t>(requests) - pace.burst;
  if (beyond <= 0) return Millis{0};
  return pace.window + beyond * steady_interval(pace);
}

// How many requests the pace allows for, so that the last has its time too.
std::size_t most_in_time(const Pace& pace) {
  const auto steady = std::max(kLongestAsking - kGrace - pace.window, Millis{0});
  return static_cast<std::size_t>(pace.burst + steady / steady_interval(pace));
}

// Requests to a service in this refresh. One that refuses our key gets a single
// one, to see whether it still does.
std::size_t allowed(std::size_t service, const ServiceState* state, const Settings& settings,
                    UnixMillis now) {
  const auto& access = settings.services[service];
  if (!is_usable(*kServices[service], access)) return 0;
  if (state != nullptr && state->paused_until > now) return 0;
  if (state != nullptr && state->refuses_key) return kServices[service]->questions;
  return most_in_time(access.pace);
}

// Of an account in the roster, which has none of services unknown.
std::size_t service_of(const Account& account) { return service_named(account.source).value_or(0); }

// How many accounts next to each other are asked about at least, whichever.
std::size_t asked_at_least(const Roster& roster, const Allowance& allowance) {
  std::size_t least = allowance.in_all;
  for (const Account& account : roster.accounts) {
    const std::size_t service = service_of(account);
    const std::size_t most = std::min(allowance.of_service[service], allowance.in_all);
    if (most > 0) least = std::min<std::size_t>(least, most / kServices[service]->questions);
  }
  return std::max<std::size_t>(least, 1);
}

// Whose turn it would be if nothing were remembered: the first of as many as
// fit into this refresh, others at each tick.
std::size_t first_in_turn(const Roster& roster, const Allowance& allowance, UnixMillis now) {
  const std::size_t accounts = roster.accounts.size();
  const std::size_t step = asked_at_least(roster, allowance);
  if (accounts <= step) return 0;
  const auto tick = static_cast<std::uint64_t>(now.time_since_epoch() / kTick);
  return static_cast<std::size_t>(tick * step % accounts);
}

// An account that may be asked about.
struct Candidate {
  bool is_probe = false;
  std::int64_t urgency = 0;
  bool has_failed = false;
  UnixMillis asked_at;         // the epoch: never
  std::uint32_t turn = 0;      // from the one whose turn it would be
  std::uint32_t position = 0;  // in the roster
};

// Probes first: a good key must not wait. They go to whoever has not failed, then
// to whoever was asked longest ago, since one account may be refused for ever.
// All others go by urgency, and those who are equally due by the same.
bool goes_before(const Candidate& one, const Candidate& other) {
  if (one.is_probe != other.is_probe) return one.is_probe;
  if (!one.is_probe && one.urgency != other.urgency) return one.urgency > other.urgency;
  return std::tie(one.has_failed, one.asked_at, one.turn) <
         std::tie(other.has_failed, other.asked_at, other.turn);
}

// Positions in the roster of those who may be asked about, in their order.
std::vector<std::uint32_t> candidates(const Roster& roster, std::span<const Memory> known,
                                      const Allowance& allowance, UnixMillis now) {
  const std::size_t count = roster.accounts.size();
  const std::size_t first = first_in_turn(roster, allowance, now);
  std::vector<Candidate> found;
  std::optional<Candidate> resting;  // the first of those who are left alone
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t position = (first + i) % count;
    const std::size_t service = service_of(roster.accounts[position]);
    if (allowance.of_service[service] == 0) continue;
    const Memory& memory = known[position];
    const Candidate one{.is_probe = allowance.refuses_key[service],
                        .urgency = urgency(memory, now),
                        .has_failed = has_failed(memory),
                        .asked_at = memory.asked_at.value_or(UnixMillis{}),
                        .turn = static_cast<std::uint32_t>(i),
                        .position = static_cast<std::uint32_t>(position)};
    if (!is_backed_off(memory, now)) {
      found.push_back(one);
    } else if (!resting || goes_before(one, *resting)) {
      resting = one;
    }
  }
  // Without an answer the list would count as stale.
  if (found.empty() && resting) return {resting->position};
  std::sort(found.begin(), found.end(), goes_before);
  std::vector<std::uint32_t> ordered;
  ordered.reserve(found.size());
  for (const Candidate& one : found) ordered.push_back(one.position);
  return ordered;
}

// Whether everybody can be asked within kLongestWait.
bool is_within_reach(const Roster& roster, std::span<const std::uint32_t> all, std::size_t budget) {
  std::size_t questions = 0;
  for (const auto one : all) questions += kServices[service_of(roster.accounts[one])]->questions;
  // A tick less, since refreshes come a little late.
  return questions <= budget * static_cast<std::size_t>(kLongestWait / kTick - 1);
}

// Those who come due take what they need; but when there are too many of them
// for the budget, half of it stays with those who are being heard.
std::vector<std::uint32_t> chosen(const Roster& roster, std::span<const Memory> known,
                                  Allowance& allowance, UnixMillis now) {
  const auto all = candidates(roster, known, allowance, now);
  const std::size_t budget = allowance.in_all;
  std::size_t left_for_due =
      is_within_reach(roster, all, budget) ? budget : std::max<std::size_t>(budget / 2, 2);
  std::vector<std::uint32_t> taken, waiting;
  for (const auto one : all) {
    const std::size_t service = service_of(roster.accounts[one]);
    const bool is_due = urgency(known[one], now) >= kOverdue;
    const std::size_t questions = is_due ? kServices[service]->questions : 0;
    if (left_for_due < questions) {
      waiting.push_back(one);
    } else if (allowance.take(service)) {
      taken.push_back(one);
      left_for_due -= questions;
    }
  }
  for (const auto one : waiting) {
    if (allowance.take(service_of(roster.accounts[one]))) taken.push_back(one);
  }
  return taken;
}

// How many requests take their time one after the other, at the most. While a
// service waits for a connection, it has all of its own in use or the others
// have all that there are.
std::size_t most_rounds(const Counts& counts, std::size_t retries, std::size_t of_service) {
  const auto rounds = [](std::size_t requests, std::size_t parallel) {
    return (requests + parallel - 1) / parallel;
  };
  std::size_t in_all = 0, most = 0, questions = 0;
  for (const std::size_t count : counts) in_all += count;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    questions = std::max<std::size_t>(questions, kServices[i]->questions);
    const std::size_t own = rounds(counts[i] + retries, of_service);
    most = std::max(most, own + rounds(in_all - counts[i], kMaxParallel));
  }
  // The last one to start may have more questions, and may have to repeat them.
  return most + questions - 1 + std::min<std::size_t>(retries, kMostAttempts);
}

// Each request may take its whole time, and the slowest pace may hold them up.
Millis deadline_of(const Counts& counts, const Plan& plan, const Settings& settings) {
  Millis pace{0};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    pace = std::max(pace, duration_of(counts[i] + plan.retries, settings.services[i].pace));
  }
  // How long a request is put off that is repeated as often as it may be. Without
  // any, so much may pass from round to round: no time-out becomes a cut.
  constexpr Millis kPutOff = 2 * kRetryAfter * ((1 << kMostAttempts) - 1);
  const auto rounds =
      static_cast<std::int64_t>(most_rounds(counts, plan.retries, plan.parallel_of_service));
  return std::min(pace + rounds * kRequestTimeout + kPutOff, kLongestAsking);
}

// The first request to a service goes to an account that has not failed, if
// there is one: what comes of it says how the service is.
void put_failed_behind(std::vector<std::uint32_t>& taken, const Roster& roster,
                       std::span<const Memory> known) {
  for (std::size_t service = 0; service < kServices.size(); ++service) {
    const auto is_of_it = [&](std::uint32_t one) {
      return service_of(roster.accounts[one]) == service;
    };
    const auto is_well = [&](std::uint32_t one) {
      return is_of_it(one) && !has_failed(known[one]);
    };
    const auto first = std::find_if(taken.begin(), taken.end(), is_of_it);
    const auto well = std::find_if(first, taken.end(), is_well);
    if (well != taken.end()) std::rotate(first, well, well + 1);
  }
}

}  // namespace

Plan plan_requests(const Roster& roster, std::span<const Memory> memories,
                   std::span<const ServiceState> services, const Settings& settings, UnixMillis now,
                   Arena& arena) {
  const Merged known = merge(roster.accounts, memories, {}, now);
  Allowance allowance{.of_service = {}, .in_all = settings.poll_budget};
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    const ServiceState* state = find_state(services, kServices[i]->source);
    allowance.of_service[i] = allowed(i, state, settings, now);
    allowance.refuses_key[i] = state != nullptr && state->refuses_key;
  }
  Counts counts{};
  Plan plan;
  auto taken = chosen(roster, known.memories, allowance, now);
  put_failed_behind(taken, roster, known.memories);
  for (const auto one : taken) {
    const Question question{.account = roster.accounts[one],
                            .known_to_fail = known.memories[one].failures > 0};
    const std::size_t position = service_of(question.account);
    const Service& service = *kServices[position];
    counts[position] += service.questions;
    plan.requests.push_back({question, service.url(question, settings.services[position], arena)});
  }
  if (plan.requests.empty()) return plan;
  plan.retries = std::min(allowance.in_all, kMostRetries);
  const auto services_asked =
      std::count_if(counts.begin(), counts.end(), [](std::size_t count) { return count > 0; });
  if (services_asked > 1) plan.parallel_of_service = kMaxParallelBesideOthers;
  plan.deadline = deadline_of(counts, plan, settings);
  return plan;
}

}  // namespace user_listens
