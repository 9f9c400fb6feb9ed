// Which hidden members the stored snapshot still contains after a refresh that could
// not replace it.
#include "refresh/hidden.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "refresh/refreshes.h"

namespace user_listens {
namespace {

enum class Found { read, unreadable, missing };

struct StoredHiddenCase {
  std::string_view name;
  Found snapshot;
  std::size_t remaining;  // members of three who are still public
  std::string_view hidden;
};

constexpr auto kHiddenCases = std::to_array<StoredHiddenCase>({
    {"nobody has gone", Found::read, 3, ""},
    {"one has gone", Found::read, 2, "m2"},
    {"two have gone", Found::read, 1, "m1, m2"},
    {"one has gone, and only the list could be read", Found::unreadable, 2, "m2"},
    {"one has gone, and there is no snapshot", Found::missing, 2, ""},
});

}  // namespace

TEST_CASE("hidden: who stands in the stored snapshot and is not public any more") {
  Refresh first;
  add_members(first, 3);
  add_answers(first, 0, 3, AnswerKind::listened);
  first.now = samples::now() - kTick;
  const auto before = finish(first);
  for (const auto& c : kHiddenCases) {
    CAPTURE(c.name);
    Refresh refresh;
    add_members(refresh, c.remaining);
    store(refresh, before);
    if (c.snapshot == Found::unreadable) refresh.snapshot = {.error = "KV GET failed: 503"};
    if (c.snapshot == Found::missing) refresh.snapshot = {};
    add_answers(refresh, 0, c.remaining, AnswerKind::timeout);
    CHECK(finish(refresh).hidden == c.hidden);
  }
}

TEST_CASE("hidden: a member with two accounts is named once, and control characters not at all") {
  Arena arena;
  const std::vector<Memory> memories{{.account = samples::account("a\nb")},
                                     {.account = samples::account("a\nb", "librefm")},
                                     {.account = samples::account("c")}};
  StoredState state;
  state.memory.emplace().memories = memories;
  const std::string names{hidden_in_snapshot(state, {}, {}, arena)};
  CHECK(names.find('\n') == std::string::npos);
  CHECK(names.ends_with("b, c"));
  Log log;
  warn_of_hidden("", log);
  CHECK(text_of(log).empty());
  warn_of_hidden("c", log);
  CHECK(
      text_of(log) ==
      "warning: [CRON] WARNING: The stored snapshot still contains members who are hidden now (c). "
      "The next snapshot that KV takes removes them.\n");
}

}  // namespace user_listens
