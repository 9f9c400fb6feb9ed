#include "refresh/fence.h"

#include <optional>

#include "cache/format.h"

namespace user_listens {
namespace {

// Who wrote a value, when, and when its writer last learned something.
struct Trace {
  Slot slot;
  bool is_sealed;
  Deployment writer;
  UnixMillis written_at;
  UnixMillis last_updated;
};

std::optional<Trace> trace_of_list(const StoredState& state) {
  const Entry& entry = state.list.entry;
  if (state.list.state != EntryState::current || is_foreign_blank(state.list, state.recent)) {
    return std::nullopt;
  }
  return Trace{.slot = Slot::recent,
               .is_sealed = state.recent.seal.has_value(),
               .writer = entry.writer,
               .written_at = *time_of_writing(entry),
               .last_updated = *entry.last_updated};
}

std::optional<Trace> trace_of_snapshot(const StoredState& state) {
  const auto& memory = state.memory;
  if (!memory || !memory->written_at || !memory->last_updated) return std::nullopt;
  return Trace{.slot = Slot::snapshot,
               .is_sealed = true,
               .writer = memory->writer,
               .written_at = *memory->written_at,
               .last_updated = *memory->last_updated};
}

// Times further ahead than the lease are of a broken clock, or made up.
bool is_alive(const Trace& trace, UnixMillis now) {
  const auto age = now - trace.written_at;
  return age <= kWriterLease && age >= -kWriterLease &&
         *trace.writer.deployed_at <= now + kWriterLease;
}

// "user-listens:v2:recent was written at 2025-12-04T14:25:27.000Z by "
std::string_view written(const Trace& trace, Arena& arena) {
  return arena.joined(
      {key_of(trace.slot), " was written at ", to_iso8601(trace.written_at), " by "});
}

// Only by what carries our seal: another writer that is quicker than we are
// must not keep us from writing.
bool is_superseded(const Trace& trace, const Run& run) {
  const Seconds ahead = is_same(trace.writer, run.self) ? kLongestClockError : kMachineSkew;
  return trace.is_sealed && trace.last_updated > run.started &&
         trace.last_updated <= run.now + ahead;
}

}  // namespace

bool stands_down(const StoredState& state, const Run& run, Log& log) {
  Arena& arena = log.arena();
  for (const auto& trace : {trace_of_list(state), trace_of_snapshot(state)}) {
    if (!trace) continue;
    if (is_newer(trace->writer, run.self) && is_alive(*trace, run.now)) {
      log.warning(
          "[CRON] WARNING: Standing down: %%, a newer deployment than this one, %. Nothing is "
          "written.",
          {written(*trace, arena), in_words(trace->writer, arena), in_words(run.self, arena)});
      return true;
    }
    if (is_superseded(*trace, run)) {
      log.warning(
          "[CRON] WARNING: Standing down: the list of % by % is newer than this refresh, begun at "
          "%. Nothing is written.",
          {to_iso8601(trace->last_updated), in_words(trace->writer, arena),
           to_iso8601(run.started)});
      return true;
    }
  }
  return false;
}

void report_other_writer(const StoredState& state, const Run& run, Log& log) {
  const auto of_list = trace_of_list(state);
  const auto of_snapshot = trace_of_snapshot(state);
  const auto is_another = [&](const std::optional<Trace>& trace) {
    return trace && trace->writer != run.self;
  };
  const auto& trace = is_another(of_list) ? of_list : of_snapshot;
  if (!is_another(trace)) return;
  Arena& arena = log.arena();
  const auto whose =
      arena.filled("%another writer: %", {written(*trace, arena), in_words(trace->writer, arena)});
  const bool we_wrote_before = of_snapshot && of_snapshot->writer == run.self;
  if (is_newer(run.self, trace->writer) && !we_wrote_before) {
    log.info("[CRON] Taking over: %", {whose});
  } else if (is_newer(trace->writer, run.self)) {
    log.warning("[CRON] WARNING: Taking over: %, a newer deployment, which has been silent since.",
                {whose});
  } else {
    log.warning("[CRON] WARNING: %", {whose});
  }
}

}  // namespace user_listens
