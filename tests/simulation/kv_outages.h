// Minutes or hours in which KV cannot be read at one location.
#pragma once

#include <cstddef>

#include "base/time.h"
#include "random.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

class KvOutages {
 public:
  KvOutages(Timeline& timeline, Random random, Tally& tally)
      : timeline_(timeline), random_(random), tally_(tally) {}

  // Whether a read at `place`, one of `places`, fails.
  [[nodiscard]] bool fails_read(std::size_t place, std::size_t places) {
    if (!is_down_ || place_ % places != place) return false;
    tally_.count(Count::outage_reads);
    return true;
  }

  [[nodiscard]] Task<> come_and_go() {
    for (;;) {
      co_await timeline_.sleep(
          random_.of_any_length(std::chrono::hours{24}, std::chrono::hours{24 * 30}));
      place_ = random_.below(1000);
      is_down_ = true;
      co_await timeline_.sleep(
          random_.of_any_length(std::chrono::minutes{2}, std::chrono::hours{4}));
      is_down_ = false;
    }
  }

 private:
  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  bool is_down_ = false;
  std::size_t place_ = 0;
};

}  // namespace user_listens::simulation
