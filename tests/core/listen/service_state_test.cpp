// What is remembered of a service as a whole: pauses, and a key it refuses.
#include "listen/service_state.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "samples.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using std::chrono::hours;
using std::chrono::minutes;

Answer service_answer(AnswerKind kind, std::optional<Seconds> pause = {},
                      std::string_view source = "lastfm") {
  Answer made{.account = samples::account("alice", source), .kind = kind};
  if (kind == listened) made.listen = samples::listen(made.account);
  if (pause) made.paused_until = samples::now() + *pause;
  return made;
}

// A valid answer, after which nothing is left of the service's limit.
Answer limited(Seconds pause) {
  Answer made = service_answer(listened);
  made.limited_until = samples::now() + pause;
  return made;
}

Answer known_to_fail(Answer answer) {
  answer.known_to_fail = true;
  return answer;
}

ServiceState after(const std::vector<Answer>& answers, const ServiceState& before) {
  const std::vector<ServiceState> known{before};
  const auto states = states_after(answers, known, samples::now());
  REQUIRE_FALSE(states.empty());
  CHECK(states.front().source == before.source);
  return states.front();
}

struct PauseCase {
  std::string_view name;
  std::vector<Answer> answers;
  std::uint32_t pauses_before = 0;
  std::optional<Seconds> paused_before = {};  // from now
  std::optional<Seconds> paused = {};         // from now
  std::uint32_t pauses = 0;
};

std::vector<PauseCase> pause_cases() {
  const Seconds ten = minutes{10};
  return {
      {.name = "nobody was asked: the pause goes on",
       .pauses_before = 2,
       .paused_before = ten,
       .paused = ten,
       .pauses = 2},
      {.name = "nobody was asked: a pause is over at its time",
       .pauses_before = 2,
       .paused_before = Seconds{0},
       .pauses = 2},
      {.name = "the first",
       .answers = {service_answer(rate_limited, ten)},
       .paused = ten,
       .pauses = 1},
      {.name = "the second in a row",
       .answers = {service_answer(rate_limited, ten)},
       .pauses_before = 1,
       .paused = minutes{20},
       .pauses = 2},
      {.name = "the third",
       .answers = {service_answer(rate_limited, ten)},
       .pauses_before = 2,
       .paused = minutes{40},
       .pauses = 3},
      {.name = "an hour at the most",
       .answers = {service_answer(rate_limited, ten)},
       .pauses_before = 3,
       .paused = hours{1},
       .pauses = 4},
      {.name = "however often",
       .answers = {service_answer(rate_limited, ten)},
       .pauses_before = 4'000'000,
       .paused = hours{1},
       .pauses = 4'000'001},
      {.name = "a service that asks for more than an hour gets it, and no more",
       .answers = {service_answer(rate_limited, hours{6})},
       .pauses_before = 3,
       .paused = hours{6},
       .pauses = 4},
      {.name = "an answer ends the row", .answers = {service_answer(listened)}, .pauses_before = 3},
      {.name = "a private history is an answer too",
       .answers = {service_answer(private_history)},
       .pauses_before = 3},
      {.name = "one that says nothing of us does not",
       .answers = {service_answer(service_error)},
       .pauses_before = 3,
       .pauses = 3},
      {.name = "answers first, then too often: the row goes on",
       .answers = {service_answer(listened), service_answer(rate_limited, ten),
                   service_answer(rate_limited, ten), service_answer(not_sent)},
       .pauses_before = 1,
       .paused = minutes{20},
       .pauses = 2},
      {.name = "one of many accounts says so: it is not the service",
       .answers = {service_answer(listened), service_answer(rate_limited, ten),
                   service_answer(not_sent)},
       .pauses_before = 1},
      {.name = "one of many asks for a pause",
       .answers = {service_answer(service_error, hours{1}), service_answer(silent)}},
      {.name = "two do",
       .answers = {service_answer(service_error, ten), service_answer(silent),
                   service_answer(http_error, hours{1})},
       .paused = hours{1}},
      {.name = "a private history that asks for a pause: its service has answered",
       .answers = {service_answer(private_history, ten)}},
      {.name = "two say so: the longer counts, once",
       .answers = {service_answer(rate_limited, ten), service_answer(rate_limited, minutes{11})},
       .paused = minutes{11},
       .pauses = 1},
      {.name = "headers of an answer pause as long as they say",
       .answers = {limited(Seconds{7})},
       .paused = Seconds{7}},
      {.name = "headers of a failure do, and the row stays",
       .answers = {service_answer(service_error, minutes{30})},
       .pauses_before = 2,
       .paused = minutes{30},
       .pauses = 2},
      {.name = "headers that ask for nothing", .answers = {limited(Seconds{0})}},
      {.name = "a shorter pause does not end a longer one",
       .answers = {service_answer(service_error, minutes{2})},
       .paused_before = hours{6},
       .paused = hours{6}},
      {.name = "nor does one that grows",
       .answers = {service_answer(rate_limited, ten)},
       .pauses_before = 1,
       .paused_before = hours{1},
       .paused = hours{1},
       .pauses = 2},
      {.name = "another service's answers are not its own",
       .answers = {service_answer(rate_limited, ten, "listenbrainz")},
       .pauses_before = 1,
       .paused_before = minutes{5},
       .paused = minutes{5},
       .pauses = 1},
  };
}

