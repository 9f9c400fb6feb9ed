// The roster as one refresh was given it, and what it may make of each member.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "document.h"

namespace user_listens::simulation {

// How the rows speak of a member.
enum class Claim : std::uint8_t {
  absent,       // no row names the member: gone at this refresh
  hidden,       // understood as private: gone at this refresh
  shown,        // understood as public
  veiled,       // its visibility is neither word: not in the list, but remembered
  unclear,      // not understood: what is known stays
  unspecified,  // may stay or go
};

struct RosterCopy {
  std::string rows;     // of D1, as JSON
  std::string setting;  // as the variable ROSTER; "" when nobody is public
  std::array<Claim, kMaxMembers> claims{};
  std::array<std::optional<Account>, kMaxMembers> accounts{};  // of those who are shown
  // The account of a row that is not understood, when that alone says whose it is.
  std::array<std::optional<Account>, kMaxMembers> clues{};
  bool is_flawed = false;
  // The roster that the same refresh read before this one. A member whom that one hides
  // comes back only by a row that is understood.
  std::shared_ptr<const RosterCopy> before;

  // Understood as public, with an account to ask about.
  [[nodiscard]] bool is_public(std::size_t member) const { return accounts.at(member).has_value(); }

  // Neither a list nor a snapshot may show the member.
  [[nodiscard]] bool must_hide(std::size_t member) const {
    const Claim claim = claims.at(member);
    if (claim == Claim::absent || claim == Claim::hidden) return true;
    return claim != Claim::shown && was_hidden(member);
  }

  // By the roster before it: what was known of the member is gone.
  [[nodiscard]] bool was_hidden(std::size_t member) const {
    return before && before->must_hide(member);
  }

  // Every row was understood, and none as public: that is news.
  [[nodiscard]] bool hides_everybody() const {
    return std::all_of(claims.begin(), claims.end(), [](Claim claim) {
      return claim == Claim::absent || claim == Claim::hidden;
    });
  }
};

}  // namespace user_listens::simulation
