// One account to which the music service always, or often, gives the same
// error, for hours or days, while it answers about all others.
#pragma once

#include <cstddef>

#include "journal.h"
#include "random.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"
#include "trouble.h"

namespace user_listens::simulation {

class BadAccount {
 public:
  BadAccount(Timeline& timeline, Random random, Tally& tally, Journal& journal, std::size_t members)
      : timeline_(timeline), random_(random), tally_(tally), journal_(journal), members_(members) {}

  // What the next answer about `member` is instead; nothing when it is right.
  [[nodiscard]] const Trouble* trouble_about(std::size_t member);

  [[nodiscard]] Task<> go_bad_at_times();

 private:
  [[nodiscard]] const Trouble* some_trouble();

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  std::size_t members_;
  const Trouble* trouble_ = nullptr;
  std::size_t member_ = 0;
  bool fails_always_ = false;
};

}  // namespace user_listens::simulation
