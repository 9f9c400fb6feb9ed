#include "roster.h"

#include <utility>

#include "roster_rows.h"

namespace user_listens::simulation {

using std::chrono::hours;
using std::chrono::minutes;

Roster::Roster(Timeline& timeline, Random random, Tally& tally, Journal& journal,
               HidingFaults& faults, std::size_t members)
    : timeline_(timeline),
      random_(random),
      tally_(tally),
      journal_(journal),
      faults_(faults),
      members_(members) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    auto& person = people_.at(i);
    person.account.member = static_cast<std::uint8_t>(i);
    if (i >= members_ || random_.one_in(5)) person.standing = Standing::absent;
  }
  publish();
}

Task<> Roster::change() {
  for (;;) {
    co_await timeline_.sleep(random_.of_any_length(hours{1}, hours{24 * 14}));
    if (!random_.one_in(25)) {
      change_somebody();
      publish();
      continue;
    }
    // All at once, and back again.
    const auto before = people_;
    for (std::size_t i = 0; i < members_; ++i) people_.at(i).standing = Standing::private_member;
    faults_.begin(timeline_.now());
    publish();
    co_await timeline_.sleep(random_.of_any_length(minutes{10}, hours{24}));
    people_ = before;
    publish();
  }
}

void Roster::change_somebody() {
  Person& person = people_.at(random_.below(members_));
  if (person.standing != Standing::public_member) {
    person.standing = Standing::public_member;
  } else if (random_.one_in(4)) {
    person.standing = Standing::absent;
    faults_.begin(timeline_.now());
  } else if (random_.one_in(3)) {
    ++person.account.change;
  } else {
    person.standing = Standing::private_member;
    faults_.begin(timeline_.now());
  }
}

void Roster::hide_somebody() {
  const auto first = random_.below(members_);
  for (std::size_t i = 0; i < members_; ++i) {
    Person& person = people_.at((first + i) % members_);
    if (person.standing != Standing::public_member) continue;
    person.standing = Standing::private_member;
    faults_.begin(timeline_.now());
    return publish();
  }
}

void Roster::publish() {
  tally_.count(Count::roster_changes);
  ++changes_;
  auto copy = std::make_shared<RosterCopy>(copy_of(people_, Flaw::none, {}));
  for (std::size_t i = 0; i < members_; ++i) {
    if (!copy->is_public(i)) continue;
    if (!copy->setting.empty()) copy->setting += ", ";
    copy->setting += member_name(i) + "=" + account_name(people_.at(i).account);
  }
  if (journal_.is_open()) {
    journal_.note(timeline_.now(), "roster", "is now " + copy->rows);
  }
  copy_ = std::move(copy);
}

}  // namespace user_listens::simulation
