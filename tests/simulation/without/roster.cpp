// In place of wasm/refresh/membership.cpp: who has no row that is understood as
// public is gone.
#include <utility>
#include <vector>

#include "refresh/membership.h"

namespace user_listens {

std::vector<Account> Membership::accounts() const { return roster.accounts; }

bool Membership::hides_somebody_of(const Entry&) const { return false; }

Membership membership_of(Result<Roster, RosterError> read, const Known&, std::string_view, Arena&) {
  Membership membership;
  membership.holds = !read.ok();
  if (read) membership.roster = std::move(read).value();
  membership.is_whole = true;
  return membership;
}

void report(const Membership&, Log&) {}

std::optional<Snapshot> snapshot_to_renew(const Membership&, const StoredState&, const Known&,
                                          const Run&) {
  return std::nullopt;
}

}  // namespace user_listens
