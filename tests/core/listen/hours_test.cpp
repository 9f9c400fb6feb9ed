// The hours of the day in which an account listens.
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "listen/merge.h"
#include "samples.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using std::chrono::days;
using std::chrono::hours;

constexpr std::uint32_t kAllDay = 0xFF'FFFF;

constexpr std::uint32_t bits(std::initializer_list<int> hours_of_day) {
  std::uint32_t all = 0;
  for (const int hour : hours_of_day) all |= 1U << hour;
  return all;
}

// One of every 61 ticks forgets its own hour; this one, of 17 o'clock, begins
// then, and is tick 5,882,901 since 1970.
constexpr std::string_view kForgets = "2025-12-04T17:45:00.000Z";
constexpr std::string_view kForgetsStill = "2025-12-04T17:49:59.999Z";
constexpr std::string_view kShortlyBefore = "2025-12-04T17:44:59.999Z";
constexpr std::string_view kShortlyAfter = "2025-12-04T17:50:00.000Z";

struct HoursCase {
  std::string_view name;
  std::uint32_t before = 0;
  AnswerKind kind = listened;
  std::string_view played_at = "now";  // "" when nobody says
  std::string_view now = samples::kNow;
  std::uint32_t after = 0;
};

constexpr auto kHoursCases = std::to_array<HoursCase>({
    {.name = "plays now", .after = bits({14})},
    {.name = "plays now, as before", .before = bits({14}), .after = bits({14})},
    {.name = "plays now, at another hour", .before = bits({0, 23}), .after = bits({0, 14, 23})},
    {.name = "played earlier today", .played_at = "2025-12-04T09:59:59.999Z", .after = bits({9})},
    {.name = "played last week",
     .before = bits({14}),
     .played_at = "2025-11-27T23:00:00.000Z",
     .after = bits({14, 23})},
    {.name = "played, nobody knows when", .before = bits({3}), .played_at = "", .after = bits({3})},
    {.name = "never played", .before = kAllDay, .kind = silent, .after = kAllDay},
    {.name = "no such account", .before = bits({3}), .kind = unknown_account, .after = bits({3})},
    {.name = "a private history takes all", .before = kAllDay, .kind = private_history},
    {.name = "nothing plays in an hour that is forgotten",
     .before = kAllDay,
     .played_at = "2025-12-04T16:59:59.999Z",
     .now = kForgets,
     .after = kAllDay & ~bits({17})},
    {.name = "until the end of the tick",
     .before = kAllDay,
     .played_at = "",
     .now = kForgetsStill,
     .after = kAllDay & ~bits({17})},
    {.name = "not in the tick before",
     .before = kAllDay,
     .played_at = "",
     .now = kShortlyBefore,
     .after = kAllDay},
    {.name = "nor in the tick after",
     .before = kAllDay,
     .played_at = "",
     .now = kShortlyAfter,
     .after = kAllDay},
    {.name = "not when it plays", .before = bits({17}), .now = kForgets, .after = bits({17})},
    {.name = "not when it played within that hour of some day",
     .before = bits({17}),
     .played_at = "2025-12-03T17:10:00.000Z",
     .now = kForgets,
     .after = bits({17})},
    {.name = "what was never one of its hours stays none",
     .before = bits({3}),
     .played_at = "2025-12-04T03:10:00.000Z",
     .now = kForgets,
     .after = bits({3})},
    {.name = "not when nobody plays at all",
     .before = kAllDay,
     .kind = silent,
     .now = kForgets,
     .after = kAllDay},
});

Memory remembered(const Account& account, std::uint32_t hours_of_day) {
  return {.account = account,
          .listen = samples::listen(account),
          .learned_at = samples::now() - kTick,
          .asked_at = samples::now() - kTick,
          .last_answer = listened,
          .hours = hours_of_day};
}

Answer answer(const Account& account, AnswerKind kind, std::string_view played_at) {
  Answer made{.account = account, .kind = kind};
  if (kind != listened) return made;
  made.listen = played_at == "now" ? samples::playing("alice") : samples::listen("alice");
  made.listen->played_at.reset();
  if (played_at != "now" && !played_at.empty()) {
    made.listen->played_at = samples::time(played_at);
  }
  return made;
}

// Of one account, which was answered so.
std::uint32_t hours_after(std::uint32_t before, const Answer& answered, UnixMillis now) {
  const std::vector<Account> roster{samples::account("alice")};
  const std::vector<Memory> memories{remembered(roster[0], before)};
  return merge(roster, memories, std::vector{answered}, now).memories[0].hours;
}

}  // namespace

