#include "refresh/polling.h"

#include <algorithm>
#include <utility>

namespace user_listens {
namespace {

// More than the requests about one account: its questions, and their repetitions.
constexpr std::uint32_t kMostSequence = 16;

// From one request to the next, rounded up: never faster than that.
Millis interval_of(const Pace& pace) { return Millis{(999 + pace.per_second) / pace.per_second}; }

std::size_t service_of(const Question& question) {
  return service_named(question.account.source).value_or(0);
}

}  // namespace

Polling::Polling(const Plan& plan, const Settings& settings, std::uint32_t entropy, UnixMillis now,
                 Arena& arena)
    : settings_(settings),
      arena_(arena),
      answers_(plan.requests.size()),
      unanswered_(plan.requests.size()),
      retries_left_(plan.retries),
      parallel_of_service_(plan.parallel_of_service),
      ends_at_(now + plan.deadline),
      entropy_(entropy) {
  std::uint32_t position = 0;
  for (const UpstreamRequest& request : plan.requests) {
    lines_.at(service_of(request.question))
        .waiting.push_back(
            {.question = request.question, .url = request.url, .position = position++});
  }
}

std::vector<Started> Polling::start(UnixMillis now) {
  std::vector<Started> started;
  for (std::size_t service = 0; service < lines_.size(); ++service) give_up(service, now);
  // In turn, so that none takes all connections.
  for (bool goes_on = true; goes_on;) {
    goes_on = false;
    for (std::size_t service = 0; service < lines_.size(); ++service) {
      if (const auto one = start_next(service, now)) {
        started.push_back(*one);
        goes_on = true;
      }
    }
  }
  return started;
}

std::optional<Started> Polling::start_next(std::size_t service, UnixMillis now) {
  if (!may_connect(service) || opens_at(service) > now) return std::nullopt;
  const auto next = next_in_line(service, now);
  if (!next) return std::nullopt;
  Line& line = lines_.at(service);
  const Request request = line.waiting[*next];
  line.waiting.erase(line.waiting.begin() + static_cast<std::ptrdiff_t>(*next));
  line.starts.push_back(now);
  if (std::ssize(line.starts) > settings_.services.at(service).pace.burst) {
    line.starts.erase(line.starts.begin());
  }
  ++line.under_way;
  const Millis left = ends_at_ - now;
  const std::uint32_t id = request.position * kMostSequence + request.sequence;
  flights_.push_back({id, request, left < kRequestTimeout});
  return Started{id, service, request.url, std::min(left, kRequestTimeout)};
}

// The earliest time for a request to the service, but for connections.
UnixMillis Polling::opens_at(std::size_t service) const {
  const Line& line = lines_.at(service);
  const Pace& pace = settings_.services.at(service).pace;
  if (line.starts.empty() || std::ssize(line.starts) < pace.burst) return line.closed_until;
  return std::max({line.closed_until, line.starts.back() + interval_of(pace),
                   line.starts.front() + pace.window});
}

bool Polling::may_connect(std::size_t service) const {
  const Line& line = lines_.at(service);
  return !line.is_held && line.under_way < parallel_of_service_ && flights_.size() < kMaxParallel;
}

std::optional<std::size_t> Polling::next_in_line(std::size_t service, UnixMillis now) const {
  const auto& waiting = lines_.at(service).waiting;
  const auto found = std::find_if(waiting.begin(), waiting.end(),
                                  [&](const Request& one) { return one.not_before <= now; });
  if (found == waiting.end()) return std::nullopt;
  return static_cast<std::size_t>(found - waiting.begin());
}

std::optional<UnixMillis> Polling::next_start() const {
  std::optional<UnixMillis> first;
  for (std::size_t service = 0; service < lines_.size(); ++service) {
    if (!may_connect(service)) continue;
    const UnixMillis opens = opens_at(service);
    for (const Request& request : lines_.at(service).waiting) {
      const UnixMillis start = std::max(opens, request.not_before);
      if (!first || start < *first) first = start;
      if (start == opens) break;  // none of the line is earlier, and there may be thousands
    }
  }
  return first;
}

// What would start at the deadline or later is not sent any more. No request
// waits longer than that for itself, so that it is a whole line or none.
void Polling::give_up(std::size_t service, UnixMillis now) {
  Line& line = lines_.at(service);
  if (!line.is_stopped && std::max(opens_at(service), now) < ends_at_) return;
  for (const Request& request : std::exchange(line.waiting, {})) cut(request, now);
}

// Of an account whose second question the deadline cuts off nothing is known. If
// its service ended it instead, the answer before says more, as it does of a
// repetition that is cut off.
void Polling::cut(const Request& request, UnixMillis now) {
  const bool is_first = request.sequence == 0;
  const bool is_cut = is_first || (now >= ends_at_ && !request.is_retry);
  if (is_cut) return read(request, {.failure = AnswerKind::not_sent}, now);
  end();
}

void Polling::receive(std::uint32_t flight, const Received& received, UnixMillis now) {
  const auto found = std::find_if(flights_.begin(), flights_.end(),
                                  [&](const Flight& one) { return one.id == flight; });
  if (found == flights_.end()) return;
  const Flight landed = *found;
  flights_.erase(found);
  Line& line = lines_.at(service_of(landed.request.question));
  --line.under_way;
  line.is_held = false;
  if (received.failure == AnswerKind::timeout && landed.ends_with_deadline) {
    return cut(landed.request, ends_at_);
  }
  read(landed.request, received, now);
}

void Polling::read(const Request& request, const Received& received, UnixMillis now) {
  const Question& question = request.question;
  const std::size_t position = service_of(question);
  const Service& service = *kServices.at(position);
  Line& line = lines_.at(position);
  Answer answer = read_answer(service, question, received, now, arena_);
  const Circumstances at{.retries_left = retries_left_, .entropy = chance(), .now = now};
  const Next next = next_after(answer, question, service, at, line.tally);
  if (answer.listen && answer.listen->url.empty()) {
    const Access& access = settings_.services.at(position);
    answer.listen->url = account_page(service, access, question.account, arena_);
  }
  answers_.at(request.position) = answer;
  if (next.holds_service) line.is_held = line.under_way > 0;
  line.is_stopped |= next.stops_service;
  if (next.pause) line.closed_until = std::max(line.closed_until, now + *next.pause);
  follow(request, next, now);
}

void Polling::follow(const Request& request, const Next& next, UnixMillis now) {
  if (!next.question) return end();
  // A repetition that would start after the deadline is dropped.
  if (next.after > Millis{0} && now + next.after >= ends_at_) return end();
  if (next.is_retry) --retries_left_;
  const std::size_t service = service_of(*next.question);
  const auto url =
      kServices.at(service)->url(*next.question, settings_.services.at(service), arena_);
  // An account is polled to the end before others are.
  lines_.at(service).waiting.push_front({.question = *next.question,
                                         .url = url,
                                         .position = request.position,
                                         .sequence = request.sequence + 1,
                                         .is_retry = next.is_retry,
                                         .not_before = now + next.after});
}

std::uint32_t Polling::chance() {
  // A linear congruential generator, by Numerical Recipes: good enough to spread repetitions.
  entropy_ = entropy_ * 1'664'525U + 1'013'904'223U;
  return entropy_ >> 8;
}

}  // namespace user_listens
