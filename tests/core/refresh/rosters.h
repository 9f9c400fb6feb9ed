// A roster as text.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "refresh/roster.h"

namespace user_listens {

// Adds an account of a public member, as if every service had a column.
inline void enlist(Roster& roster, const Account& account) {
  roster.has_column.fill(true);
  roster.has_username = true;
  roster.accounts.push_back(account);
  // A member's accounts come one after the other.
  if (!roster.members.empty() && roster.members.back() == account.username) return;
  roster.members.push_back(account.username);
  ++roster.rows;
}

// "alice=alice_fm bob=librefm:b", and behind it how many have no account: " +1".
[[nodiscard]] inline std::string members_of(const Roster& roster) {
  std::string text;
  std::set<std::string_view> with_account;
  for (const auto& [username, source, name] : roster.accounts) {
    text.append(text.empty() ? "" : " ").append(username).append("=");
    if (source != "lastfm") text.append(source).append(":");
    text.append(name);
    with_account.insert(username);
  }
  const auto without = roster.members.size() - with_account.size();
  return without == 0 ? text : text + " +" + std::to_string(without);
}

[[nodiscard]] inline std::string notes_of(const Roster& roster) {
  std::string text;
  for (const auto note : roster.notes) text.append(note).append("\n");
  return text;
}

}  // namespace user_listens
