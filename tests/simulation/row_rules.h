// Invariant 3 for one row: its member played that, then.
#pragma once

#include <string_view>

#include "base/time.h"
#include "document.h"
#include "finding.h"
#include "music_service.h"

namespace user_listens::simulation {

struct RowTimes {
  UnixMillis clock;   // of the machine; of one whose clock is ahead the true time
  UnixMillis now;     // in truth
  UnixMillis latest;  // no play is later, not even one that a wrong clock dated
};

// For a row that a refresh writes, or that the API makes of a snapshot.
[[nodiscard]] Finding judge_row(const Row& row, const RowTimes& times, MusicService& service);

// "m3, p17m3, playing now"
[[nodiscard]] std::string in_words(const Row& row);

}  // namespace user_listens::simulation
