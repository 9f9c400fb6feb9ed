// The rows that ROSTER_SQL gives: right, or with one of the flaws that a query
// or a table can have.
#pragma once

#include <cstdint>
#include <string_view>

#include "roster.h"
#include "roster_copy.h"

namespace user_listens::simulation {

enum class Flaw : std::uint8_t {
  none,
  // Of the query: they concern all rows.
  no_private_rows,  // it chooses the public ones; not a flaw
  no_username,      // the column is lost, or has another name
  no_account,
  no_visibility,
  doubled,  // a join
  crossed,  // a join of the table with itself, and again
  no_rows,
  // Of values: they concern some rows, or all.
  other_words,  // of visibility
  null_name,
  binary_name,
  blank_name,
  long_name,
  control_name,
  surrogate_name,
  null_account,
  number_account,
  long_account,
  control_account,
  last,
};
[[nodiscard]] std::string_view in_words(Flaw flaw);

// Whether it concerns the rows one by one.
[[nodiscard]] constexpr bool is_of_values(Flaw flaw) { return flaw >= Flaw::other_words; }

// The rows about `people`, and how they are to be understood. A flaw of values
// concerns those of `concerned`.
[[nodiscard]] RosterCopy copy_of(const People& people, Flaw flaw, Members concerned);

}  // namespace user_listens::simulation
