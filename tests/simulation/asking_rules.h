// Invariant 8: whom a refresh asks, and whom it leaves alone, by the snapshot
// that it was given.
#pragma once

#include "decision.h"
#include "finding.h"
#include "run.h"
#include "tally.h"

namespace user_listens::simulation {

[[nodiscard]] Finding judge_plan(const Run& run, const Decision& plan, Tally& tally);

}  // namespace user_listens::simulation
