// Invariant 8: whom a refresh asks, and whom it leaves alone, by the snapshot
// that it was given.
#pragma once

#include "document.h"
#include "finding.h"
#include "run.h"
#include "tally.h"

namespace user_listens::simulation {

// Before a request about `member`.
[[nodiscard]] Finding judge_question(const Run& run, std::size_t member);

// Notes whom a refresh has to ask about by what it knows, unless a wrong clock
// makes that doubtful.
void expect_questions(Run& run);

// Those of them about whom it has not asked, though it might have asked more.
[[nodiscard]] Members left_out(const Run& run);

// After the last answer.
[[nodiscard]] Finding judge_asking(const Run& run, Tally& tally);

// Of a refresh that is over: how many it says it was to ask about.
[[nodiscard]] Finding judge_plan(const Run& run);

// Whether a snapshot tells the next refresh when each account was last asked about, and what its
// answer lets it be left alone for.
[[nodiscard]] Finding judge_account_memory(const Run& run, const Document& written);

}  // namespace user_listens::simulation
