// Hours in which every answer of the music service takes nearly as long as a
// refresh would wait for it, and some take longer.
#pragma once

#include "base/time.h"
#include "random.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

class SlowSpells {
 public:
  SlowSpells(Timeline& timeline, Random random, Tally& tally)
      : timeline_(timeline), random_(random), tally_(tally) {}

  // By how much the next answer comes later.
  [[nodiscard]] Millis delay() {
    if (!is_slow_) return Millis{0};
    tally_.count(Count::slow_answers);
    return random_.one_in(8) ? Seconds{20} : random_.between(Millis{7000}, Millis{7550});
  }

  [[nodiscard]] Task<> come_and_go() {
    for (;;) {
      co_await timeline_.sleep(
          random_.of_any_length(std::chrono::hours{24}, std::chrono::hours{24 * 40}));
      is_slow_ = true;
      co_await timeline_.sleep(
          random_.of_any_length(std::chrono::minutes{20}, std::chrono::hours{24}));
      is_slow_ = false;
    }
  }

 private:
  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  bool is_slow_ = false;
};

}  // namespace user_listens::simulation