struct KeyCase {
  std::string_view name;
  std::vector<Answer> answers;
  bool before;
  bool refuses;
};

std::vector<KeyCase> key_cases() {
  return {
      {"not asked, never refused", {}, false, false},
      {"not asked, refused before", {}, true, true},
      {"refused", {service_answer(key_refused)}, false, true},
      {"refused again", {service_answer(key_refused)}, true, true},
      {"accepted again", {service_answer(listened)}, true, false},
      {"accepted: the account is unknown, the key is not",
       {service_answer(unknown_account)},
       true,
       false},
      {"refused, the rest was not sent",
       {service_answer(key_refused), service_answer(not_sent)},
       false,
       true},
      {"some were answered, then two refused",
       {service_answer(silent), service_answer(key_refused), service_answer(key_refused)},
       false,
       true},
      {"one was refused, others were answered",
       {service_answer(silent), service_answer(key_refused)},
       true,
       false},
      {"a failure says nothing of the key",
       {service_answer(timeout), service_answer(service_error)},
       true,
       true},
      {"nor does too often", {service_answer(rate_limited)}, true, true},
  };
}

// Whether key_refused is true of the service.
struct HoldsCase {
  std::string_view name;
  std::vector<Answer> answers;
  bool holds;
};

std::vector<HoldsCase> holds_cases() {
  const Answer refused = service_answer(key_refused);
  const Answer known = known_to_fail(refused);
  return {
      {"nobody was asked", {}, false},
      {"nobody claims it", {service_answer(timeout), service_answer(listened)}, false},
      {"the only account", {refused}, true},
      {"one, the others failed otherwise", {refused, service_answer(timeout)}, true},
      {"one, the others were not sent", {refused, service_answer(not_sent)}, true},
      {"one, another was answered", {refused, service_answer(listened)}, false},
      {"one, another is private", {refused, service_answer(private_history)}, false},
      {"one, another is unknown", {service_answer(unknown_account), refused}, false},
      {"two, others were answered", {refused, service_answer(listened), refused}, true},
      {"one of another service too",
       {refused, service_answer(listened), service_answer(key_refused, {}, "librefm")},
       false},
      {"an answer by another service", {refused, service_answer(listened, {}, "librefm")}, true},
      {"one, another was asked too often", {refused, service_answer(rate_limited)}, true},
      {"one, another was asked too often, others were answered",
       {refused, service_answer(rate_limited), service_answer(silent)},
       false},
      {"one that always fails", {known}, true},
      {"one that always fails, another was answered", {known, service_answer(silent)}, false},
      {"two that always fail, others were answered", {known, known, service_answer(silent)}, false},
      {"one that always fails, and one that does not, others were answered",
       {known, refused, service_answer(silent)},
       false},
      {"one that always fails, while the service is down",
       {known, service_answer(service_error)},
       false},
      {"one that always fails, the others were not sent", {known, service_answer(not_sent)}, true},
      {"all, the ones that always fail among them", {known, refused, known}, true},
  };
}

}  // namespace

