// Invariant 8, of the deadline of a refresh: whom it cuts off goes first next
// time.
#pragma once

#include "document.h"
#include "finding.h"
#include "run.h"

namespace user_listens::simulation {

// By the snapshot that `run` has read: nobody was cut off in the refresh that
// wrote it, and is again in this one, while somebody else was heard in both.
[[nodiscard]] Finding judge_deadline(const Run& run);

}  // namespace user_listens::simulation
