#include "listen/merge.h"

#include <string_view>

#include "base/ascii.h"
#include "base/name_index.h"
#include "listen/ordering.h"

namespace user_listens {
namespace {

template <class Row>
const Row* find(std::span<const Row> rows, const NameIndex& index, std::string_view username) {
  const auto position = index.find(username);
  return position ? &rows[*position] : nullptr;
}

// What is known before this refresh's answer.
Memory recall(const Member& member, const Memory* memory) {
  const bool same_account =
      memory != nullptr &&
      (memory->account.empty() || ascii::equal_ignoring_case(memory->account, member.lastfm));
  Memory recalled = same_account ? *memory : Memory{};
  recalled.username = member.username;
  recalled.account = member.lastfm;
  return recalled;
}

void apply(Memory& memory, const Answer& answer, UnixMillis now) {
  const AnswerTraits& meaning = traits(answer.kind);
  memory.last_answer = answer.kind;
  memory.failures = meaning.is_failure ? memory.failures + 1 : 0;
  if (answer.listen) {
    memory.listen = answer.listen;
    memory.learned_at = now;
  }
  if (meaning.drops_listen) {
    memory.listen.reset();
    memory.learned_at.reset();
  }
}

}  // namespace

Merged merge(std::span<const Member> roster, std::span<const Memory> memories,
             std::span<const Answer> answers, UnixMillis now) {
  const NameIndex memory_of = index_of(memories, &Memory::username);
  const NameIndex answer_of = index_of(answers, &Answer::username);
  Merged merged;
  merged.members.reserve(roster.size());
  for (const Member& member : roster) {
    merged.members.push_back(recall(member, find(memories, memory_of, member.username)));
    Memory& memory = merged.members.back();
    const Answer* answer = find(answers, answer_of, member.username);
    if (answer != nullptr) {
      apply(memory, *answer, now);
      merged.learned += traits(answer->kind).is_news;
      merged.failures += traits(answer->kind).is_failure;
      merged.listens += answer->listen.has_value();
    }
    merged.kept += memory.listen && (answer == nullptr || !answer->listen);
  }
  stop_unconfirmed_playing(merged.members, now);
  return merged;
}

void stop_unconfirmed_playing(std::span<Memory> members, UnixMillis now) {
  for (Memory& memory : members) {
    if (!memory.listen || !memory.listen->now_playing) continue;
    if (memory.learned_at && now - *memory.learned_at <= kPlayingLease) continue;
    memory.listen->now_playing = false;
    memory.listen->played_at = memory.learned_at;
  }
}

std::vector<Listen> list_of(std::span<const Memory> members, UnixMillis as_of,
                            std::size_t max_tracks) {
  std::vector<Listen> listens;
  for (const Memory& member : members) {
    if (!member.listen) continue;
    listens.push_back(*member.listen);
    const bool is_unconfirmed = member.listen->now_playing && member.learned_at != as_of;
    if (is_unconfirmed) listens.back().confirmed_at = member.learned_at;
  }
  order_newest_first(listens, as_of);
  if (listens.size() > max_tracks) listens.resize(max_tracks);
  return listens;
}

}  // namespace user_listens
