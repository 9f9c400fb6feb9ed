#include "listen/account_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace user_listens {
namespace {

struct IndexCase {
  std::string_view name;
  std::vector<Account> accounts;  // distinct
};

std::vector<IndexCase> index_cases() {
  return {
      {.name = "none", .accounts = {}},
      {.name = "one", .accounts = {{"a", "lastfm", "x"}}},
      {.name = "several", .accounts = {{"a", "lastfm", ""}, {"b", "lastfm", ""}, {"c", "", ""}}},
      {.name = "a member with several",
       .accounts = {{"a", "lastfm", ""}, {"a", "librefm", ""}, {"a", "listenbrainz", ""}}},
      {.name = "of two members, in turns",
       .accounts = {{"b", "lastfm", ""},
                    {"a", "lastfm", ""},
                    {"b", "librefm", ""},
                    {"a", "librefm", ""},
                    {"b", "", ""},
                    {"c", "librefm", ""},
                    {"a", "listenbrainz", ""},
                    {"b", "listenbrainz", ""}}},
      {.name = "names that could be taken for one another",
       .accounts = {{"a", "b", ""}, {"ab", "", ""}, {"", "ab", ""}, {"", "", ""}}}};
}

}  // namespace

TEST_CASE("account index: each account is found, in whatever order they are looked for") {
  for (auto& c : index_cases()) {
    CAPTURE(c.name);
    std::vector<std::size_t> order(c.accounts.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::size_t orders = 0;
    do {
      AccountIndex index = index_of_accounts(c.accounts);
      for (const std::size_t position : order) {
        CHECK(index.find(c.accounts[position]) == position);
        CHECK(index.find({c.accounts[position].username, "elsewhere"}) == std::nullopt);
        CHECK(index.find({"nobody", c.accounts[position].source}) == std::nullopt);
      }
    } while (std::next_permutation(order.begin(), order.end()) && ++orders < 500);
    CHECK(index_of_accounts(c.accounts).find({"nobody", "lastfm"}) == std::nullopt);
  }
}

TEST_CASE("account index: of equal accounts the first is found") {
  const std::vector<Account> accounts{
      {"b", "lastfm", "1"}, {"a", "lastfm", "2"},  {"b", "lastfm", "3"}, {"c", "lastfm", "4"},
      {"a", "lastfm", "5"}, {"a", "librefm", "6"}, {"c", "lastfm", "7"}};
  const std::vector<std::size_t> firsts{0, 1, 3, 5};
  std::vector<std::size_t> order = firsts;
  do {
    AccountIndex index = index_of_accounts(accounts);
    for (const std::size_t first : order) {
      CAPTURE(first);
      CHECK(index.find(accounts[first]) == first);
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("account index: the account's own name does not count") {
  const std::vector<Account> accounts{{"a", "lastfm", "old"}, {"b", "lastfm", "b"}};
  CHECK(index_of_accounts(accounts).find({"a", "lastfm", "new"}) == 0);
}

TEST_CASE("account index: rows that hold an account are looked through as well") {
  struct Row {
    int number;
    Account account;
  };
  const std::vector<Row> rows{{1, {"a", "lastfm", ""}}, {2, {"b", "lastfm", ""}}};
  CHECK(index_of_accounts(rows).find({"b", "lastfm", ""}) == 1);
}

}  // namespace user_listens
