// For how long an isolate may say the same again.
#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "cache/freshness.h"
#include "reply/broken_lists.h"
#include "reply/replies.h"
#include "reply/scene_paths.h"

namespace user_listens {
namespace {

struct KeepingCase {
  std::string_view name;
  Seconds age{0};  // of the list
  Seconds setting{5};
  Millis kept{5000};
};

constexpr auto kKeepingCases = std::to_array<KeepingCase>({
    {.name = "as long as is set"},
    {.name = "longer", .setting = Seconds{30}, .kept = Millis{30'000}},
    {.name = "not at all", .setting = Seconds{0}, .kept = Millis{0}},
    {.name = "until it is fresh no more", .age = kFreshFor - Seconds{2}, .kept = Millis{2000}},
    {.name = "at the last moment", .age = kFreshFor, .kept = Millis{0}},
    {.name = "stale already", .age = kFreshFor + Seconds{1}, .kept = Millis{5000}},
    {.name = "stale already, and longer", .age = kFreshFor + Seconds{1}, .setting = Seconds{30}},
    {.name = "stale, and not at all",
     .age = kFreshFor + Seconds{1},
     .setting = Seconds{0},
     .kept = Millis{0}},
    {.name = "of a clock that is ahead", .age = -kFreshFor},
});

}  // namespace

TEST_CASE("keeping: a list is kept as long as set, and no longer than it is fresh") {
  const auto value = list_value();
  for (const auto& c : kKeepingCases) {
    for (const auto& path : kPathCases) {
      for (const bool is_sealed : {true, false}) {
        CAPTURE(c.name);
        CAPTURE(path.path);
        const auto url = url_of(path);
        Asked asked{.url = url,
                    .kv = {{kRecent, is_sealed ? sealed_list(value) : Stored{.value = value}}},
                    .now = samples::now() + c.age};
        asked.settings.reply_cache = c.setting;
        CHECK(reply_to(asked).keep_for == c.kept);
      }
    }
  }
}

TEST_CASE("keeping: errors, health and the warming reply are not kept") {
  const auto value = list_value();
  for (const std::string_view url : {"https://s.example/x", "https://s.example/?limit=0",
                                     "https://s.example/api/internal/health"}) {
    CAPTURE(url);
    CHECK(reply_to({.url = url, .kv = {{kRecent, sealed_list(value)}}}).keep_for == Millis{0});
  }
  CHECK(reply_to({.method = "POST", .kv = {{kRecent, sealed_list(value)}}}).keep_for == Millis{0});
  // The first list is to be seen at once.
  CHECK(reply_to({}).keep_for == Millis{0});
}

TEST_CASE("keeping: a reply of the snapshot is kept, of a broken list is not") {
  const auto value = snapshot_value();
  const Stored snapshot{.value = value, .seal = seal_of(value, 3)};
  for (const auto& c : kFallbackCases) {
    CAPTURE(c.name);
    CHECK(reply_to({.kv = {{kRecent, c.recent}, {kSnapshot, snapshot}}}).keep_for == Millis{5000});
    // What can be decoded is no good value.
    CHECK(reply_to({.kv = {{kRecent, c.recent}}}).keep_for == Millis{0});
  }
}

TEST_CASE("keeping: a reply of a copy is not kept while KV cannot be read") {
  const auto value = list_value();
  Stored copy = sealed_list(value);
  copy.error = "KV GET failed: 503";
  CHECK(reply_to({.kv = {{kRecent, copy}}}).keep_for == Millis{0});
}

}  // namespace user_listens
