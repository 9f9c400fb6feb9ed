// From facts and parts to the core's types.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/json_facts.h"
#include "base/time.h"
#include "boundary/calls.h"
#include "cache/deployment.h"
#include "cache/stored.h"
#include "settings/settings.h"

namespace user_listens::boundary {

// The first part: the facts of the call, and behind a record separator (as in
// RFC 7464) those of the Worker, which are the same from call to call. Both may
// stand in one object, too.
[[nodiscard]] json::Facts facts_of(Parts parts);
[[nodiscard]] json::Facts worker_facts_of(Parts parts);

// The part at `position`; absent when there are fewer.
[[nodiscard]] std::optional<std::string_view> part(Parts parts, std::size_t position);

[[nodiscard]] UnixMillis time_of(const json::Facts& facts, std::string_view name);

[[nodiscard]] Deployment deployment_of(const json::Facts& facts);

// What the Worker is and how it is set, which its own facts say.
struct Worker {
  Worker(Parts parts, Arena& arena)
      : facts(worker_facts_of(parts)),
        settings(read_settings(facts, arena)),
        deployment(deployment_of(facts)) {}

  json::Facts facts;
  Settings settings;
  Deployment deployment;
};

// The same for calls that come one after the other from one Worker: as long as its
// facts are those of the call before, they are not read again.
class KnownWorker {
 public:
  // It lasts as long as anybody holds it.
  [[nodiscard]] std::shared_ptr<const Worker> of(Parts parts);

 private:
  struct Known;
  std::shared_ptr<Known> known_;
};

// {"metadata":{…}|null,"error":"…"} at `path`, with the value beside it.
[[nodiscard]] Stored stored_of(const json::Facts& facts, std::string_view path,
                               std::optional<std::string_view> value);

}  // namespace user_listens::boundary
