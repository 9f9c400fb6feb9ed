#include "listen/service_state.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace user_listens {
namespace {

// Twice as long each time, unless the service itself asks for more.
UnixMillis pause_of(UnixMillis asked_for, std::uint32_t before, UnixMillis now) {
  const auto wait = asked_for - now;
  const Millis most = std::max<Millis>(wait, kLongestGrowingPause);
  return now + std::min(wait * (1 << std::min(before, 8U)), most);
}

// What this refresh has found out about a service.
struct Heard {
  std::optional<UnixMillis> paused_until;
  bool says_too_often = false;
  bool refuses_key = false;
  bool answers = false;
};

Heard heard_of(std::string_view source, std::span<const Answer> answers) {
  std::array<bool, kObjections> is_true{};
  for (std::size_t i = 0; i < kObjections; ++i)
    is_true.at(i) = holds(Objection(i), source, answers);
  const auto is_its_own = [&](Objection objection) {
    return is_true.at(static_cast<std::size_t>(objection));
  };
  Heard heard{.says_too_often = is_its_own(Objection::asked_too_often),
              .refuses_key = is_its_own(Objection::refuses_key)};
  for (const Answer& answer : answers) {
    if (answer.account.source != source) continue;
    heard.answers |= !traits(answer.kind).is_failure;
    heard.paused_until = std::max(heard.paused_until, answer.limited_until);
    const auto objection = objection_of(answer);
    if (objection && is_its_own(*objection)) {
      heard.paused_until = std::max(heard.paused_until, answer.paused_until);
    }
  }
  return heard;
}

}  // namespace

bool holds(Objection objection, std::string_view source, std::span<const Answer> answers) {
  std::size_t witnesses = 0, known_to_fail = 0, other_failures = 0;
  bool is_answered = false;
  for (const Answer& answer : answers) {
    if (answer.account.source != source || answer.kind == AnswerKind::not_sent) continue;
    const bool is_failure = traits(answer.kind).is_failure;
    if (!is_failure) is_answered = true;
    if (objection_of(answer) == objection) {
      ++(answer.known_to_fail ? known_to_fail : witnesses);
      if (witnesses == kWitnesses) return true;
    } else if (is_failure) {
      ++other_failures;
    }
  }
  if (is_answered) return false;
  // The service may be down for another reason, while that account fails as ever.
  return witnesses > 0 || (known_to_fail > 0 && other_failures == 0);
}

const ServiceState* find_state(std::span<const ServiceState> states, std::string_view source) {
  for (const ServiceState& state : states) {
    if (state.source == source) return &state;
  }
  return nullptr;
}

std::vector<ServiceState> states_after(std::span<const Answer> answers,
                                       std::span<const ServiceState> before, UnixMillis now) {
  std::vector<ServiceState> states{before.begin(), before.end()};
  for (const Answer& answer : answers) {
    const auto source = answer.account.source;
    if (find_state(states, source) == nullptr) states.push_back({.source = source});
  }
  for (ServiceState& state : states) {
    const Heard heard = heard_of(state.source, answers);
    if (heard.paused_until > now) {
      // A refresh that could not know of a longer pause does not end it.
      const auto until = heard.says_too_often ? pause_of(*heard.paused_until, state.pauses, now)
                                              : *heard.paused_until;
      state.paused_until = std::max(state.paused_until, std::optional{until});
    } else if (state.paused_until <= now) {
      state.paused_until.reset();
    }
    constexpr auto kMostPauses = std::numeric_limits<std::uint32_t>::max();
    if (heard.says_too_often && state.pauses < kMostPauses) ++state.pauses;
    if (heard.answers && !heard.says_too_often) state.pauses = 0;
    if (heard.refuses_key || heard.answers) state.refuses_key = heard.refuses_key;
  }
  return states;
}

}  // namespace user_listens