TEST_CASE("service state: pauses") {
  for (const auto& c : pause_cases()) {
    CAPTURE(c.name);
    ServiceState before{.source = "lastfm", .pauses = c.pauses_before};
    if (c.paused_before) before.paused_until = samples::now() + *c.paused_before;
    const auto state = after(c.answers, before);
    REQUIRE(state.paused_until.has_value() == c.paused.has_value());
    if (c.paused) CHECK(*state.paused_until - samples::now() == *c.paused);
    CHECK(state.pauses == c.pauses);
    CHECK_FALSE(state.refuses_key);
  }
}

TEST_CASE("service state: whether our key is refused") {
  for (const auto& c : key_cases()) {
    CAPTURE(c.name);
    const auto state = after(c.answers, {.source = "lastfm", .refuses_key = c.before});
    CHECK(state.refuses_key == c.refuses);
    CHECK_FALSE(state.paused_until);
  }
}

TEST_CASE("service state: when what accounts claim is true of their service") {
  for (const auto& c : holds_cases()) {
    CAPTURE(c.name);
    CHECK(holds(Objection::refuses_key, "lastfm", c.answers) == c.holds);
  }
}

TEST_CASE("service state: each kind of objection needs two witnesses of its own") {
  const std::vector<Answer> answers{service_answer(listened), service_answer(key_refused),
                                    service_answer(rate_limited, minutes{10}),
                                    service_answer(service_error, minutes{10})};
  for (const auto objection :
       {Objection::refuses_key, Objection::asked_too_often, Objection::wants_pause}) {
    CHECK_FALSE(holds(objection, "lastfm", answers));
  }
}

TEST_CASE("service state: each service has its own, known before or not") {
  const std::vector<ServiceState> before{{.source = "lastfm", .pauses = 1},
                                         {.source = "another", .refuses_key = true}};
  const std::vector<Answer> answers{service_answer(rate_limited, Seconds{30}, "listenbrainz"),
                                    service_answer(key_refused, {}, "lastfm")};
  const auto states = states_after(answers, before, samples::now());
  REQUIRE(states.size() == 3);
  CHECK(states[0].source == "lastfm");
  CHECK(states[0].refuses_key);
  CHECK(states[0].pauses == 1);
  CHECK_FALSE(states[0].paused_until);
  CHECK(states[1].source == "another");
  CHECK(states[1].refuses_key);
  CHECK(states[2].source == "listenbrainz");
  CHECK(states[2].paused_until == samples::now() + Seconds{30});
  CHECK(states[2].pauses == 1);
  CHECK_FALSE(states[2].refuses_key);
  CHECK(states_after({}, {}, samples::now()).empty());
}

TEST_CASE("service state: hostile numbers overflow nothing") {
  constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
  constexpr auto kLast = std::numeric_limits<std::int64_t>::max();
  for (const auto now : {unix_millis(0), samples::now(), unix_millis(kLast)}) {
    for (const auto until : {unix_millis(0), samples::now(), unix_millis(kLast)}) {
      CAPTURE(to_iso8601(now));
      CAPTURE(to_iso8601(until));
      Answer hostile = service_answer(rate_limited);
      hostile.paused_until = until;
      const std::vector<ServiceState> before{
          {.source = "lastfm", .paused_until = until, .pauses = kMost, .refuses_key = true}};
      const auto states = states_after({&hostile, 1}, before, now);
      REQUIRE(states.size() == 1);
      CHECK(states[0].pauses == kMost);
      const auto paused = states[0].paused_until;
      CHECK(paused.has_value() == (until > now));
      if (paused) CHECK(*paused >= now + std::min<Millis>(until - now, kLongestGrowingPause));
    }
  }
}

}  // namespace user_listens
