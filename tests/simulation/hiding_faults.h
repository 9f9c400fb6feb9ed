// What goes wrong with the snapshot just when a member is hidden: for some
// minutes its puts are refused, or it cannot be read.
#pragma once

#include <string_view>

#include "base/time.h"
#include "random.h"
#include "tally.h"

namespace user_listens::simulation {

class HidingFaults {
 public:
  HidingFaults(Random random, Tally& tally) : random_(random), tally_(tally) {}

  // A member was hidden at `now`.
  void begin(UnixMillis now) {
    if (!random_.one_in(3)) return;
    refuses_ = random_.one_in(2);
    until_ = now + random_.of_any_length(std::chrono::minutes{1}, std::chrono::minutes{20});
  }

  [[nodiscard]] bool refuses_put(std::string_view key, UnixMillis now) {
    return refuses_ && happens(key, now, Count::hiding_puts_refused);
  }

  [[nodiscard]] bool fails_read(std::string_view key, UnixMillis now) {
    return !refuses_ && happens(key, now, Count::hiding_reads_failed);
  }

 private:
  bool happens(std::string_view key, UnixMillis now, Count count) {
    if (now >= until_ || !key.ends_with(":snapshot")) return false;
    tally_.count(count);
    return true;
  }

  Random random_;
  Tally& tally_;
  bool refuses_ = false;
  UnixMillis until_{};
};

}  // namespace user_listens::simulation
