#include "refresh/reaction.h"

#include "refresh/plan.h"

namespace user_listens {
namespace {

Millis delay_of(const Question& question, std::uint32_t entropy) {
  const Millis least = kRetryAfter * (1 << question.attempt);
  return least + Millis{entropy % static_cast<std::uint32_t>(least.count() + 1)};
}

}  // namespace

Next next_after(const Answer& answer, const Question& question, const Service& service,
                const Circumstances& at) {
  Next next;
  if (answer.paused_until) next.pause = *answer.paused_until - at.now;
  Question following = question;
  // Not when the refresh will be over by then.
  const bool may_retry = at.retries_left > 0 && question.attempt < kMostAttempts &&
                         next.pause.value_or(Millis{0}) < kLongestAsking;
  switch (traits(answer.kind).reaction) {
    case Reaction::go_on:
      return next;
    case Reaction::stop_service:
      next.stops_service = true;
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
      next.after = delay_of(question, at.entropy);
      break;
  }
  next.question = following;
  return next;
}

}  // namespace user_listens
