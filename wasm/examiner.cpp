// The examiner's one export: what is found under a key, for an operator who asks
// (scripts/doctor). The Worker neither has it nor needs it.
#include "boundary/calls.h"
#include "exchange.h"

CALL(examine)
