// The core's exports.
#include "boundary/calls.h"
#include "exchange.h"

CALL(describe)
CALL_FOR_WORKER(cache_key)
CALL_FOR_WORKER(reply)
CALL(revalidate)
CALL(render)

EXPORT(begin_refresh) const std::uint32_t* begin_refresh(std::uint32_t parts) {
  return user_listens::exchange::begin_refresh(parts);
}

EXPORT(step_refresh) const std::uint32_t* step_refresh(std::uint32_t parts) {
  return user_listens::exchange::step_refresh(parts);
}
