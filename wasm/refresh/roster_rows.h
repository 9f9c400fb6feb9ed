// The rows of a roster as they were read: what each column holds, before
// anything is concluded from it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "upstream/services.h"

namespace user_listens {

// 100,000 members at about 150 bytes each.
inline constexpr std::size_t kMaxRosterBytes = 16 << 20;

// Of the column with the accounts on a service: "lastfm_username".
inline constexpr std::string_view kColumnEnding = "_username";

struct Cell {
  enum class Kind : std::uint8_t {
    missing,   // the row has no such column
    null,      // SQL's NULL
    text,      // INTEGER included, which SQLite makes of a name of digits in a NUMERIC column
    repaired,  // text that was not well-formed, with U+FFFD where it was not
    other,     // BLOB, REAL, boolean, JSON within JSON
  };

  std::string_view text;  // without blanks at its ends; "" when it is none
  Kind kind = Kind::missing;
};

// The accounts' names by service, as in kServices.
template <class Name>
using ByService = std::array<Name, kServices.size()>;

// Valid while the arena of the call is.
struct RosterRow {
  Cell username;
  Cell visibility;
  ByService<Cell> accounts;
  bool is_object = true;
};

struct RosterError {
  std::string_view message;
};

// Is told of the rows, one by one.
class RosterRowSink {
 public:
  // Forgets them: the text is read again from its beginning.
  virtual void begin() = 0;
  virtual void row(const RosterRow& row) = 0;
  // Some row has the column of a service, whatever it holds.
  virtual void has_column(std::size_t service) = 0;

 protected:
  ~RosterRowSink() = default;
};

// A JSON array of rows. The names of the columns are those of
// migrations/0001_users.sql, in any case, as SQL has it. Nothing when all rows
// were told of.
[[nodiscard]] std::optional<RosterError> read_json_rows(std::string_view rows, RosterRowSink& sink,
                                                        Arena& arena);

// "alice=alice_on_lastfm, bob, carol=listenbrainz:carol_lb" where a name alone
// is the same on Last.fm.
void read_listed_rows(std::string_view setting, RosterRowSink& sink);

}  // namespace user_listens
