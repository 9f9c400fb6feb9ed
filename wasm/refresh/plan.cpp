#include "refresh/plan.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "base/ranking.h"
#include "base/text.h"
#include "refresh/urgency.h"

namespace user_listens {
namespace {

// Requests that may still be planned, of each service and in all.
struct Allowance {
  std::array<std::size_t, kServices.size()> of_service;
  std::size_t in_all;

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
std::size_t allowed(std::size_t service, std::span<const ServiceState> states,
                    const Settings& settings, UnixMillis now) {
  const auto& access = settings.services[service];
  if (!is_usable(*kServices[service], access)) return 0;
  const ServiceState* state = find_state(states, kServices[service]->source);
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

// Positions in the roster of those who may be asked about, the most urgent
// first, equal ones by turns.
List<std::uint32_t> candidates(const Roster& roster, std::span<const Memory> known,
                               const Allowance& allowance, UnixMillis now) {
  const std::size_t count = roster.accounts.size();
  const std::size_t first = first_in_turn(roster, allowance, now);
  List<Rank> found;
  std::optional<std::uint32_t> resting;  // the most urgent of those who are left alone
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t position = (first + i) % count;
    if (allowance.of_service[service_of(roster.accounts[position])] == 0) continue;
    const auto one = static_cast<std::uint32_t>(position);
    const auto how_urgent = urgency(known[one], now);
    if (is_backed_off(known[one], now)) {
      if (!resting || how_urgent > urgency(known[*resting], now)) resting = one;
      continue;
    }
    constexpr auto kMostUrgent = std::numeric_limits<std::int64_t>::max();
    found.push_back({static_cast<std::uint64_t>(kMostUrgent - how_urgent),
                     static_cast<std::uint32_t>(found.size()), one});
  }
  // Without an answer the list would count as stale.
  if (found.empty() && resting) return {*resting};
  sort(found);
  List<std::uint32_t> ordered;
  for (const Rank& rank : found) ordered.push_back(rank.position);
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
List<std::uint32_t> chosen(const Roster& roster, std::span<const Memory> known,
                           Allowance& allowance, UnixMillis now) {
  const auto all = candidates(roster, known, allowance, now);
  const std::size_t budget = allowance.in_all;
  std::size_t left_for_due =
      is_within_reach(roster, all, budget) ? budget : std::max<std::size_t>(budget / 2, 2);
  List<std::uint32_t> taken, waiting;
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

}  // namespace

Plan plan_requests(const Roster& roster, std::span<const Memory> memories,
                   std::span<const ServiceState> services, const Settings& settings, UnixMillis now,
                   Arena& arena) {
  const Merged known = merge(roster.accounts, memories, {}, now);
  Allowance allowance{.of_service = {}, .in_all = settings.poll_budget};
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    allowance.of_service[i] = allowed(i, services, settings, now);
  }
  std::array<std::size_t, kServices.size()> counts{};
  Plan plan;
  for (const auto one : chosen(roster, known.memories, allowance, now)) {
    const Question question{.account = roster.accounts[one]};
    const std::size_t position = service_of(question.account);
    const Service& service = *kServices[position];
    counts[position] += service.questions;
    plan.requests.push_back({question, service.url(question, settings.services[position], arena)});
  }
  if (plan.requests.empty()) return plan;
  plan.retries = std::min(allowance.in_all, kMostRetries);
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    plan.deadline =
        std::max(plan.deadline, duration_of(counts[i] + plan.retries, settings.services[i].pace));
  }
  plan.deadline = std::min(plan.deadline + kGrace, kLongestAsking);
  const auto services_asked =
      std::count_if(counts.begin(), counts.end(), [](std::size_t count) { return count > 0; });
  if (services_asked > 1) plan.parallel_of_service = kMaxParallelBesideOthers;
  return plan;
}

}  // namespace user_listens
