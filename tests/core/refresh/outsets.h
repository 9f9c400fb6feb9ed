// What a plan sets out from: a roster, and what is known of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "refresh/plan.h"
#include "refresh/rosters.h"
#include "samples.h"
#include "upstream/services.h"

namespace user_listens {

// The services as they come, with the secrets that they need.
[[nodiscard]] inline Settings usable_settings() {
  Settings settings;
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    const Service& service = *kServices[i];
    settings.services[i] = {.url = service.default_url,
                            .secret = service.needs_secret ? "key" : "",
                            .pace = service.pace};
  }
  return settings;
}

struct Outset {
  Arena arena;
  Roster roster;
  std::vector<Memory> memories;
  std::vector<ServiceState> services;
  Settings settings = usable_settings();
  UnixMillis now = samples::now();
};

// Adds members with one account each, named m0, m1, … on from those there are.
inline void add_accounts(Outset& outset, std::size_t count, std::string_view source = "lastfm") {
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = outset.arena.keep("m" + std::to_string(outset.roster.accounts.size()));
    enlist(outset.roster, samples::account(name, source));
  }
}

[[nodiscard]] inline Plan plan_of(Outset& outset) {
  return plan_requests(outset.roster, outset.memories, outset.services, outset.settings, outset.now,
                       outset.arena);
}

// "m0 m1/listenbrainz": who is asked, in which order; Last.fm goes without saying.
[[nodiscard]] inline std::string asked(const Plan& plan) {
  std::string text;
  for (const UpstreamRequest& request : plan.requests) {
    const Account& account = request.question.account;
    text.append(text.empty() ? "" : " ").append(account.username);
    if (account.source != "lastfm") text.append("/").append(account.source);
  }
  return text;
}

[[nodiscard]] inline std::size_t asked_of(const Plan& plan, std::string_view source) {
  std::size_t count = 0;
  for (const auto& request : plan.requests) count += request.question.account.source == source;
  return count;
}

// Requests that the plan may come to, retries included.
[[nodiscard]] inline std::size_t cost_of(const Plan& plan) {
  std::size_t cost = plan.retries;
  for (const auto& request : plan.requests) {
    cost += kServices.at(service_named(request.question.account.source).value())->questions;
  }
  return cost;
}

}  // namespace user_listens
