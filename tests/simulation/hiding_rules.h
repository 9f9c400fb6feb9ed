// Invariant 2 of what a refresh writes, or leaves: nobody is in it whom the
// roster hides, the one that it has read or a later one of which it could know.
#pragma once

#include "document.h"
#include "finding.h"
#include "run.h"

namespace user_listens::simulation {

[[nodiscard]] Finding judge_hiding(const Run& run, const Document& written);

// Of a refresh that has written nothing and did not stand down: what it has read
// shows nobody whom it should have erased.
[[nodiscard]] Finding judge_leaving(const Run& run);

// Of any refresh that did not stand down: a roster that loses more than half of
// the members is warned of.
[[nodiscard]] Finding judge_warning(const Run& run);

}  // namespace user_listens::simulation
