#include "clocks.h"

#include <array>

namespace user_listens::simulation {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<Millis, 10> kAhead{Seconds{1}, Seconds{20},  minutes{1}, minutes{4},
                                        minutes{9}, minutes{14},  hours{1},   days{1},
                                        days{31},   days{366 * 2}};

}  // namespace

ClockError Clocks::next(std::size_t place, std::size_t places) {
  if (random_.one_in(2000)) {
    tally_.count(Count::clocks_behind);
    return {.now = -hours{1}};
  }
  if (random_.one_in(1000)) {
    tally_.count(Count::clocks_ahead);
    return ahead();
  }
  const bool meets_wrong_instance = has_wrong_instance_ && wrong_place_ % places == place;
  if (!meets_wrong_instance || !random_.one_in(2)) return {};
  tally_.count(Count::instances_ahead);
  return of_instance_;
}

Task<> Clocks::go_wrong_at_times() {
  for (;;) {
    co_await timeline_.sleep(random_.of_any_length(hours{24}, hours{24 * 40}));
    has_wrong_instance_ = true;
    wrong_place_ = random_.below(1000);
    of_instance_ = ahead();
    co_await timeline_.sleep(random_.of_any_length(minutes{20}, hours{24}));
    has_wrong_instance_ = false;
  }
}

ClockError Clocks::ahead() {
  const Millis unit = kAhead.at(random_.below(kAhead.size()));
  const Millis error = unit * (1 + static_cast<std::int64_t>(random_.below(3)));
  const bool both = random_.one_in(3);
  if (both) tally_.count(Count::schedules_ahead);
  return {.now = error, .scheduled = both ? error : Millis{0}};
}

}  // namespace user_listens::simulation
