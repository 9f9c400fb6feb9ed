// A refresh of many members, from their answers to what is written.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/entry.h"
#include "log_text.h"
#include "refresh/finish.h"
#include "refresh/rosters.h"
#include "samples.h"

namespace user_listens {

// What finish_refresh is given. Names live as long as it does.
struct Refresh {
  Arena arena;
  Roster roster;
  std::optional<Roster> read_again;
  std::vector<Answer> answers;
  Stored recent;
  Stored snapshot;
  Settings settings;
  UnixMillis now = samples::now();
  Deployment self = samples::deployment();
  std::string log;
};

// Adds m0, m1, … to the roster, each with an account on Last.fm.
inline void add_members(Refresh& refresh, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = refresh.arena.keep("m" + std::to_string(i));
    enlist(refresh.roster, samples::account(name));
  }
}

// Accounts from `first` on, `count` of them, answered so.
inline void add_answers(Refresh& refresh, std::size_t first, std::size_t count, AnswerKind kind) {
  for (std::size_t i = first; i < first + count; ++i) {
    Answer answer{.account = refresh.roster.accounts[i], .kind = kind};
    if (kind == AnswerKind::listened) answer.listen = samples::listen(answer.account);
    refresh.answers.push_back(answer);
  }
}

[[nodiscard]] inline Finished finish(Refresh& refresh) {
  Log log;
  const StoredState state = read_state(refresh.recent, refresh.snapshot, refresh.arena);
  const Run run{.self = refresh.self, .started = refresh.now, .now = refresh.now};
  Finished finished = finish_refresh(refresh.roster, refresh.read_again, refresh.answers, state,
                                     refresh.settings, run, log);
  refresh.log = text_of(log);
  finished.hidden = refresh.arena.keep(finished.hidden);
  return finished;
}

// The tracks of a list that was written.
[[nodiscard]] inline Entry entry_of(const Finished& finished, Arena& arena) {
  return read_entry(finished.list, std::nullopt, arena).entry;
}
[[nodiscard]] inline Snapshot snapshot_of(const Finished& finished, Arena& arena) {
  const auto value = arena.keep(complete_snapshot(finished.snapshot_draft, "confirmed"));
  return read_snapshot(samples::sealed(value), arena).value();
}

// Stores what a refresh wrote, for the next one to read.
inline void store(Refresh& refresh, const Finished& finished) {
  refresh.recent = samples::sealed(refresh.arena.keep(finished.list));
  refresh.snapshot =
      samples::sealed(refresh.arena.keep(complete_snapshot(finished.snapshot_draft, "confirmed")));
}

}  // namespace user_listens
