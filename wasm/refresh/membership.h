// What a roster means for those who are remembered: who stays, who is hidden,
// who is removed.
//
// A member whom the roster calls private, or does not name, is removed by the
// refresh that reads it. What the roster says in a way that nobody understands
// removes nobody.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/log.h"
#include "cache/entry.h"
#include "refresh/recall.h"
#include "refresh/roster.h"
#include "refresh/stored_state.h"

namespace user_listens {

// While the roster is broken, the snapshot is written again at this age, so that
// it does not expire.
inline constexpr Seconds kKeepAliveAfter = std::chrono::days{1};

// Valid while the arena of the call is.
struct Membership {
  Roster roster;  // its accounts can be polled, those of a lost column among them
  std::vector<Account>
      kept;  // remembered, and not polled: nobody knows what the roster says of them
  std::vector<std::string_view> concealed;  // members who are remembered, but not shown
  std::vector<std::string_view> hidden;     // members who are understood as private
  std::size_t removed = 0;                  // members who are remembered and must not be any more
  bool holds = false;     // the roster is broken: only who is understood as private is removed
  bool is_whole = false;  // every row was understood

  // For the log and the health reply: "ROSTER_SQL: roster row 3 has no username".
  std::vector<std::string_view> problems;
  std::vector<std::string_view> conclusions;  // those that are about more than one row

  // All that the refresh answers for: what can be polled, then what is kept.
  [[nodiscard]] std::vector<Account> accounts() const;

  // Whether the list has a row of somebody who is understood as private: it may
  // be older than the snapshot that has forgotten them.
  [[nodiscard]] bool hides_somebody_of(const Entry& list) const;
};

// `setting` is where the roster is from: "ROSTER_SQL" or "ROSTER".
[[nodiscard]] Membership membership_of(Result<Roster, RosterError> read, const Known& known,
                                       std::string_view setting, Arena& arena);

void report(const Membership& membership, Log& log);

// The snapshot that a refresh which a broken roster stops must write in place of
// the stored one: with the problems that the health reply does not tell yet, before
// it expires, or because it is dated in the future. It is the stored one, or what is
// known by now (`brought_up_to_date`) when a whole list was written since: whom that
// has forgotten does not come back by being written again. Nothing when the stored
// one can stay, or when a list that is not whole was written since: it is gone within
// minutes.
[[nodiscard]] std::optional<Snapshot> snapshot_to_renew(const Membership& membership,
                                                        const StoredState& state,
                                                        const Known& brought_up_to_date,
                                                        const Run& run);

}  // namespace user_listens
