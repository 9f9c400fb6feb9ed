// The core's exports.
#include "boundary/calls.h"
#include "exchange.h"

CALL(describe)
CALL(open_refresh)
CALL(plan_refresh)
CALL(read_response)
CALL(finish_refresh)
CALL(confirm_write)
CALL(conclude_refresh)
CALL(reply)
