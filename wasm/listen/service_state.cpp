#include "listen/service_state.h"

#include <algorithm>
#include <limits>

namespace user_listens {
namespace {

// Twice as long each time, unless the service itself asks for more.
UnixMillis pause_of(UnixMillis asked_for, std::uint32_t before, UnixMillis now) {
  const auto wait = asked_for - now;
  const Millis most = std::max<Millis>(wait, kLongestGrowingPause);
  return now + std::min(wait * (1 << std::min(before, 8U)), most);
}

// What this refresh has heard of a service.
struct Heard {
  std::optional<UnixMillis> paused_until;
  bool says_too_often = false;
  bool refuses_key = false;
  bool answers = false;
};

Heard heard_of(std::string_view source, std::span<const Answer> answers) {
  Heard heard;
  for (const Answer& answer : answers) {
    if (answer.account.source != source) continue;
    heard.paused_until = std::max(heard.paused_until, answer.paused_until);
    heard.says_too_often |= answer.kind == AnswerKind::rate_limited;
    heard.refuses_key |= answer.kind == AnswerKind::key_refused;
    heard.answers |= !traits(answer.kind).is_failure;
  }
  return heard;
}

}  // namespace

const ServiceState* find_state(std::span<const ServiceState> states, std::string_view source) {
  for (const ServiceState& state : states) {
    if (state.source == source) return &state;
  }
  return nullptr;
}

List<ServiceState> states_after(std::span<const Answer> answers,
                                std::span<const ServiceState> before, UnixMillis now) {
  List<ServiceState> states{before};
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
