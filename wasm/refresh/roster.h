// The members as the roster names them: who is public, who is private, and
// which rows cannot be understood. What follows for those who are remembered is
// refresh/membership.h's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "listen/account.h"
#include "refresh/roster_rows.h"

namespace user_listens {

// What a refresh can remember within the memory that it has. Accounts beyond
// are left out, and the notes say so.
inline constexpr std::size_t kMaxAccounts = 12'000;
inline constexpr std::size_t kMaxUsernameBytes = 128;

// A row that makes no public member.
struct RowClaim {
  enum class Standing : std::uint8_t {
    hidden,     // private
    concealed,  // its profile_visibility is neither public nor private
    unclear,    // nobody knows what it means
  };

  Standing standing;
  std::string_view username;             // "" when the row names none
  ByService<std::string_view> accounts;  // "" where it names none
};

// Valid while the arena of the call is.
struct Roster {
  std::vector<Account> accounts;          // of public members, each once
  std::vector<std::string_view> members;  // public ones, each once, without an account too
  std::vector<Account> unreadable;  // accounts of public members whose names cannot be understood
  std::vector<RowClaim> claims;     // of rows that name somebody else
  ByService<bool> has_column{};     // some row has it
  bool has_username = false;        // some row has that column
  std::vector<std::string_view> notes;  // what is not understood or left out, and why
  std::size_t rows = 0;                 // as read
  std::size_t hidden = 0;               // rows that are private
  std::size_t not_understood = 0;       // rows that are neither public nor private
};

// A JSON array of rows, as D1 gives them. `username` is required; rows without
// the column profile_visibility count as public, since ROSTER_SQL may have done
// the choosing. A member who is public in one row and anything else in another
// is not public.
[[nodiscard]] Result<Roster, RosterError> read_roster_rows(std::string_view rows, Arena& arena);

// The ROSTER setting: such an array, or a list (read_listed_rows).
[[nodiscard]] Result<Roster, RosterError> read_roster_setting(std::string_view setting,
                                                              Arena& arena);

}  // namespace user_listens
