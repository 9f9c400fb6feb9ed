// Two refreshes at once with different rosters: a slow one reads the roster and
// stalls, then a member is hidden, and a quick one has read, asked and written
// before the slow one goes on.
#pragma once

#include "deployment.h"
#include "random.h"
#include "roster.h"
#include "schedule.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

class Overlap {
 public:
  Overlap(Timeline& timeline, Random random, Tally& tally, Deployments& deployments, Roster& roster,
          Schedule& schedule)
      : timeline_(timeline),
        random_(random),
        tally_(tally),
        deployments_(deployments),
        roster_(roster),
        schedule_(schedule) {}

  [[nodiscard]] Task<> happen_at_times();

 private:
  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Deployments& deployments_;
  Roster& roster_;
  Schedule& schedule_;
};

}  // namespace user_listens::simulation
