#include "year.h"

#include "api.h"
#include "bad_account.h"
#include "clocks.h"
#include "copies.h"
#include "cron.h"
#include "deployment.h"
#include "hiding_faults.h"
#include "judge.h"
#include "kv_outages.h"
#include "music_service.h"
#include "overlap.h"
#include "random.h"
#include "roster.h"
#include "roster_query.h"
#include "schedule.h"
#include "slow_spells.h"
#include "store.h"
#include "timeline.h"

namespace user_listens::simulation {
namespace {

constexpr UnixMillis kBegin = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

// Mostly few: what can go wrong goes wrong with two, and the year is over sooner.
// In one of a hundred a slow service cannot answer about all of them in time.
std::size_t number_of_members(Random random) {
  const auto draw = random.below(100);
  if (draw < 55) return 2;
  if (draw < 80) return 3;
  if (draw < 95) return 4 + random.below(3);
  return draw < 99 ? 14 : kMaxMembers;
}

}  // namespace

Year simulate_year(std::uint64_t seed, std::chrono::days length, Journal& journal) {
  Year year;
  const auto chance = [seed](std::string_view part) { return Random{seed, part}; };
  Tally& tally = year.tally;
  Timeline timeline{kBegin};
  HidingFaults faults{chance("hiding"), tally};
  Roster roster{timeline, chance("roster"), tally,
                journal,  faults,           number_of_members(chance("size"))};
  RosterQuery query{timeline, chance("query"), tally, journal, roster};
  BadAccount bad_account{timeline, chance("bad account"), tally, journal, roster.members()};
  SlowSpells slow_spells{timeline, chance("slow spells"), tally};
  MusicService service{timeline, chance("service"), tally,      journal,
                       roster,   bad_account,       slow_spells};
  KvOutages outages{timeline, chance("kv outages"), tally};
  Store store{timeline, chance("store"), tally, journal, faults, outages};
  Instances instances;
  Deployments deployments{timeline, chance("deployments"), tally, journal, roster};
  Judge judge{timeline, tally, journal, service, deployments};
  Cron cron{timeline, chance("cron"), tally, journal, query, service, store, judge, instances};
  Api api{timeline, chance("api"), journal, store, judge, instances};
  Clocks clocks{timeline, chance("clocks"), tally};
  Schedule schedule{
      timeline, chance("schedule"), tally, journal, deployments, clocks, store, judge, cron, api};
  Overlap overlap{timeline, chance("overlap"), tally, deployments, roster, schedule};

  timeline.spawn(roster.change());
  timeline.spawn(query.fail_at_times());
  timeline.spawn(outages.come_and_go());
  timeline.spawn(clocks.go_wrong_at_times());
  timeline.spawn(overlap.happen_at_times());
  timeline.spawn(service.fail_at_times());
  timeline.spawn(bad_account.go_bad_at_times());
  timeline.spawn(slow_spells.come_and_go());
  timeline.spawn(service.hide_histories());
  timeline.spawn(deployments.deploy_at_times());
  timeline.spawn(schedule.run());
  timeline.run_until(kBegin + length);
  year.finding = judge.finding();
  year.ended = timeline.now();
  return year;
}

}  // namespace user_listens::simulation
