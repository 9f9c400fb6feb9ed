#include "refresh/plan.h"

#include <algorithm>
#include <cstdint>

#include "upstream/lastfm.h"

namespace user_listens {
namespace {

Millis start_after(std::size_t position) {
  if (position < kBurst) return Millis{0};
  return static_cast<std::int64_t>(position - kBurst + 1) * kPace;
}

}  // namespace

Plan plan_requests(const Roster& roster, const Settings& settings, UnixMillis scheduled,
                   Arena& arena) {
  std::vector<Member> askable = roster.members;
  std::erase_if(askable, [](const Member& member) { return member.lastfm.empty(); });
  Plan plan;
  if (askable.empty() || settings.lastfm_key.empty()) return plan;
  const std::size_t count = std::min(askable.size(), settings.poll_budget);
  const auto tick = static_cast<std::uint64_t>(scheduled.time_since_epoch() / kTick);
  const std::size_t first =
      count < askable.size() ? static_cast<std::size_t>(tick * count % askable.size()) : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Member& member = askable[(first + i) % askable.size()];
    plan.requests.push_back({.subject = {.username = member.username,
                                         .source = lastfm::kSource,
                                         .account = member.lastfm},
                             .url = lastfm::recent_tracks_url(settings.lastfm_url, member.lastfm,
                                                              settings.lastfm_key, arena),
                             .start_after = start_after(i)});
  }
  plan.deadline = std::min(plan.requests.back().start_after + kGrace, kLongestAsking);
  return plan;
}

}  // namespace user_listens
