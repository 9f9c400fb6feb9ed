// Invariant 3 for one row: its member played that, then.
#pragma once

#include <string_view>

#include "base/time.h"
#include "document.h"
#include "finding.h"
#include "music_service.h"

namespace user_listens::simulation {

// For a row that a refresh writes, or that the API makes of a snapshot, at
// `clock` of the machine; `now` is the true time.
[[nodiscard]] Finding judge_row(const Row& row, UnixMillis clock, UnixMillis now,
                                MusicService& service);

// "m3, p17m3, playing now"
[[nodiscard]] std::string in_words(const Row& row);

}  // namespace user_listens::simulation
