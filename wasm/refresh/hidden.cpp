#include "refresh/hidden.h"

#include <algorithm>
#include <vector>

#include "base/name_index.h"

namespace user_listens {
namespace {

NameIndex usernames_of(std::span<const Memory> memories) {
  std::vector<std::string_view> names;
  names.reserve(memories.size());
  for (const Memory& memory : memories) names.push_back(memory.account.username);
  return NameIndex{std::move(names)};
}

}  // namespace

std::string_view hidden_in_snapshot(const StoredState& state, std::span<const Memory> known,
                                    std::span<const Memory> remaining, Arena& arena) {
  std::span<const Memory> named = known;
  if (state.memory) {
    named = state.memory->memories;
  } else if (!state.snapshot.error) {
    return "";
  }
  // Mostly all are there, in the same order.
  const auto has_same_name = [](const Memory& one, const Memory& other) {
    return one.account.username == other.account.username;
  };
  const auto first_gone =
      std::mismatch(named.begin(), named.end(), remaining.begin(), remaining.end(), has_same_name)
          .first;
  if (first_gone == named.end()) return "";
  const NameIndex remains = usernames_of(remaining);
  const NameIndex first_of = usernames_of(named);
  std::vector<std::string_view> hidden;
  for (std::size_t i = 0; i < named.size(); ++i) {
    const auto name = named[i].account.username;
    // A member with several accounts is named once.
    if (!remains.find(name) && first_of.find(name) == i) hidden.push_back(for_log(name, arena));
  }
  return hidden.empty() ? "" : enumeration(hidden, arena);
}

void warn_of_hidden(std::string_view names, Log& log) {
  if (names.empty()) return;
  log.warning(
      "[CRON] WARNING: The stored snapshot still contains members who are hidden now (%). The next "
      "snapshot that KV takes removes them.",
      {names});
}

}  // namespace user_listens
