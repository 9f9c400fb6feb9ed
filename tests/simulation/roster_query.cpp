#include "roster_query.h"

#include <string>

namespace user_listens::simulation {

using std::chrono::hours;
using std::chrono::minutes;

std::shared_ptr<const RosterCopy> RosterQuery::run() {
  if (flaw_ == Flaw::none) return roster_.now();
  if (!copy_ || changes_ != roster_.changes()) {
    copy_ = std::make_shared<const RosterCopy>(copy_of(roster_.people(), flaw_, concerned_));
    changes_ = roster_.changes();
    if (journal_.is_open()) {
      const bool is_short = copy_->rows.size() < 2000;
      journal_.note(timeline_.now(), "roster query",
                    "gives " + (is_short ? copy_->rows : std::string{in_words(flaw_)}));
    }
  }
  if (copy_->is_flawed) tally_.count(Count::flawed_rosters);
  return copy_;
}

std::shared_ptr<const RosterCopy> RosterQuery::without_rows() const {
  return std::make_shared<const RosterCopy>(copy_of(roster_.people(), Flaw::no_rows, {}));
}

Task<> RosterQuery::fail_at_times() {
  for (;;) {
    co_await timeline_.sleep(random_.of_any_length(hours{6}, hours{24 * 10}));
    begin(Flaw(1 + random_.below(static_cast<std::uint64_t>(Flaw::last) - 1)));
    // Thousands of rows at every refresh would make the year a long one.
    const auto longest = flaw_ == Flaw::crossed ? hours{1} : hours{24 * 3};
    co_await timeline_.sleep(random_.of_any_length(minutes{10}, longest));
    begin(Flaw::none);
  }
}

void RosterQuery::begin(Flaw flaw) {
  flaw_ = flaw;
  copy_.reset();
  concerned_.reset();
  const bool all = random_.one_in(2);
  for (std::size_t i = 0; i < kMaxMembers; ++i) concerned_.set(i, all || random_.one_in(2));
  if (flaw > Flaw::no_private_rows) tally_.count(Count::roster_flaws);
  if (journal_.is_open()) {
    journal_.note(timeline_.now(), "roster query", "now has " + std::string{in_words(flaw)});
  }
}

}  // namespace user_listens::simulation
