#include "listen/merge.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "base/case_folding.h"
#include "base/name_index.h"
#include "listen/account_index.h"
#include "listen/ordering.h"

namespace user_listens {
namespace {

bool has_same_name(const Account& one, const Account& other) {
  return equal_ignoring_case(one.name, other.name);
}

// What is known before this refresh's answer.
Memory memory_for(const Account& account, const Memory* known) {
  const bool is_same =
      known != nullptr && (known->account.name.empty() || has_same_name(known->account, account));
  Memory memory = is_same ? *known : Memory{};
  memory.account = account;
  return memory;
}

// The services that answered somebody.
std::vector<std::string_view> working_services(std::span<const Answer> answers) {
  std::vector<std::string_view> sources;
  for (const Answer& answer : answers) {
    const auto source = answer.account.source;
    const bool is_known = std::find(sources.begin(), sources.end(), source) != sources.end();
    if (!traits(answer.kind).is_failure && !is_known) sources.push_back(source);
  }
  return sources;
}

// Habits change: every so many ticks an hour in which nothing plays is
// forgotten, until something does again. Prime to the ticks of a day, so that
// each hour has its turn.
constexpr std::int64_t kForgetting = 61;

void note_hour(Memory& memory, const Answer& answer, UnixMillis now) {
  if (traits(answer.kind).drops_listen) memory.hours = 0;
  if (!answer.listen) return;
  const Listen listen = shown_listen(memory);
  const bool forgets = now.time_since_epoch() / kTick % kForgetting == 0;
  if (forgets) memory.hours &= ~hour_bit(now);
  const auto heard = listen.now_playing ? now : listen.played_at;
  if (heard) memory.hours |= hour_bit(*heard);
}

// By how much two accounts, or a service while a track plays and once it has
// been played, may differ about when that was.
constexpr std::chrono::minutes kSamePlay{30};

bool is_same_track(const Listen& listen, const Listen& other) {
  return listen.track == other.track && listen.artist == other.artist;
}

// What was heard while it played is the same play once it has been played, and
// so is what is told of again with the same time or an earlier one. Who begins a
// track again and leaves it makes no other play of the last one.
bool is_same_play(const Listen& before, const Listen& after) {
  if (!is_same_track(before, after)) return false;
  if (after.now_playing) return before.now_playing;
  if (!before.now_playing) return stated_time(after) <= stated_time(before);
  return !after.played_at || !since(before) || *after.played_at >= *since(before) - kSamePlay;
}

// One scrobble has one time: told of again after another play, it is the one that
// was known before, and not the other, however near that is.
bool is_earlier_play(const Memory& memory, const Listen& after) {
  const auto stated = stated_time(after);
  return stated && stated == memory.earlier_stated &&
         stated != (memory.listen ? stated_time(*memory.listen) : std::nullopt);
}

// A clock that was ahead is not asked again: of when the play was heard of first,
// that is the nearest to the truth.
void keep_time(Listen& listen, const Listen& before) {
  if (!before.stated_at || stated_time(listen) != before.stated_at) return;
  listen.stated_at = before.stated_at;
  const auto known = before.played_at ? before.played_at : since(before);
  if (listen.played_at && known) listen.played_at = std::min(*listen.played_at, *known);
}

void learn(Memory& memory, Listen listen, UnixMillis now) {
  const auto& before = memory.listen;
  const bool is_earlier = is_earlier_play(memory, listen);
  const bool is_same = before && !is_earlier && is_same_play(*before, listen);
  if (is_earlier) listen.first_seen = memory.earlier_since;
  if (is_same) {
    listen.first_seen = since(*before);
    keep_time(listen, *before);
  } else if (before && !before->now_playing && stated_time(*before)) {
    memory.earlier_stated = stated_time(*before);
    memory.earlier_since = since(*before);
  }
  if (!listen.first_seen && !listen.played_at) listen.first_seen = now;
  if (listen.first_seen == listen.played_at) listen.first_seen.reset();
  memory.listen = listen;
  memory.learned_at = now;
}

// Whether an answer that failed is its account's own trouble, or may be.
bool may_be_its_own(const Answer& answer) {
  switch (traits(answer.kind).back_off) {
    case BackOff::growing:
      return true;
    case BackOff::growing_if_objecting:
      return objection_of(answer).has_value();
    case BackOff::none:
    case BackOff::lengthy:
      return false;
  }
  __builtin_trap();
}

bool plays_too_long(const Memory& memory) {
  const auto& listen = memory.listen;
  return listen && listen->now_playing && listen->first_seen && memory.learned_at &&
         *memory.learned_at - *listen->first_seen > kLongestPlaying;
}

void forget_listen(Memory& memory) {
  memory.listen.reset();
  memory.learned_at.reset();
  memory.earlier_stated.reset();
  memory.earlier_since.reset();
}

void apply(Memory& memory, const Answer& answer, bool service_works, UnixMillis now) {
  const AnswerTraits& meaning = traits(answer.kind);
  memory.last_answer = answer.kind;
  if (answer.kind != AnswerKind::not_sent) memory.asked_at = now;
  constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
  if (service_works && may_be_its_own(answer) && memory.failures < kMost) ++memory.failures;
  if (!meaning.is_failure) memory.failures = 0;
  if (answer.listen) learn(memory, *answer.listen, now);
  note_hour(memory, answer, now);
  if (meaning.drops_listen) forget_listen(memory);
}

// A play of which nobody said the service may be of the account that is private.
void drop_unattributed(Merged& merged, std::span<const Answer> answers) {
  std::vector<std::string_view> hidden;
  for (const Answer& answer : answers) {
    if (traits(answer.kind).drops_listen) hidden.push_back(answer.account.username);
  }
  if (hidden.empty()) return;
  const NameIndex is_hidden{std::move(hidden)};
  for (Memory& memory : merged.memories) {
    if (!memory.listen || memory.listen->source == memory.account.source) continue;
    if (!is_hidden.find(memory.account.username)) continue;
    forget_listen(memory);
    --merged.kept;
  }
}

}  // namespace

std::vector<Memory> memories_of(std::span<const Account> roster, std::span<const Memory> memories) {
  AccountIndex memory_of = index_of_accounts(memories);
  std::vector<Memory> found;
  found.reserve(roster.size());
  for (const Account& account : roster) {
    auto remembered = memory_of.find(account);
    // Other writers may not say from which service a listen is.
    if (!remembered) remembered = memory_of.find({.username = account.username});
    found.push_back(memory_for(account, remembered ? &memories[*remembered] : nullptr));
  }
  return found;
}

Merged merge(std::span<const Account> roster, std::span<const Memory> memories,
             std::span<const Answer> answers, UnixMillis now) {
  AccountIndex answer_of = index_of_accounts(answers);
  const auto working = working_services(answers);
  Merged merged{.memories = memories_of(roster, memories)};
  for (Memory& memory : merged.memories) {
    const Account& account = memory.account;
    auto answered = answer_of.find(account);
    // The member may have changed the account since it was polled.
    if (answered && !has_same_name(answers[*answered].account, account)) answered.reset();
    if (answered) {
      const Answer& answer = answers[*answered];
      const bool works = std::find(working.begin(), working.end(), account.source) != working.end();
      apply(memory, answer, works, now);
      ++merged.answered;
      merged.learned += traits(answer.kind).is_news;
      merged.failures += traits(answer.kind).is_failure;
      merged.listens += answer.listen.has_value();
    }
    merged.kept += memory.listen && !(answered && answers[*answered].listen);
  }
  drop_unattributed(merged, answers);
  stop_unconfirmed_playing(merged.memories, now);
  return merged;
}

void stop_unconfirmed_playing(std::span<Memory> memories, UnixMillis now) {
  for (Memory& memory : memories) {
    if (!memory.listen || !memory.listen->now_playing) continue;
    const auto& confirmed = memory.learned_at;
    if (confirmed && std::chrono::abs(now - *confirmed) <= kPlayingLease) continue;
    if (plays_too_long(memory)) continue;
    memory.listen->now_playing = false;
    memory.listen->played_at = confirmed <= now ? confirmed : std::nullopt;
  }
}

Listen shown_listen(const Memory& memory) {
  Listen listen = *memory.listen;
  if (!plays_too_long(memory)) return listen;
  listen.now_playing = false;
  listen.played_at = std::exchange(listen.first_seen, std::nullopt);
  return listen;
}

// The play that two accounts of a member tell of has the time of the first.
static void note_since(Listen& shown, const Listen& other) {
  if (!is_same_track(shown, other) || !since(shown) || !since(other)) return;
  const auto ahead = *since(shown) - *since(other);
  if (ahead > Millis{0} && ahead <= kSamePlay) shown.first_seen = since(other);
}

std::vector<Listen> list_of(std::span<const Memory> memories, UnixMillis as_of,
                            std::size_t max_tracks) {
  std::vector<Listen> listens;
  listens.reserve(memories.size());
  for (const Memory& memory : memories) {
    if (!memory.listen || memory.is_concealed) continue;
    listens.push_back(shown_listen(memory));
    const bool is_unconfirmed = listens.back().now_playing && memory.learned_at != as_of;
    if (is_unconfirmed) listens.back().confirmed_at = memory.learned_at;
  }
  order_newest_first(listens, as_of);
  const NameIndex newest = index_of(listens, &Listen::username);
  for (const Listen& other : listens) note_since(listens[*newest.find(other.username)], other);
  std::vector<Listen> list;
  for (std::size_t i = 0; i < listens.size() && list.size() < max_tracks; ++i) {
    if (newest.find(listens[i].username) == i) list.push_back(listens[i]);
  }
  return list;
}

}  // namespace user_listens
