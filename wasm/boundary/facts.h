// From facts and parts to the core's types.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/json_facts.h"
#include "base/time.h"
#include "boundary/calls.h"
#include "cache/deployment.h"
#include "cache/snapshot.h"
#include "cache/stored.h"
#include "refresh/fence.h"
#include "refresh/finish.h"
#include "refresh/roster.h"
#include "refresh/stored_state.h"
#include "settings/settings.h"
#include "upstream/received.h"
#include "upstream/request.h"

namespace user_listens::boundary {

// The first part: the facts of the call, and behind a record separator (as in
// RFC 7464) those of the Worker, which are the same from call to call. Both may
// stand in one object, too.
[[nodiscard]] json::Facts facts_of(Parts parts);
[[nodiscard]] json::Facts worker_facts_of(Parts parts);

// The part at `position`; absent when there are fewer.
[[nodiscard]] std::optional<std::string_view> part(Parts parts, std::size_t position);

[[nodiscard]] UnixMillis time_of(const json::Facts& facts, std::string_view name);

// A time of a refresh. No run begins before it was scheduled: a clock that says
// otherwise is behind.
[[nodiscard]] UnixMillis refresh_time_of(const json::Facts& facts, std::string_view name);
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
[[nodiscard]] Question question_of(const json::Facts& facts);
[[nodiscard]] Received received_of(const json::Facts& facts, std::optional<std::string_view> body);

// {"metadata":{…}|null,"error":"…"} at `path`, with the value beside it.
[[nodiscard]] Stored stored_of(const json::Facts& facts, std::string_view path,
                               std::optional<std::string_view> value);

// The rows that D1 gave, or else the setting.
[[nodiscard]] Result<Roster, RosterError> roster_of(const json::Facts& facts, const Worker& worker,
                                                    std::optional<std::string_view> rows,
                                                    Arena& arena);

// The refresh that is running, as the fence sees it.
[[nodiscard]] Run run_of(const json::Facts& facts, const Worker& worker);

// "reads" and the values: the list, then the snapshot.
[[nodiscard]] StoredState state_of(const json::Facts& facts, std::optional<std::string_view> list,
                                   std::optional<std::string_view> snapshot, Arena& arena);

// What a refresh hands on from call to call to its last one.
struct Carry {
  RefreshCounts counts;
  AnswerCounts failures{};
  std::size_t list_bytes = 0;  // 0 when none is written
  std::size_t member_count = 0;
  Ending ending = Ending::writes_nothing;
};
void write_carry(json::Writer& out, const Carry& carry);
[[nodiscard]] Carry carry_of(const json::Facts& facts);

}  // namespace user_listens::boundary
