// The core's exports.
#include "boundary/calls.h"
#include "boundary/facts.h"
#include "exchange.h"

namespace {

using user_listens::boundary::KnownWorker;
using user_listens::boundary::Output;
using user_listens::boundary::Parts;

// One Worker makes all calls of an instance.
KnownWorker& worker_of_instance() {
  static KnownWorker worker;
  return worker;
}

template <Output (*call)(Parts, KnownWorker&)>
Output with_known_worker(Parts parts) {
  return call(parts, worker_of_instance());
}

}  // namespace

#define CALL_WITH_WORKER(name)                                                                  \
  EXPORT(name) const std::uint32_t* name(std::uint32_t parts) {                                 \
    return user_listens::exchange::run(with_known_worker<user_listens::boundary::name>, parts); \
  }

CALL(describe)
CALL_WITH_WORKER(cache_key)
CALL_WITH_WORKER(reply)
CALL(revalidate)
CALL(render)

EXPORT(begin_refresh) const std::uint32_t* begin_refresh(std::uint32_t parts) {
  return user_listens::exchange::begin_refresh(parts);
}

EXPORT(step_refresh) const std::uint32_t* step_refresh(std::uint32_t parts) {
  return user_listens::exchange::step_refresh(parts);
}
