#include "roster.h"

#include <utility>

#include "base/json_writer.h"

namespace user_listens::simulation {

using std::chrono::hours;
using std::chrono::minutes;

Roster::Roster(Timeline& timeline, Random random, Tally& tally, Journal& journal,
               std::size_t members)
    : timeline_(timeline), random_(random), tally_(tally), journal_(journal), members_(members) {
  for (std::size_t i = 0; i < members_; ++i) {
    auto& person = people_.at(i);
    person.account.member = static_cast<std::uint8_t>(i);
    if (random_.one_in(5)) person.standing = Standing::absent;
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
    for (auto& person : people_) person.standing = Standing::private_member;
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
  } else if (random_.one_in(3)) {
    ++person.account.change;
  } else {
    person.standing = Standing::private_member;
  }
}

void Roster::publish() {
  tally_.count(Count::roster_changes);
  auto copy = std::make_shared<RosterCopy>();
  bool has_hidden = false;
  json::Writer rows;
  {
    const auto list = rows.array();
    for (std::size_t i = 0; i < members_; ++i) {
      const Person& person = people_.at(i);
      has_hidden |= person.standing == Standing::private_member;
      if (person.standing != Standing::public_member) continue;
      const auto scope = rows.object();
      rows.field("username", member_name(i));
      rows.field("lastfm_username", account_name(person.account));
      rows.field("profile_visibility", "public");
      if (!copy->setting.empty()) copy->setting += ", ";
      copy->setting += member_name(i) + "=" + account_name(person.account);
      copy->accounts.at(i) = person.account;
      ++copy->public_members;
    }
    if (has_hidden) {
      const auto scope = rows.object();
      rows.field("username", "");
      rows.field("profile_visibility", "private");
    }
  }
  copy->rows = rows.take();
  if (journal_.is_open()) {
    journal_.note(timeline_.now(), "roster", "is now " + copy->rows);
  }
  copy_ = std::move(copy);
}

}  // namespace user_listens::simulation
