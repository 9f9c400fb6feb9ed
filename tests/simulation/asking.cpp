#include "asking.h"

#include <algorithm>
#include <utility>

#include "document.h"

namespace user_listens::simulation {
namespace {

Errand errand_of(const Request& request, std::size_t position) {
  return {.position = position,
          .question = std::string{request.question},
          .member = parse_member(request.username).value(),
          .account = std::string{request.account}};
}

}  // namespace

Asking::Asking(const Decision& plan, UnixMillis now)
    : deadline_(now + plan.deadline), retries_left_(plan.retries) {
  for (const Request& request : plan.requests) {
    waiting_.push_back(errand_of(request, waiting_.size()));
    waiting_.back().is_planned = true;
  }
}

std::optional<Errand> Asking::take(UnixMillis now) {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const Errand& errand) { return start_of(errand) <= now; });
  if (found == waiting_.end()) return std::nullopt;
  Errand errand = std::move(*found);
  waiting_.erase(found);
  return errand;
}

std::optional<UnixMillis> Asking::next_start() const {
  std::optional<UnixMillis> first;
  for (const Errand& errand : waiting_) {
    const UnixMillis start = start_of(errand);
    if (!first || start < *first) first = start;
  }
  return first;
}

std::vector<Errand> Asking::give_up(UnixMillis now) {
  std::vector<Errand> given_up;
  std::erase_if(waiting_, [&](Errand& errand) {
    if (!is_stopped_ && std::max(now, start_of(errand)) < deadline_) return false;
    if (errand.is_planned) given_up.push_back(std::move(errand));
    return true;
  });
  return given_up;
}

void Asking::react(const Decision& decision, const Errand& errand, UnixMillis now) {
  is_stopped_ |= decision.stops_service;
  if (decision.pause) paused_until_ = std::max(paused_until_, now + *decision.pause);
  if (!decision.next) return;
  Errand following = errand_of(*decision.next, errand.position);
  following.not_before = now + decision.after;
  if (decision.is_retry) --retries_left_;
  waiting_.push_back(std::move(following));
}

UnixMillis Asking::start_of(const Errand& errand) const {
  return std::max(errand.not_before, paused_until_);
}

}  // namespace user_listens::simulation
