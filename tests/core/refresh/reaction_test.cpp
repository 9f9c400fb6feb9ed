// What a refresh does next about an answer, and how long after.
#include "refresh/reaction.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "samples.h"
#include "upstream/services.h"

namespace user_listens {
namespace {

using enum AnswerKind;

constexpr auto kMostNumber = std::numeric_limits<std::uint32_t>::max();

enum class Follows : std::uint8_t { nothing, next_question, retry };

// What was answered about others before, of the same kind.
enum class Before : std::uint8_t { nothing, the_same_account, another, a_failing_one };

struct ReactionCase {
  std::string_view name;
  const Service* service = &kListenbrainz;
  AnswerKind kind = listened;
  std::uint32_t step = 0;
  std::uint32_t attempt = 0;
  std::size_t retries_left = 10;
  std::optional<Millis> paused_for = {};   // that an error asks for
  std::optional<Millis> limited_for = {};  // that a valid answer says of the service
  bool known_to_fail = false;
  Before before = Before::nothing;
  Follows follows = Follows::nothing;
  std::optional<Millis> pause = {};  // of the service
  bool stops_service = false;
};

constexpr auto kReactionCases = std::to_array<ReactionCase>({
    {.name = "listened"},
    {.name = "silent", .kind = silent},
    {.name = "private", .kind = private_history},
    {.name = "unknown", .kind = unknown_account},
    {.name = "not playing: what was played last?",
     .kind = not_playing,
     .follows = Follows::next_question},
    {.name = "not playing, with nothing left for retries",
     .kind = not_playing,
     .retries_left = 0,
     .follows = Follows::next_question},
    {.name = "not playing, at the last attempt",
     .kind = not_playing,
     .attempt = 2,
     .follows = Follows::next_question},
    {.name = "not playing, and please wait",
     .kind = not_playing,
     .limited_for = Millis{4000},
     .follows = Follows::next_question,
     .pause = Millis{4000}},
    {.name = "listened, and nothing is left of the limit",
     .limited_for = Millis{4000},
     .pause = Millis{4000}},
    {.name = "a limit that is over by now", .limited_for = Millis{-1}, .pause = Millis{0}},
    {.name = "not playing, but there is no further question", .kind = not_playing, .step = 1},
    {.name = "not playing, of a service that has one question",
     .service = &kLastfm,
     .kind = not_playing},
    {.name = "a step that is none of ours", .kind = not_playing, .step = kMostNumber},
    {.name = "another user's", .kind = another_users},
    {.name = "key refused: perhaps of this account only", .kind = key_refused},
    {.name = "key refused, of the same account before",
     .kind = key_refused,
     .before = Before::the_same_account},
    {.name = "key refused, of another account too",
     .kind = key_refused,
     .before = Before::another,
     .stops_service = true},
    {.name = "key refused, of an account that always fails",
     .kind = key_refused,
     .before = Before::a_failing_one},
    {.name = "the same, the other way round",
     .kind = key_refused,
     .known_to_fail = true,
     .before = Before::another},
    {.name = "too often, of one account, for long: not in this refresh",
     .kind = rate_limited,
     .paused_for = Millis{10'001}},
    {.name = "too often, of one account, not for long: again after that",
     .kind = rate_limited,
     .paused_for = Millis{10'000},
     .follows = Follows::retry},
    {.name = "too often, over at once",
     .kind = rate_limited,
     .paused_for = Millis{0},
     .follows = Follows::retry},
    {.name = "too often, of another account too: again after the pause",
     .kind = rate_limited,
     .paused_for = Millis{30'000},
     .before = Before::another,
     .follows = Follows::retry,
     .pause = Millis{30'000}},
    {.name = "too often, and the first was told to wait for longer",
     .kind = rate_limited,
     .paused_for = Millis{10'000},
     .before = Before::another,
     .follows = Follows::retry,
     .pause = Millis{20'000}},
    {.name = "too often, for longer than a refresh takes",
     .kind = rate_limited,
     .paused_for = Millis{240'000},
     .before = Before::another,
     .pause = Millis{240'000}},
    {.name = "too often, nothing left for retries",
     .kind = rate_limited,
     .retries_left = 0,
     .paused_for = Millis{30'000},
     .before = Before::another,
     .pause = Millis{30'000}},
    {.name = "too often, at the last attempt",
     .kind = rate_limited,
     .attempt = 2,
     .paused_for = Millis{30'000},
     .before = Before::another,
     .pause = Millis{30'000}},
    {.name = "a private history that asks to wait",
     .kind = private_history,
     .paused_for = Millis{1}},
    {.name = "service error", .kind = service_error, .follows = Follows::retry},
    {.name = "service error, and please wait", .kind = service_error, .paused_for = Millis{60'000}},
    {.name = "service error, and please wait, of two accounts",
     .kind = service_error,
     .paused_for = Millis{60'000},
     .before = Before::another,
     .follows = Follows::retry,
     .pause = Millis{60'000}},
    {.name = "service error at the second question",
     .kind = service_error,
     .step = 1,
     .follows = Follows::retry},
    {.name = "service error, once more",
     .kind = service_error,
     .attempt = 1,
     .follows = Follows::retry},
    {.name = "service error, for the third time", .kind = service_error, .attempt = 2},
    {.name = "an attempt that is none of ours", .kind = service_error, .attempt = kMostNumber},
    {.name = "the last retry", .kind = service_error, .retries_left = 1, .follows = Follows::retry},
    {.name = "no retry left", .kind = service_error, .retries_left = 0},
    {.name = "HTTP error", .kind = http_error},
    {.name = "HTTP error, and please wait", .kind = http_error, .paused_for = Millis{60'000}},
    {.name = "HTTP error, and please wait, of two accounts",
     .kind = http_error,
     .paused_for = Millis{60'000},
     .before = Before::another,
     .pause = Millis{60'000}},
    {.name = "unreadable", .kind = unreadable, .follows = Follows::retry},
    {.name = "too large", .kind = too_large},
    {.name = "timeout", .kind = timeout},
    {.name = "unreachable", .kind = unreachable, .follows = Follows::retry},
    {.name = "not sent", .kind = not_sent},
    {.name = "crashed", .kind = crashed},
    {.name = "Last.fm once more",
     .service = &kLastfm,
     .kind = unreachable,
     .follows = Follows::retry},
});

Answer answer_about(std::string_view username, const ReactionCase& c) {
  Answer answer{.account = samples::account(username, c.service->source),
                .kind = c.kind,
                .known_to_fail = c.known_to_fail};
  if (c.paused_for) answer.paused_until = samples::now() + *c.paused_for;
  if (c.limited_for) answer.limited_until = samples::now() + *c.limited_for;
  return answer;
}

Next react(const ReactionCase& c, const Answer& answer, std::uint32_t entropy, Tally& tally) {
  const Question question{.account = answer.account, .step = c.step, .attempt = c.attempt};
  return next_after(answer, question, *c.service,
                    {.retries_left = c.retries_left, .entropy = entropy, .now = samples::now()},
                    tally);
}

Tally tally_before(const ReactionCase& c) {
  Tally tally;
  if (c.before == Before::nothing) return tally;
  const bool is_same = c.before == Before::the_same_account;
  Answer answer = answer_about(is_same ? "alice" : "bob", c);
  answer.known_to_fail = c.before == Before::a_failing_one;
  if (answer.paused_until) *answer.paused_until = samples::now() + Millis{20'000};
  const Next next = react(c, answer, 0, tally);
  CHECK_FALSE(next.pause);
  CHECK_FALSE(next.stops_service);
  return tally;
}

Next next_of(const ReactionCase& c, std::uint32_t entropy = 0) {
  Tally tally = tally_before(c);
  return react(c, answer_about("alice", c), entropy, tally);
}

}  // namespace

TEST_CASE("reaction: what follows an answer") {
  for (const auto& c : kReactionCases) {
    CAPTURE(c.name);
    const Next next = next_of(c);
    CHECK(next.stops_service == c.stops_service);
    CHECK(next.pause == c.pause);
    CHECK(next.is_retry == (c.follows == Follows::retry));
    REQUIRE(next.question.has_value() == (c.follows != Follows::nothing));
    if (!next.question) continue;
    const Question& question = *next.question;
    CHECK(question.account == samples::account("alice", c.service->source));
    CHECK(question.step == c.step + (c.follows == Follows::next_question ? 1 : 0));
    CHECK(question.attempt == c.attempt + (c.follows == Follows::retry ? 1 : 0));
  }
}

TEST_CASE("reaction: a retry waits, the double each time, and up to as much again by chance") {
  struct Case {
    std::uint32_t attempt;
    std::uint32_t entropy;
    std::int64_t after_ms;
  };
  for (const auto& c : {Case{0, 0, 500}, Case{0, 1, 501}, Case{0, 500, 1000}, Case{0, 501, 500},
                        Case{1, 0, 1000}, Case{1, 1000, 2000}, Case{1, 1001, 1000}}) {
    CAPTURE(c.attempt);
    CAPTURE(c.entropy);
    const Next next = next_of({.kind = unreachable, .attempt = c.attempt}, c.entropy);
    CHECK(next.after.count() == c.after_ms);
  }
  for (const std::uint32_t entropy : {0U, 7U, 65'537U, 2'147'483'648U, kMostNumber}) {
    for (const std::uint32_t attempt : {0U, 1U}) {
      CAPTURE(entropy);
      CAPTURE(attempt);
      const Next next = next_of({.kind = service_error, .attempt = attempt}, entropy);
      const Millis least = kRetryAfter * (attempt + 1);
      CHECK(next.after >= least);
      CHECK(next.after <= 2 * least);
    }
  }
}

TEST_CASE("reaction: those who wait for the same pause do not come in step") {
  const ReactionCase limited{.kind = rate_limited, .paused_for = Millis{0}};
  CHECK(next_of(limited, 0).after == Millis{500});
  CHECK(next_of(limited, 499).after == Millis{999});
}

TEST_CASE("reaction: an account that is told to wait is not asked before") {
  CHECK(next_of({.kind = rate_limited, .paused_for = Millis{9000}}).after == Millis{9000});
  CHECK(next_of({.kind = service_error, .paused_for = Millis{501}}, 499).after == Millis{999});
}

TEST_CASE("reaction: the first objection of its kind holds the others back until the next answer") {
  Tally tally;
  const ReactionCase listens;
  const ReactionCase refused{.kind = key_refused};
  const ReactionCase limited{.kind = rate_limited, .paused_for = Millis{30'000}};
  const ReactionCase known{.kind = service_error, .paused_for = Millis{1}, .known_to_fail = true};
  const auto holds = [&](const ReactionCase& c, std::string_view username) {
    return react(c, answer_about(username, c), 0, tally).holds_service;
  };
  CHECK_FALSE(holds(listens, "alice"));
  CHECK(holds(refused, "bob"));
  CHECK_FALSE(holds(refused, "bob"));
  CHECK(holds(limited, "bob"));
  CHECK_FALSE(holds(known, "dave"));
  // A second witness pauses or stops it.
  CHECK_FALSE(holds(limited, "carol"));
  CHECK_FALSE(holds(refused, "carol"));
}

TEST_CASE("reaction: objections of different kinds do not add up") {
  Tally tally;
  const ReactionCase refused{.kind = key_refused};
  const ReactionCase limited{.kind = rate_limited, .paused_for = Millis{30'000}};
  const ReactionCase busy{.kind = service_error, .paused_for = Millis{30'000}};
  std::size_t i = 0;
  for (const auto* c : {&refused, &limited, &busy}) {
    constexpr std::array<std::string_view, 3> kNames{"alice", "bob", "carol"};
    const Next next = react(*c, answer_about(kNames.at(i++), *c), 0, tally);
    CHECK_FALSE(next.pause);
    CHECK_FALSE(next.stops_service);
  }
  CHECK(react(refused, answer_about("dave", refused), 0, tally).stops_service);
  CHECK(react(limited, answer_about("dave", limited), 0, tally).pause == Millis{30'000});
  CHECK(react(busy, answer_about("dave", busy), 0, tally).pause == Millis{30'000});
}

TEST_CASE("reaction: once two accounts were told to wait, whoever is told so pauses the service") {
  Tally tally;
  ReactionCase c{.kind = rate_limited, .paused_for = Millis{30'000}};
  (void)react(c, answer_about("alice", c), 0, tally);
  (void)react(c, answer_about("bob", c), 0, tally);
  c.paused_for = Millis{50'000};
  c.known_to_fail = true;
  CHECK(react(c, answer_about("alice", c), 0, tally).pause == Millis{50'000});
}

TEST_CASE("reaction: the next question need not wait") {
  CHECK(next_of({.kind = not_playing}, 499).after == Millis{0});
}

TEST_CASE("reaction: no account takes more than its questions and two repetitions") {
  for (const Service* service : kServices) {
    CAPTURE(service->source);
    std::uint32_t requests = 1;
    ReactionCase c{.service = service, .kind = service_error};
    while (const auto next = next_of(c).question) {
      c.step = next->step;
      c.attempt = next->attempt;
      // As bad as can be: each fails twice before it says that it plays nothing.
      c.kind = c.attempt < kMostAttempts ? service_error : not_playing;
      REQUIRE(++requests < 100);
    }
    CHECK(requests == service->questions + kMostAttempts);
  }
}

}  // namespace user_listens
