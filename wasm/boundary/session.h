// A refresh on this side of the boundary: bytes in, bytes out, until it is done.
#pragma once

#include <memory>
#include <string_view>

#include "boundary/calls.h"
#include "boundary/facts.h"
#include "refresh/machine.h"

namespace user_listens::boundary {

class RefreshSession {
 public:
  // Parts: the facts, with `scheduledMs`, `startedMs` and `entropy`.
  RefreshSession(Parts parts, KnownWorker& known);

  // Both give the effects (boundary/message.h), and take the events' bytes.
  [[nodiscard]] Output begin();
  [[nodiscard]] Output step(std::string_view events);

  [[nodiscard]] bool is_done() const { return machine_.state() == RefreshMachine::State::done; }

 private:
  std::shared_ptr<const Worker> worker_;
  RefreshMachine machine_;
};

}  // namespace user_listens::boundary
