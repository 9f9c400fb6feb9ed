#include "deployment.h"

#include <algorithm>
#include <optional>

#include "base/json_writer.h"

namespace user_listens::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// The core's defaults: not told, since reading facts takes time.
constexpr std::size_t kMaxTracks = 50;
constexpr std::size_t kPollBudget = 45;

// As shim/facts.js makes them; the object stays open for what a call adds.
std::string facts_of(const Deployment& deployment) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("hasCache", true);
    out.field("hasDatabase", !deployment.baked_roster);
    {
      const auto settings = out.key("settings").object();
      out.field("LASTFM_API_KEY", kApiKey);
      const auto max_tracks = std::to_string(deployment.max_tracks);
      if (deployment.max_tracks != kMaxTracks) out.field("MAX_TRACKS", max_tracks);
      const auto poll_budget = std::to_string(deployment.poll_budget);
      if (deployment.poll_budget != kPollBudget) out.field("POLL_BUDGET", poll_budget);
      if (deployment.baked_roster) out.field("ROSTER", deployment.baked_roster->setting);
    }
    const auto metadata = out.key("deployment").object();
    out.field("id", deployment.id);
    out.field("timestamp", deployment.deployed_at);
  }
  std::string facts = out.take();
  facts.pop_back();
  return facts;
}

std::unique_ptr<Equipment> equipment_of(std::string facts) {
  facts += "}";
  const std::optional<std::string_view> part{facts};
  return std::make_unique<Equipment>(boundary::Parts{&part, 1});
}

}  // namespace

UnixMillis Deployments::newer_landed(const Deployment& one) const {
  UnixMillis latest{};
  for (const Deployment& other : all_) {
    if (other.deployed_at > one.deployed_at) latest = std::max(latest, other.last_landed);
  }
  return latest;
}

Task<> Deployments::deploy_at_times() {
  co_await timeline_.sleep(random_.of_any_length(minutes{1}, hours{72}));
  deploy();
  for (;;) {
    co_await timeline_.sleep(random_.of_any_length(hours{3}, hours{24 * 40}));
    deploy();
    if (!random_.one_in(2)) continue;
    co_await timeline_.sleep(random_.of_any_length(minutes{2}, hours{24 * 3}));
    tally_.count(Count::rollbacks);
    make_live(all_.at(all_.size() - 2));
    if (random_.one_in(2)) continue;
    co_await timeline_.sleep(random_.of_any_length(minutes{2}, hours{24}));
    make_live(all_.back());
  }
}

void Deployments::deploy() {
  tally_.count(Count::deployments);
  Deployment& deployment = all_.emplace_back(
      Deployment{.id = std::string{"d"}.append(std::to_string(all_.size() + 1)),
                 .deployed_at = timeline_.now(),
                 .max_tracks = random_.one_in(3) ? 1 + random_.below(4) : kMaxTracks,
                 .poll_budget = random_.one_in(4) ? 1 + random_.below(3) : kPollBudget,
                 .baked_roster = {},
                 .facts = {},
                 .equipment = {}});
  const bool has_members = !roster_.now()->setting.empty();
  if (has_members && random_.one_in(4)) deployment.baked_roster = roster_.now();
  deployment.facts = facts_of(deployment);
  deployment.equipment = equipment_of(deployment.facts);
  make_live(deployment);
}

void Deployments::make_live(Deployment& deployment) {
  live_ = &deployment;
  switched_at_ = timeline_.now();
  if (journal_.is_open()) journal_.note(timeline_.now(), "platform", deployment.id + " is live");
}

}  // namespace user_listens::simulation
