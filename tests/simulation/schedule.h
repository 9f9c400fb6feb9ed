// When what fires, and where: the crons of all deployments, late, twice, not at
// all, killed midway, with a wrong clock; version 1's; and the readers.
#pragma once

#include "api.h"
#include "clocks.h"
#include "cron.h"
#include "deployment.h"
#include "judge.h"
#include "random.h"
#include "store.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

class Schedule {
 public:
  Schedule(Timeline& timeline, Random random, Tally& tally, Journal& journal,
           Deployments& deployments, Clocks& clocks, Store& store, Judge& judge, Cron& cron,
           Api& api)
      : timeline_(timeline),
        random_(random),
        tally_(tally),
        journal_(journal),
        deployments_(deployments),
        clocks_(clocks),
        store_(store),
        judge_(judge),
        cron_(cron),
        api_(api) {}

  // Tick after tick.
  [[nodiscard]] Task<> run();

  // One more refresh of the tick that has begun.
  void fire_now(Deployment& deployment, Stall stall);

 private:
  void fire_live(UnixMillis tick);
  void fire_stale(UnixMillis tick);
  [[nodiscard]] Task<> fire(Deployment& deployment, UnixMillis tick, Millis delay);
  [[nodiscard]] std::unique_ptr<Run> new_run(Deployment& deployment);
  [[nodiscard]] Task<> fire_version_one();
  [[nodiscard]] Task<> ask_api();

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  Deployments& deployments_;
  Clocks& clocks_;
  Store& store_;
  Judge& judge_;
  Cron& cron_;
  Api& api_;
  std::uint64_t runs_ = 0;
};

}  // namespace user_listens::simulation
