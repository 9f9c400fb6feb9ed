#include "refresh/fence.h"

#include <optional>

#include "base/text.h"
#include "cache/format.h"
#include "cache/freshness.h"

namespace user_listens {
namespace {

// Who wrote a value, and when.
struct WriteStamp {
  Slot slot;
  bool is_sealed;
  Deployment writer;
  UnixMillis written_at;
};

std::optional<WriteStamp> stamp_of_list(const StoredState& state) {
  const Entry& entry = state.list.entry;
  if (state.list.state != EntryState::current || is_foreign_blank(state.list, state.recent)) {
    return std::nullopt;
  }
  return WriteStamp{.slot = Slot::recent,
                    .is_sealed = state.recent.seal.has_value(),
                    .writer = entry.writer,
                    .written_at = *time_of_writing(entry)};
}

std::optional<WriteStamp> stamp_of_snapshot(const StoredState& state) {
  const auto& memory = state.memory;
  if (!memory || !memory->written_at) return std::nullopt;
  return WriteStamp{.slot = Slot::snapshot,
                    .is_sealed = true,
                    .writer = memory->writer,
                    .written_at = *memory->written_at};
}

bool is_alive(const WriteStamp& stamp, UnixMillis now) {
  return now - stamp.written_at <= kWriterLease && !is_ahead(stamp.written_at, now) &&
         !is_ahead(*stamp.writer.deployed_at, now);
}

// "user-listens:v2:recent was written at 2025-12-04T14:25:27.000Z by "
std::string_view written(const WriteStamp& stamp, Arena& arena) {
  return arena.joined(
      {key_of(stamp.slot), " was written at ", to_iso8601(stamp.written_at), " by "});
}

bool is_superseded(const WriteStamp& stamp, const Run& run) {
  return stamp.written_at > run.started && !is_ahead(stamp.written_at, run.now);
}

}  // namespace

bool stands_down(const StoredState& state, const Run& run, Log& log) {
  Arena& arena = log.arena();
  for (const auto& stamp : {stamp_of_list(state), stamp_of_snapshot(state)}) {
    // Another writer that is quicker than we are must not keep us from writing.
    if (!stamp || !stamp->is_sealed) continue;
    if (is_newer(stamp->writer, run.self) && is_alive(*stamp, run.now)) {
      log.warning(
          "[CRON] WARNING: Standing down: %%, a newer deployment than this one, %. Nothing is "
          "written.",
          {written(*stamp, arena), in_words(stamp->writer, arena), in_words(run.self, arena)});
      return true;
    }
    if (is_superseded(*stamp, run)) {
      log.warning(
          "[CRON] WARNING: Standing down: %%, after this refresh began at %. Nothing is written.",
          {written(*stamp, arena), in_words(stamp->writer, arena), to_iso8601(run.started)});
      return true;
    }
  }
  return false;
}

void report_broken_clocks(const StoredState& state, const Run& run, Log& log) {
  Arena& arena = log.arena();
  for (const auto& stamp : {stamp_of_list(state), stamp_of_snapshot(state)}) {
    if (!stamp || !is_ahead(stamp->written_at, run.now)) continue;
    const Slot slot = stamp->slot;
    const auto ahead = std::chrono::floor<Seconds>(stamp->written_at - run.now).count();
    log.warning(
        "[CRON] WARNING: % is dated % s in the future: the clock of % was wrong. It does not stop "
        "this refresh.",
        {key_of(slot), decimal(ahead), in_words(stamp->writer, arena)});
  }
}

void report_other_writer(const StoredState& state, const Run& run, Log& log) {
  const auto of_list = stamp_of_list(state);
  const auto of_snapshot = stamp_of_snapshot(state);
  const auto is_another = [&](const std::optional<WriteStamp>& stamp) {
    return stamp && stamp->writer != run.self;
  };
  const auto& stamp = is_another(of_list) ? of_list : of_snapshot;
  if (!is_another(stamp)) return;
  Arena& arena = log.arena();
  const auto whose =
      arena.filled("%another writer: %", {written(*stamp, arena), in_words(stamp->writer, arena)});
  const bool we_wrote_before = of_snapshot && of_snapshot->writer == run.self;
  if (is_newer(run.self, stamp->writer) && !we_wrote_before) {
    log.info("[CRON] Taking over: %", {whose});
  } else if (is_newer(stamp->writer, run.self)) {
    log.warning("[CRON] WARNING: Taking over: %, a newer deployment, which has been silent since.",
                {whose});
  } else {
    log.warning("[CRON] WARNING: %", {whose});
  }
}

}  // namespace user_listens
