#include "overlap.h"

namespace user_listens::simulation {

using std::chrono::hours;
using std::chrono::minutes;

Task<> Overlap::happen_at_times() {
  for (;;) {
    co_await timeline_.sleep(random_.of_any_length(hours{3}, hours{24 * 10}));
    Deployment* live = deployments_.live();
    if (live == nullptr) continue;
    tally_.count(Count::overlaps);
    // From the moment at which it has read the roster to its last put.
    const Stall stall{.after_waits = 1 + static_cast<int>(random_.below(9)),
                      .duration = random_.of_any_length(minutes{1}, minutes{9})};
    schedule_.fire_now(*live, stall);
    co_await timeline_.sleep(random_.of_any_length(Millis{200}, Seconds{20}));
    roster_.hide_somebody();
    co_await timeline_.sleep(random_.of_any_length(Millis{1}, Seconds{40}));
    schedule_.fire_now(*live, {});
  }
}

}  // namespace user_listens::simulation
