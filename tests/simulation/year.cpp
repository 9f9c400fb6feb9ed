#include "year.h"

#include "api.h"
#include "cron.h"
#include "deployment.h"
#include "judge.h"
#include "music_service.h"
#include "random.h"
#include "roster.h"
#include "schedule.h"
#include "store.h"
#include "timeline.h"

namespace user_listens::simulation {
namespace {

constexpr UnixMillis kBegin = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

// Mostly few: what can go wrong goes wrong with two, and the year is over sooner.
std::size_t number_of_members(Random random) {
  const auto draw = random.below(20);
  if (draw < 11) return 2;
  if (draw < 16) return 3;
  return draw < 19 ? 4 + random.below(3) : kMaxMembers;
}

}  // namespace

Year simulate_year(std::uint64_t seed, std::chrono::days length, Journal& journal) {
  Year year;
  const auto chance = [seed](std::string_view part) { return Random{seed, part}; };
  Tally& tally = year.tally;
  Timeline timeline{kBegin};
  Roster roster{timeline, chance("roster"), tally, journal, number_of_members(chance("size"))};
  MusicService service{timeline, chance("service"), tally, journal, roster};
  Store store{timeline, chance("store"), tally, journal};
  Deployments deployments{timeline, chance("deployments"), tally, journal, roster};
  Judge judge{timeline, tally, journal, service, deployments};
  Cron cron{timeline, chance("cron"), tally, journal, roster, service, store, judge};
  Api api{timeline, chance("api"), journal, store, judge};
  Schedule schedule{timeline, chance("schedule"), tally, journal, deployments, store, judge, cron,
                    api};

  timeline.spawn(roster.change());
  timeline.spawn(service.fail_at_times());
  timeline.spawn(service.hide_histories());
  timeline.spawn(deployments.deploy_at_times());
  timeline.spawn(schedule.run());
  timeline.run_until(kBegin + length);
  year.finding = judge.finding();
  year.ended = timeline.now();
  return year;
}

}  // namespace user_listens::simulation
