// Invariant 5: when a refresh must not write, since somebody newer has.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "finding.h"
#include "run.h"

namespace user_listens::simulation {

// Why a refresh that goes on to write should not, by the copies that it read.
[[nodiscard]] std::optional<std::string> reason_to_stand_down(const Run& run);

// Of a refresh that stood down: there must have been a reason, and an older
// deployment must not wait for one that has written nothing since
// `newer_landed`.
[[nodiscard]] Finding judge_standing_down(const Run& run, UnixMillis newer_landed, UnixMillis now);

}  // namespace user_listens::simulation
