#include "listen/account_index.h"

#include <string_view>

namespace user_listens {
namespace {

bool is_same(const Account& one, const Account& other) {
  return one.username == other.username && one.source == other.source;
}

}  // namespace

std::optional<std::size_t> AccountIndex::find(const Account& account) {
  std::optional<std::size_t> found;
  if (is_expected(account)) {
    found = expected_;
  } else if (!accounts_.empty()) {
    if (!table_) table_ = table();
    found = look_up(account, *table_);
  }
  if (found) expected_ = *found + 1;
  return found;
}

bool AccountIndex::is_expected(const Account& account) const {
  return expected_ < accounts_.size() && is_same(*accounts_[expected_], account) &&
         (!table_ || table_->is_first[expected_]);
}

std::optional<std::size_t> AccountIndex::look_up(const Account& account, const Table& table) const {
  auto position = table.first_of.find(account.username);
  while (position && !is_same(*accounts_[*position], account)) {
    const std::size_t next = table.others[*position];
    position = next == *position ? std::nullopt : std::optional{next};
  }
  return position;
}

AccountIndex::Table AccountIndex::table() const {
  std::vector<std::string_view> usernames;
  usernames.reserve(accounts_.size());
  for (const Account* account : accounts_) usernames.push_back(account->username);
  Table table{.first_of = NameIndex{usernames}, .others = {}, .is_first = {}};
  table.others.resize(accounts_.size());
  for (std::size_t i = accounts_.size(); i-- > 0;) {
    const std::size_t first = table.first_of.find(usernames[i]).value_or(i);
    const auto position = static_cast<std::uint32_t>(i);
    // Between the first and the one that was put behind it last, if there is one.
    const auto behind_first = table.others[first];
    table.others[i] = behind_first > first ? behind_first : position;
    if (i != first) table.others[first] = position;
  }
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    table.is_first.push_back(look_up(*accounts_[i], table) == i);
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
