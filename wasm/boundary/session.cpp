#include "boundary/session.h"

#include "boundary/message.h"

namespace user_listens::boundary {
namespace {

Begin begin_of(Parts parts, const Worker& worker) {
  const json::Facts facts = facts_of(parts);
  return {.settings = worker.settings,
          .self = worker.deployment,
          .has_database = worker.facts.is_true("hasDatabase"),
          .scheduled = time_of(facts, "scheduledMs"),
          .started = time_of(facts, "startedMs"),
          .entropy = static_cast<std::uint32_t>(facts.integer("entropy").value_or(0))};
}

}  // namespace

RefreshSession::RefreshSession(Parts parts, KnownWorker& known)
    : worker_(known.of(parts)), machine_(begin_of(parts, *worker_)) {}

Output RefreshSession::begin() { return output_of(encode_effects(machine_.begin())); }

Output RefreshSession::step(std::string_view events) {
  return output_of(encode_effects(machine_.step(decode_events(events))));
}

}  // namespace user_listens::boundary
