// Invariant 8: whom a refresh asks, and whom it leaves alone, by the snapshot
// that it was given.
#pragma once

#include "decision.h"
#include "document.h"
#include "finding.h"
#include "run.h"
#include "tally.h"

namespace user_listens::simulation {

[[nodiscard]] Finding judge_plan(const Run& run, const Decision& plan, Tally& tally);

// Whether a snapshot tells the next refresh when each account was last asked about, and what its
// answer lets it be left alone for.
[[nodiscard]] Finding judge_account_memory(const Run& run, const Document& written);

}  // namespace user_listens::simulation
