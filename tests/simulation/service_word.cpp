#include "service_word.h"

#include <algorithm>

namespace user_listens::simulation {
namespace {

constexpr std::size_t index(ServiceError error) { return static_cast<std::size_t>(error); }

}  // namespace

void ServiceWord::note(std::size_t member, ServiceError error, UnixMillis pause_end,
                       bool is_valid) {
  asked_.set(member);
  answered_.set(member, is_valid);
  for (auto& members : last_) members.reset(member);
  if (error == ServiceError::none) return;
  ever_.at(index(error)).set(member);
  last_.at(index(error)).set(member);
  auto& longest = longest_.at(index(error));
  longest = std::max(longest, pause_end);
}

bool ServiceWord::has_two(ServiceError error) const {
  return (ever_.at(index(error)) & ~known_to_fail_).count() >= 2;
}

bool ServiceWord::may_stop() const {
  return std::any_of(ever_.begin(), ever_.end(),
                     [](const Members& members) { return members.count() >= 2; });
}

UnixMillis ServiceWord::paused_until() const {
  UnixMillis until{};
  for (const ServiceError error : kPauses) {
    if (has_two(error)) until = std::max(until, longest_.at(index(error)));
  }
  return until;
}

ServiceWord::Verdict ServiceWord::is_believed(ServiceError error) const {
  const Members& said = last_.at(index(error));
  if ((said & ~known_to_fail_).count() >= 2) return Verdict::is_true;
  if (said.none() || (answered_.any() && said.count() == 1)) return Verdict::is_not_true;
  const bool say_all_so = said == asked_;
  return answered_.none() && say_all_so ? Verdict::is_true : Verdict::either;
}

UnixMillis ServiceWord::pause_to_remember() const {
  UnixMillis until{};
  for (const ServiceError error : kPauses) {
    if (is_believed(error) == Verdict::is_true) until = std::max(until, longest_.at(index(error)));
  }
  return until;
}

bool ServiceWord::wants_no_pause() const {
  return std::all_of(kPauses.begin(), kPauses.end(), [this](ServiceError error) {
    return is_believed(error) == Verdict::is_not_true;
  });
}

}  // namespace user_listens::simulation
