#include "refresh/reaction.h"

#include <algorithm>

#include "refresh/plan.h"

namespace user_listens {
namespace {

Millis delay_of(const Question& question, std::uint32_t entropy) {
  const Millis least = kRetryAfter * (1 << question.attempt);
  return least + Millis{entropy % static_cast<std::uint32_t>(least.count() + 1)};
}

// What an objection means for the service.
Next next_of_objection(Objection objection, const Answer& answer, Tally& tally) {
  static_assert(kWitnesses == 2, "the first one, and one that is another");
  Next next;
  Witnesses& witnesses = tally.at(static_cast<std::size_t>(objection));
  if (!answer.known_to_fail) {
    const std::string_view member = answer.account.username;
    next.holds_service = witnesses.first.empty();
    if (witnesses.first.empty()) witnesses.first = member;
    witnesses.are_enough |= witnesses.first != member;
  }
  if (!answer.known_to_fail || witnesses.are_enough) {
    witnesses.paused_until = std::max(witnesses.paused_until, answer.paused_until);
  }
  next.stops_service =
      witnesses.are_enough && traits(answer.kind).reaction == Reaction::stop_service;
  return next;
}

// What the answer means for its service.
Next next_of_service(const Answer& answer, UnixMillis now, Tally& tally) {
  Next next;
  auto paused_until = answer.limited_until;
  if (const auto objection = objection_of(answer)) {
    next = next_of_objection(*objection, answer, tally);
    const Witnesses& witnesses = tally.at(static_cast<std::size_t>(*objection));
    if (witnesses.are_enough) paused_until = std::max(paused_until, witnesses.paused_until);
  }
  if (paused_until) next.pause = std::max(*paused_until - now, Millis{0});
  return next;
}

}  // namespace

Next next_after(const Answer& answer, const Question& question, const Service& service,
                const Circumstances& at, Tally& tally) {
  Next next = next_of_service(answer, at.now, tally);
  Question following = question;
  // For the account alone, while its service is not paused.
  const bool is_own_wait = answer.paused_until && !next.pause;
  const Millis own_wait = is_own_wait ? *answer.paused_until - at.now : Millis{0};
  // Not when the refresh will be over by then.
  const bool may_retry = at.retries_left > 0 && question.attempt < kMostAttempts &&
                         own_wait <= kLongestOwnWait &&
                         next.pause.value_or(Millis{0}) < kLongestAsking;
  switch (traits(answer.kind).reaction) {
    case Reaction::go_on:
    case Reaction::stop_service:
      return next;
    case Reaction::ask_next_question:
      if (question.step >= service.questions - 1) return next;
      ++following.step;
      break;
    case Reaction::ask_again:
    case Reaction::pause_service:
      if (!may_retry) return next;
      ++following.attempt;
      next.is_retry = true;
      // After a pause too: one that is over at once must not bring them in step.
      next.after = std::max(own_wait, delay_of(question, at.entropy));
      break;
  }
  next.question = following;
  return next;
}

}  // namespace user_listens
