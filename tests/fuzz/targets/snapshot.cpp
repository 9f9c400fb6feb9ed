// The snapshot as KV gives it: cache/snapshot.h.
#include "cache/snapshot.h"

#include <algorithm>
#include <string>

#include "damage.h"
#include "target.h"
#include "texts.h"

namespace user_listens::fuzz {
namespace {

void check_member(const Memory& member) {
  MUST(utf8::is_well_formed(member.username), member.username);
  MUST(utf8::is_well_formed(member.account), member.account);
  check_time(member.learned_at);
  if (!member.listen) return;
  check_texts(*member.listen);
  check_time(member.listen->played_at);
}

bool are_same(const Memory& a, const Memory& b) {
  return a.username == b.username && a.account == b.account && a.listen == b.listen &&
         a.learned_at == b.learned_at && a.last_answer == b.last_answer && a.failures == b.failures;
}

bool are_same(const RefreshCounts& a, const RefreshCounts& b) {
  return std::all_of(kRefreshCounts.begin(), kRefreshCounts.end(),
                     [&](const auto& count) { return a.*count.member == b.*count.member; });
}

void check_same(const Snapshot& a, const Snapshot& b, std::string_view value) {
  MUST(a.last_updated == b.last_updated && a.written_at == b.written_at, value);
  MUST(a.writer == b.writer && a.confirmation == b.confirmation, value);
  MUST(are_same(a.refresh, b.refresh), value);
  MUST(a.members.size() == b.members.size(), value);
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    MUST(are_same(a.members[i], b.members[i]), value);
  }
}

std::string encoded(const Snapshot& snapshot) {
  return complete_snapshot(encode_snapshot_draft(snapshot), snapshot.confirmation);
}

}  // namespace

void try_input(std::string_view bytes) {
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
  for (const Memory& member : snapshot->members) check_member(member);
  const auto value = encoded(*snapshot);
  MUST(is_json(value), value);
  const auto again = read_snapshot({.value = value, .seal = seal_of(value, 0)}, arena);
  MUST(again.has_value(), value);
  MUST(encoded(*again) == value, value);
  check_same(*again, *snapshot, value);
}

}  // namespace user_listens::fuzz
