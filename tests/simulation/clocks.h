// The clocks of the machines that refresh: nearly all are right. Some are
// behind; some are ahead by seconds to years, for one refresh or for everything
// that an instance does, and the time for which the platform scheduled a
// refresh with them or not.
#pragma once

#include "base/time.h"
#include "random.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

struct ClockError {
  Millis now{0};  // ahead; negative: behind
  Millis scheduled{0};
};

class Clocks {
 public:
  Clocks(Timeline& timeline, Random random, Tally& tally)
      : timeline_(timeline), random_(random), tally_(tally) {}

  // Of the next refresh at `place`, one of those where instances run.
  [[nodiscard]] ClockError next(std::size_t place, std::size_t places);

  // Instances with a wrong clock, that come and go.
  [[nodiscard]] Task<> go_wrong_at_times();

 private:
  [[nodiscard]] ClockError ahead();

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  // An instance whose clock is wrong, for as long as it lives.
  bool has_wrong_instance_ = false;
  std::size_t wrong_place_ = 0;  // modulo the places
  ClockError of_instance_;
};

}  // namespace user_listens::simulation