TEST_CASE("hours: each hour of the day in UTC has a bit") {
  struct Case {
    std::string_view time;
    int hour;
  };
  for (const auto& c :
       {Case{"1970-01-01T00:00:00.000Z", 0}, Case{"2025-12-04T00:59:59.999Z", 0},
        Case{"2025-12-04T01:00:00.000Z", 1}, Case{"2025-12-04T14:25:27.000Z", 14},
        Case{"2025-12-04T23:59:59.999Z", 23}, Case{"9999-12-31T23:59:59.999Z", 23}}) {
    CAPTURE(c.time);
    CHECK(hour_bit(samples::time(c.time)) == bits({c.hour}));
  }
}

TEST_CASE("hours: what an answer changes") {
  for (const auto& c : kHoursCases) {
    CAPTURE(c.name);
    const auto answered = answer(samples::account("alice"), c.kind, c.played_at);
    CHECK(hours_after(c.before, answered, samples::time(c.now)) == c.after);
  }
}

TEST_CASE("hours: a failure changes nothing, though the hour would be forgotten") {
  for (std::size_t kind = 0; kind < kAnswerKinds; ++kind) {
    const auto failure = AnswerKind(kind);
    if (!traits(failure).is_failure) continue;
    CAPTURE(traits(failure).name);
    const auto answered = answer(samples::account("alice"), failure, "");
    for (const std::string_view now : {samples::kNow, kForgets}) {
      CHECK(hours_after(kAllDay, answered, samples::time(now)) == kAllDay);
    }
  }
}

TEST_CASE("hours: who is not asked keeps them, who has another name does not") {
  const std::vector<Account> roster{samples::account("alice")};
  std::vector<Memory> memories{remembered(roster[0], bits({3}))};
  CHECK(merge(roster, memories, {}, samples::time(kForgets)).memories[0].hours == bits({3}));
  memories[0].account.name = "before";
  CHECK(merge(roster, memories, {}, samples::time(kForgets)).memories[0].hours == 0);
}

TEST_CASE("hours: those of a member's other account are its own") {
  const std::vector<Account> roster{samples::account("alice"),
                                    samples::account("alice", "listenbrainz")};
  const std::vector<Memory> memories{remembered(roster[0], bits({3})),
                                     remembered(roster[1], bits({4}))};
  const std::vector<Answer> answers{answer(roster[0], private_history, ""),
                                    answer(roster[1], listened, "now")};
  const auto merged = merge(roster, memories, answers, samples::now());
  CHECK(merged.memories[0].hours == 0);
  CHECK(merged.memories[1].hours == bits({4, 14}));
}

// 61 is prime to the 288 ticks of a day: each hour has its turn within a week.
TEST_CASE("hours: a week later those in which nothing played any more are forgotten") {
  const std::vector<Account> roster{samples::account("alice")};
  const auto played = "2025-12-04T03:10:00.000Z";
  for (const Seconds begin : {Seconds{0}, Seconds{hours{5}}, Seconds{days{3}}}) {
    CAPTURE(begin.count());
    std::vector<Memory> memories{remembered(roster[0], kAllDay)};
    const auto end = samples::now() + begin + days{7};
    for (auto now = samples::now() + begin; now < end; now += kTick) {
      const std::vector<Answer> answers{answer(roster[0], listened, played)};
      memories = merge(roster, memories, answers, now).memories;
    }
    CHECK(memories[0].hours == bits({3}));
  }
}

// Whoever plays from 20 to 22 every day is not taken for somebody else in between.
TEST_CASE("hours: those in which something plays every day stay") {
  const std::vector<Account> roster{samples::account("alice")};
  std::vector<Memory> memories{remembered(roster[0], 0)};
  const auto begin = samples::time("2025-12-04T00:00:00.000Z");
  for (auto now = begin; now < begin + days{21}; now += kTick) {
    const auto midnight = std::chrono::floor<days>(now);
    const bool plays = now >= midnight + hours{20} && now < midnight + hours{22};
    const auto last_end = now < midnight + hours{20} ? midnight - hours{2} : midnight + hours{22};
    Answer answered = answer(roster[0], listened, "now");
    if (!plays) {
      answered.listen = samples::listen("alice");
      answered.listen->played_at = last_end - Millis{1};
    }
    memories = merge(roster, memories, std::vector{answered}, now).memories;
    if (now >= begin + hours{22}) REQUIRE((memories[0].hours & bits({21})) == bits({21}));
  }
  CHECK(memories[0].hours == bits({20, 21}));
}

}  // namespace user_listens
