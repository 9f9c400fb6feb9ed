// A roster as text.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "refresh/roster.h"

namespace user_listens {

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
  const auto without = roster.members - with_account.size();
  return without == 0 ? text : text + " +" + std::to_string(without);
}

[[nodiscard]] inline std::string notes_of(const Roster& roster) {
  std::string text;
  for (const auto note : roster.notes) text.append(note).append("\n");
  return text;
}

}  // namespace user_listens
