// Who is asked about: the public members, from D1 rows or from a setting.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/arena.h"
#include "base/list.h"
#include "base/result.h"
#include "listen/account.h"

namespace user_listens {

// 100,000 members at about 150 bytes each.
inline constexpr std::size_t kMaxRosterBytes = 16 << 20;

// What a refresh can remember within the memory that it has. Accounts beyond
// are left out, and the notes say so.
inline constexpr std::size_t kMaxAccounts = 12'000;
inline constexpr std::size_t kMaxUsernameBytes = 128;

// Valid while the arena of the call is.
struct Roster {
  List<Account> accounts;        // of public members, each once
  std::size_t members = 0;       // public ones, without an account too
  List<std::string_view> notes;  // what was left out, and why
  std::size_t rows = 0;          // as read
  std::size_t hidden = 0;        // rows of members who are not public
};

struct RosterError {
  std::string_view message;
};

// A JSON array of rows with the columns of migrations/0001_users.sql, among them
// one with an account name for each service. A row whose profile_visibility is
// "private" is passed over, one with another word than "public" is left out with
// a note; rows without that column count as public, since ROSTER_SQL may have
// done the choosing.
[[nodiscard]] Result<Roster, RosterError> read_roster_rows(std::string_view rows, Arena& arena);

// The ROSTER setting: such an array, or "alice=alice_on_lastfm, bob,
// carol=listenbrainz:carol_lb" where a name alone is the same on Last.fm.
[[nodiscard]] Result<Roster, RosterError> read_roster_setting(std::string_view setting,
                                                              Arena& arena);

}  // namespace user_listens
