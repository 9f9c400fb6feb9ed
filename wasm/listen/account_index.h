// Finds accounts: one member's on one service.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/name_index.h"
#include "listen/account.h"

namespace user_listens {

// Rosters, memories and snapshots name accounts in the same order as long as no
// member comes or goes: those that are looked for in that order take one
// comparison each. The table for all others is made when it is needed.
class AccountIndex {
 public:
  // The accounts must outlive the index: index_of_accounts makes it.
  explicit AccountIndex(std::vector<const Account*> accounts) : accounts_(std::move(accounts)) {}

  // The position of that member's account on that service, whatever its name: the
  // first one, as long as no account is looked for twice.
  [[nodiscard]] std::optional<std::size_t> find(const Account& account);

 private:
  // By the member's name.
  struct Table {
    NameIndex first_of;
    std::vector<std::uint32_t> others;  // of each, the member's next account; itself: none
    std::vector<bool> is_first;         // of that member and service
  };
  [[nodiscard]] Table table() const;
  [[nodiscard]] std::optional<std::size_t> look_up(const Account& account,
                                                   const Table& table) const;
  [[nodiscard]] bool is_expected(const Account& account) const;

  std::vector<const Account*> accounts_;
  // Behind the one that was found last. Until there is a table all before it have
  // been found, one after the other, and are others.
  std::size_t expected_ = 0;
  std::optional<Table> table_;
};

[[nodiscard]] AccountIndex index_of_accounts(const std::vector<Account>& accounts);

// The same of the `account` of each row.
template <class Rows>
[[nodiscard]] AccountIndex index_of_accounts(const Rows& rows) {
  std::vector<const Account*> accounts;
  accounts.reserve(rows.size());
  for (const auto& row : rows) accounts.push_back(&row.account);
  return AccountIndex{std::move(accounts)};
}

}  // namespace user_listens
