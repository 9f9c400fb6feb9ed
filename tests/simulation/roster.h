// The members of the site: who is in the roster, public or private, and with
// which account, as it changes.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "document.h"
#include "journal.h"
#include "random.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

// The roster as it was at one moment, in every form in which a Worker gets it.
struct RosterCopy {
  std::string rows;     // of D1, as JSON
  std::string setting;  // as the variable ROSTER; "" when nobody is public
  std::array<std::optional<Account>, kMaxMembers> accounts{};  // of the public members
  std::size_t public_members = 0;

  [[nodiscard]] bool is_public(std::size_t member) const { return accounts.at(member).has_value(); }
};

class Roster {
 public:
  Roster(Timeline& timeline, Random random, Tally& tally, Journal& journal, std::size_t members);

  [[nodiscard]] std::size_t members() const { return members_; }
  [[nodiscard]] const std::shared_ptr<const RosterCopy>& now() const { return copy_; }

  // The account that a member really has.
  [[nodiscard]] Account account(std::size_t member) const { return people_.at(member).account; }

  // Joining, leaving, going private and coming back, changing the account.
  [[nodiscard]] Task<> change();

 private:
  enum class Standing : unsigned char { public_member, private_member, absent };
  struct Person {
    Standing standing = Standing::public_member;
    Account account;
  };

  void change_somebody();
  void publish();

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  std::size_t members_;
  std::array<Person, kMaxMembers> people_{};
  std::shared_ptr<const RosterCopy> copy_;
};

}  // namespace user_listens::simulation
