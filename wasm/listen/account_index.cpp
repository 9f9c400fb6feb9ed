#include "listen/account_index.h"

#include <string_view>

namespace user_listens {
namespace {

bool is_same(const Account& one, const Account& other) {
  return one.username == other.username && one.source == other.source;
}

}  // namespace

std::optional<std::size_t> AccountIndex::find(const Account& account) {
  const bool is_expected = expected_ < accounts_.size() && is_same(*accounts_[expected_], account);
  const auto found = is_expected ? std::optional{expected_} : look_up(account);
  if (found) expected_ = *found + 1;
  return found;
}

std::optional<std::size_t> AccountIndex::look_up(const Account& account) {
  if (accounts_.empty()) return std::nullopt;
  if (!table_) table_ = table();
  auto position = table_->first_of.find(account.username);
  while (position && !is_same(*accounts_[*position], account)) {
    const std::size_t next = table_->others[*position];
    position = next == *position ? std::nullopt : std::optional{next};
  }
  return position;
}

AccountIndex::Table AccountIndex::table() const {
  std::vector<std::string_view> usernames;
  usernames.reserve(accounts_.size());
  for (const Account* account : accounts_) usernames.push_back(account->username);
  Table table{.first_of = NameIndex{usernames}, .others = {}};
  table.others.resize(accounts_.size());
  for (std::size_t i = accounts_.size(); i-- > 0;) {
    const std::size_t first = table.first_of.find(usernames[i]).value_or(i);
    const auto position = static_cast<std::uint32_t>(i);
    // Between the first and the one that was put behind it last, if there is one.
    const auto behind_first = table.others[first];
    table.others[i] = behind_first > first ? behind_first : position;
    if (i != first) table.others[first] = position;
  }
  return table;
}

AccountIndex index_of_accounts(const std::vector<Account>& accounts) {
  std::vector<const Account*> all;
  all.reserve(accounts.size());
  for (const Account& account : accounts) all.push_back(&account);
  return AccountIndex{std::move(all)};
}

}  // namespace user_listens
