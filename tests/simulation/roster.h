// The members of the site: who is in the roster, public or private, and with
// which account, as it changes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "document.h"
#include "hiding_faults.h"
#include "journal.h"
#include "random.h"
#include "roster_copy.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

enum class Standing : unsigned char { public_member, private_member, absent };

struct Person {
  Standing standing = Standing::public_member;
  Account account;
};
using People = std::array<Person, kMaxMembers>;

class Roster {
 public:
  Roster(Timeline& timeline, Random random, Tally& tally, Journal& journal, HidingFaults& faults,
         std::size_t members);

  [[nodiscard]] std::size_t members() const { return members_; }
  [[nodiscard]] const People& people() const { return people_; }

  // How often anything has changed.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

  // As it truly is.
  [[nodiscard]] const std::shared_ptr<const RosterCopy>& now() const { return copy_; }

  // The account that a member really has.
  [[nodiscard]] Account account(std::size_t member) const { return people_.at(member).account; }

  // Joining, leaving, going private and coming back, changing the account.
  [[nodiscard]] Task<> change();

  // One of the public members goes private, if there is one.
  void hide_somebody();

 private:
  void change_somebody();
  void publish();

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  HidingFaults& faults_;
  std::size_t members_;
  People people_{};
  std::shared_ptr<const RosterCopy> copy_;
  std::uint64_t changes_ = 0;
};

}  // namespace user_listens::simulation
