// The snapshot as KV gives it: cache/snapshot.h.
#include "cache/snapshot.h"

#include <algorithm>
#include <string>

#include "damage.h"
#include "target.h"
#include "texts.h"

namespace user_listens::fuzz {
namespace {

void check_memory(const Memory& memory) {
  for (const auto& [name, text] : kAccountTexts) {
    MUST(utf8::is_well_formed(memory.account.*text), name);
  }
  check_time(memory.learned_at);
  check_time(memory.asked_at);
  if (!memory.listen) return;
  check_texts(*memory.listen);
  check_time(memory.listen->played_at);
}

bool are_same(const Memory& a, const Memory& b) {
  return a.account == b.account && a.listen == b.listen && a.learned_at == b.learned_at &&
         a.asked_at == b.asked_at && a.last_answer == b.last_answer && a.failures == b.failures &&
         a.hours == b.hours;
}

bool are_same(const ServiceState& a, const ServiceState& b) {
  return a.source == b.source && a.paused_until == b.paused_until && a.pauses == b.pauses &&
         a.refuses_key == b.refuses_key;
}

bool are_same(const RefreshCounts& a, const RefreshCounts& b) {
  return std::all_of(kRefreshCounts.begin(), kRefreshCounts.end(),
                     [&](const auto& count) { return a.*count.member == b.*count.member; });
}

void check_same(const Snapshot& a, const Snapshot& b, std::string_view value) {
  MUST(a.last_updated == b.last_updated && a.written_at == b.written_at, value);
  MUST(a.writer == b.writer && a.confirmation == b.confirmation, value);
  MUST(are_same(a.refresh, b.refresh), value);
  const auto are_all_same = [](const auto& rows, const auto& others) {
    return std::equal(rows.begin(), rows.end(), others.begin(), others.end(),
                      [](const auto& row, const auto& other) { return are_same(row, other); });
  };
  MUST(are_all_same(a.services, b.services), value);
  MUST(are_all_same(a.memories, b.memories), value);
}

std::string encoded(const Snapshot& snapshot) {
  return complete_snapshot(encode_snapshot_draft(snapshot), snapshot.confirmation);
}

void try_snapshot(std::string_view bytes) {
  Arena arena;
  MUST(!read_snapshot({.value = bytes}, arena), bytes);
  const auto seal = seal_of(bytes, 0);
  const auto snapshot = read_snapshot({.value = bytes, .seal = seal}, arena);
  if (!bytes.empty()) {
    for (const std::string& broken : damaged(bytes)) {
      MUST(!read_snapshot({.value = broken, .seal = seal}, arena), broken);
    }
  }
  if (!snapshot) return;
  check_time(snapshot->last_updated);
  check_time(snapshot->written_at);
  check_time(snapshot->writer.deployed_at);
  MUST(utf8::is_well_formed(snapshot->writer.id), bytes);
  MUST(utf8::is_well_formed(snapshot->confirmation), bytes);
  for (const Memory& memory : snapshot->memories) check_memory(memory);
  for (const ServiceState& service : snapshot->services) {
    MUST(utf8::is_well_formed(service.source), service.source);
    check_time(service.paused_until);
  }
  const auto value = encoded(*snapshot);
  MUST(is_json(value), value);
  const auto again = read_snapshot({.value = value, .seal = seal_of(value, 0)}, arena);
  MUST(again.has_value(), value);
  MUST(encoded(*again) == value, value);
  check_same(*again, *snapshot, value);
  // What our own code has written is copied as it is.
  MUST(complete_snapshot(encode_snapshot_draft(*again, &*again), again->confirmation) == value,
       value);
}

const Target kSnapshotTarget{"snapshot", try_snapshot};

}  // namespace
}  // namespace user_listens::fuzz
