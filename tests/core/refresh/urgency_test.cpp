// How often an account should be asked about, and when it is left alone.
#include "refresh/urgency.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "samples.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

Memory played(Seconds ago) {
  Memory memory{.account = samples::account("alice"), .listen = samples::listen("alice")};
  memory.listen->played_at = samples::now() - ago;
  return memory;
}

Memory playing(Seconds heard_ago) {
  return {.account = samples::account("alice"),
          .listen = samples::playing("alice"),
          .learned_at = samples::now() - heard_ago};
}

struct IntervalCase {
  std::string_view name;
  Memory memory;
  Seconds interval;
  Seconds in_its_hour;  // when it usually listens at this time of day
};

std::vector<IntervalCase> interval_cases() {
  Memory undated = played(Seconds{0});
  undated.listen->played_at.reset();
  Memory undated_playing = playing(Seconds{0});
  undated_playing.learned_at.reset();
  const Memory never{.account = samples::account("alice")};
  return {
      {"never heard", never, hours{6}, hours{6}},
      {"played, nobody knows when", undated, hours{6}, hours{6}},
      {"plays, nobody knows since when", undated_playing, hours{6}, hours{6}},
      {"plays now", playing(Seconds{0}), minutes{5}, minutes{5}},
      {"played in the future", played(-hours{1}), minutes{5}, minutes{5}},
      {"played just now", played(Seconds{0}), minutes{5}, minutes{5}},
      {"heard to play a quarter of an hour ago", playing(minutes{15}), minutes{5}, minutes{5}},
      {"a quarter of an hour ago", played(minutes{15}), minutes{5}, minutes{5}},
      {"a little longer ago", played(Seconds{901}), Seconds{5430}, Seconds{678}},
      {"two hours ago", played(hours{2}), minutes{94}, Seconds{705}},
      {"heard to play two hours ago", playing(hours{2}), minutes{94}, Seconds{705}},
      {"a day ago", played(hours{24}), minutes{138}, Seconds{1035}},
      {"nearly five and a half days ago", played(Seconds{485'999}), Seconds{21'599}, Seconds{2699}},
      {"longer ago than that", played(Seconds{486'000}), hours{6}, minutes{45}},
      {"nearly two months ago", played(Seconds{5'021'999}), hours{6}, Seconds{21'599}},
      {"longer ago than that, too", played(Seconds{5'022'000}), hours{6}, hours{6}},
      {"years ago", played(hours{100'000}), hours{6}, hours{6}},
  };
}

struct UrgencyCase {
  std::string_view name;
  Memory memory;
  std::optional<Millis> asked_ago;
  std::int64_t urgency;
};

std::vector<UrgencyCase> urgency_cases() {
  const Memory active = playing(Seconds{0}), quiet = played(hours{24}), rare = played(days{30});
  Memory expected = quiet;
  expected.hours = hour_bit(samples::now());
  return {
      {"never asked", quiet, {}, kMost},
      {"never asked, plays", active, {}, kMost},
      {"just asked, plays", active, Seconds{0}, 0},
      {"asked in the future", active, -hours{1}, 0},
      {"a tick ago, plays", active, kTick, 1000},
      {"shortly before it lapses", active, Millis{449'999}, 1499},
      {"lapsing", active, Millis{450'000}, kLapsing + 1500},
      {"two ticks ago, plays", active, 2 * kTick, kLapsing + 2000},
      {"two ticks ago, played just now", played(Seconds{0}), 2 * kTick, kLapsing + 2000},
      {"two ticks ago, still in its session", played(minutes{15}), 2 * kTick, kLapsing + 2000},
      {"two ticks ago, not any more", played(Seconds{901}), 2 * kTick, 110},
      {"heard to play too long ago", playing(Seconds{901}), 2 * kTick, 110},
      {"an hour ago, plays", active, hours{1}, kLapsing + 12'000},
      {"a tick ago, quiet", quiet, kTick, 36},
      {"an hour ago, quiet", quiet, hours{1}, 434},
      {"an hour ago, quiet, in its hour", expected, hours{1}, 3478},
      {"an hour ago, rarely heard", rare, hours{1}, 166},
      {"shortly before it is overdue", rare, Millis{19'799'999}, 916},
      {"shortly before it is overdue, plays", active, Millis{19'799'999}, kLapsing + 65'999},
      {"overdue", rare, minutes{330}, kOverdue + 19'800'000},
      {"overdue, quiet", quiet, minutes{330}, kOverdue + 19'800'000},
      {"overdue, plays", active, minutes{330}, kOverdue + 19'800'000},
      {"long overdue", quiet, hours{1000}, kOverdue + 3'600'000'000},
  };
}

struct BackOffCase {
  std::string_view name;
  std::optional<AnswerKind> last_answer;
  std::uint32_t failures = 0;
  Seconds back_off{0};  // zero: none at all
};

constexpr auto kBackOffCases = std::to_array<BackOffCase>({
    {.name = "never asked", .last_answer = {}},
    {.name = "listened", .last_answer = listened},
    {.name = "silent", .last_answer = silent},
    {.name = "private", .last_answer = private_history, .back_off = hours{1}},
    {.name = "unknown", .last_answer = unknown_account, .back_off = hours{1}},
    {.name = "the service's trouble", .last_answer = service_error},
    {.name = "our trouble", .last_answer = rate_limited},
    {.name = "our key", .last_answer = key_refused},
    {.name = "its own pause", .last_answer = service_error, .failures = 1, .back_off = minutes{5}},
    {.name = "its own pause, again",
     .last_answer = http_error,
     .failures = 2,
     .back_off = minutes{10}},
    {.name = "its own limit", .last_answer = rate_limited, .failures = 3, .back_off = minutes{20}},
    {.name = "its own refusal", .last_answer = key_refused, .failures = 9, .back_off = minutes{30}},
    {.name = "nobody's trouble", .last_answer = timeout, .failures = 9},
    {.name = "no failure that is its own", .last_answer = unreadable},
    {.name = "the first", .last_answer = unreadable, .failures = 1, .back_off = minutes{5}},
    {.name = "the second", .last_answer = crashed, .failures = 2, .back_off = minutes{10}},
    {.name = "the third", .last_answer = too_large, .failures = 3, .back_off = minutes{20}},
    {.name = "the fourth", .last_answer = another_users, .failures = 4, .back_off = minutes{30}},
    {.name = "the fifth", .last_answer = unreadable, .failures = 5, .back_off = minutes{30}},
    {.name = "the last that can be counted",
     .last_answer = unreadable,
     .failures = std::numeric_limits<std::uint32_t>::max(),
     .back_off = minutes{30}},
});

}  // namespace

TEST_CASE("urgency: the longer an account is silent the less often it is due, but in its hours") {
  for (const auto& c : interval_cases()) {
    CAPTURE(c.name);
    Memory memory = c.memory;
    CHECK(interval(memory, samples::now()) == c.interval);
    memory.hours = hour_bit(samples::now());
    CHECK(interval(memory, samples::now()) == c.in_its_hour);
    memory.hours = ~hour_bit(samples::now());
    CHECK(interval(memory, samples::now()) == c.interval);
  }
}

TEST_CASE("urgency: an account whose requests fail is due as often as when it was last answered") {
  for (const auto& c : interval_cases()) {
    CAPTURE(c.name);
    Memory memory = c.memory;
    if (!memory.learned_at) memory.learned_at = samples::now();
    const auto later = samples::now() + hours{7};
    memory.last_answer = timeout;
    const bool was_heard = !(memory.listen && memory.listen->now_playing);
    // What was said to play was heard when it was learned.
    CHECK(interval(memory, later) == (was_heard ? c.interval : Seconds{kTick}));
    memory.last_answer = not_sent;
    memory.failures = 1;
    CHECK(interval(memory, later) == (was_heard ? c.interval : Seconds{kTick}));
    memory.learned_at = later + hours{1};
    CHECK(interval(memory, later) >= kTick);
  }
}

TEST_CASE(
    "urgency: an account that is told to wait time after time is due when its back-off ends") {
  struct Case {
    AnswerKind kind;
    std::uint32_t failures;
    Seconds interval;
  };
  for (const auto& c : {Case{rate_limited, 1, minutes{94}}, Case{rate_limited, 2, minutes{5}},
                        Case{service_error, 2, minutes{5}}, Case{http_error, 9, minutes{5}},
                        Case{key_refused, 9, minutes{94}}, Case{unreadable, 9, minutes{94}},
                        Case{not_sent, 9, minutes{94}}}) {
    CAPTURE(traits(c.kind).name);
    Memory memory = played(hours{2});
    memory.learned_at = samples::now();
    memory.last_answer = c.kind;
    memory.failures = c.failures;
    CHECK(interval(memory, samples::now()) == c.interval);
  }
}

TEST_CASE("urgency: an hour of its own begins and ends with the hour") {
  struct Case {
    std::string_view now;
    bool is_its_hour;
  };
  for (const auto& c :
       {Case{"2025-12-04T19:59:59.999Z", false}, Case{"2025-12-04T20:00:00.000Z", true},
        Case{"2025-12-04T20:59:59.999Z", true}, Case{"2025-12-04T21:00:00.000Z", false},
        Case{"2025-12-05T20:30:00.000Z", true}}) {
    CAPTURE(c.now);
    const auto now = samples::time(c.now);
    Memory memory{.account = samples::account("alice"), .listen = samples::listen("alice")};
    memory.listen->played_at = now - hours{2};
    memory.hours = std::uint32_t{1} << 20;
    CHECK(interval(memory, now) == (c.is_its_hour ? Seconds{705} : Seconds{5640}));
  }
}

TEST_CASE("urgency: how much of the interval has passed, in thousandths") {
  for (const auto& c : urgency_cases()) {
    CAPTURE(c.name);
    Memory memory = c.memory;
    if (c.asked_ago) memory.asked_at = samples::now() - *c.asked_ago;
    CHECK(urgency(memory, samples::now()) == c.urgency);
  }
}

TEST_CASE("urgency: whoever was asked is less urgent than whoever never was") {
  Memory memory = played(hours{24});
  memory.asked_at = unix_millis(0);
  CHECK(urgency(memory, unix_millis(kMost)) >= kOverdue);
  CHECK(urgency(memory, unix_millis(kMost)) < kMost);
}

TEST_CASE("urgency: whose last request came to nothing") {
  constexpr std::array kFailed{another_users, key_refused, rate_limited, service_error, http_error,
                               unreadable,    too_large,   timeout,      unreachable,   crashed};
  CHECK_FALSE(has_failed({}));
  for (std::size_t i = 0; i < kAnswerKinds; ++i) {
    const auto kind = static_cast<AnswerKind>(i);
    CAPTURE(traits(kind).name);
    const bool is_failure = std::find(kFailed.begin(), kFailed.end(), kind) != kFailed.end();
    CHECK(has_failed({.last_answer = kind}) == is_failure);
    CHECK(has_failed({.last_answer = kind, .failures = 1}));
  }
}

TEST_CASE("urgency: how long an account is left alone") {
  // A refresh may begin so much earlier than its tick.
  constexpr Seconds kEarly{60};
  for (const auto& c : kBackOffCases) {
    CAPTURE(c.name);
    Memory memory = played(hours{1});
    memory.last_answer = c.last_answer;
    memory.failures = c.failures;
    CHECK_FALSE(is_backed_off(memory, samples::now()));
    memory.asked_at = samples::now();
    CHECK(is_backed_off(memory, samples::now()) == (c.back_off > Seconds{0}));
    const auto end = samples::now() + c.back_off - kEarly;
    CHECK_FALSE(is_backed_off(memory, end));
    if (c.back_off > Seconds{0}) CHECK(is_backed_off(memory, end - Millis{1}));
  }
}

}  // namespace user_listens
