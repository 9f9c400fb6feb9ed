// The policy: what every kind of answer means, and what follows from it.
#include "listen/answer.h"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using enum Reaction;

// What stands in no row: no failure, no news, keeps the listen, goes on, and
// the account is asked again when its turn comes.
struct PolicyCase {
  AnswerKind kind;
  std::string_view name;
  bool is_failure = false;
  bool is_news = false;
  bool drops_listen = false;
  Reaction reaction = go_on;
  BackOff back_off = BackOff::none;
};

constexpr auto kPolicyCases = std::to_array<PolicyCase>({
    {.kind = listened, .name = "listened", .is_news = true},
    {.kind = silent, .name = "silent", .is_news = true},
    {.kind = private_history,
     .name = "private",
     .is_news = true,
     .drops_listen = true,
     .back_off = BackOff::lengthy},
    {.kind = unknown_account, .name = "unknown_account", .back_off = BackOff::lengthy},
    {.kind = not_playing, .name = "not_playing", .is_failure = true, .reaction = ask_next_question},
    {.kind = another_users,
     .name = "another_users",
     .is_failure = true,
     .back_off = BackOff::growing},
    {.kind = key_refused,
     .name = "key_refused",
     .is_failure = true,
     .reaction = stop_service,
     .back_off = BackOff::growing},
    {.kind = rate_limited,
     .name = "rate_limited",
     .is_failure = true,
     .reaction = pause_service,
     .back_off = BackOff::growing},
    {.kind = service_error,
     .name = "service_error",
     .is_failure = true,
     .reaction = ask_again,
     .back_off = BackOff::growing_if_objecting},
    {.kind = http_error,
     .name = "http_error",
     .is_failure = true,
     .back_off = BackOff::growing_if_objecting},
    {.kind = unreadable,
     .name = "unreadable",
     .is_failure = true,
     .reaction = ask_again,
     .back_off = BackOff::growing},
    {.kind = too_large, .name = "too_large", .is_failure = true, .back_off = BackOff::growing},
    {.kind = timeout, .name = "timeout", .is_failure = true},
    {.kind = unreachable, .name = "unreachable", .is_failure = true, .reaction = ask_again},
    {.kind = not_sent, .name = "not_sent", .is_failure = true},
    {.kind = crashed, .name = "crashed", .is_failure = true, .back_off = BackOff::growing},
});
static_assert(kPolicyCases.size() == static_cast<std::size_t>(crashed) + 1, "every kind");

}  // namespace

TEST_CASE("answer: the policy, kind by kind") {
  for (std::size_t i = 0; i < kPolicyCases.size(); ++i) {
    const auto& c = kPolicyCases[i];
    CAPTURE(c.name);
    CHECK(static_cast<std::size_t>(c.kind) == i);
    const AnswerTraits& found = traits(c.kind);
    CHECK(found.kind == c.kind);
    CHECK(found.name == c.name);
    CHECK(found.is_failure == c.is_failure);
    CHECK(found.is_news == c.is_news);
    CHECK(found.drops_listen == c.drops_listen);
    CHECK(found.reaction == c.reaction);
    CHECK(found.back_off == c.back_off);
  }
}

TEST_CASE("answer: every kind has a name of its own, and is found by it") {
  std::set<std::string_view> names, words;
  for (const auto& c : kPolicyCases) {
    CAPTURE(c.name);
    CHECK(answer_kind(c.name) == c.kind);
    CHECK_FALSE(traits(c.kind).words.empty());
    names.insert(c.name);
    words.insert(traits(c.kind).words);
  }
  CHECK(names.size() == kPolicyCases.size());
  CHECK(words.size() == kPolicyCases.size());
  CHECK_FALSE(answer_kind("").has_value());
  CHECK_FALSE(answer_kind("Listened").has_value());
}

TEST_CASE("answer: what an answer objects to") {
  for (const auto& c : kPolicyCases) {
    CAPTURE(c.name);
    std::optional<Objection> objection;
    if (c.kind == key_refused) objection = Objection::refuses_key;
    if (c.kind == rate_limited) objection = Objection::asked_too_often;
    Answer answer{.kind = c.kind};
    CHECK(objection_of(answer) == objection);
    answer.limited_until = samples::now();
    CHECK(objection_of(answer) == objection);
    // Whatever else it says, a private history included.
    answer.paused_until = samples::now();
    CHECK(objection_of(answer) == objection.value_or(Objection::wants_pause));
  }
}

TEST_CASE("answer: no failure is news, and only a private history drops the listen") {
  for (const auto& c : kPolicyCases) {
    CAPTURE(c.name);
    CHECK_FALSE((traits(c.kind).is_failure && traits(c.kind).is_news));
    CHECK(traits(c.kind).drops_listen == (c.kind == private_history));
  }
}

}  // namespace user_listens
