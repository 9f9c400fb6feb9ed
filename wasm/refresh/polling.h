// The requests of a refresh under way: which may start now, and what follows
// from each answer.
//
// Each service has a line of requests. The first of a line starts when the
// service's pace allows it, when the service is neither paused nor held, and
// when it has a connection to spare, as have all services together. All end at
// the deadline. Every planned request ends in exactly one answer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/arena.h"
#include "base/time.h"
#include "listen/answer.h"
#include "refresh/plan.h"
#include "refresh/reaction.h"
#include "settings/settings.h"
#include "upstream/received.h"
#include "upstream/services.h"

namespace user_listens {

// A request that starts now. Valid until the arena of the polling goes.
struct Started {
  std::uint32_t flight;  // names it when its answer comes
  std::size_t service;   // in kServices
  std::string_view url;
  Millis timeout;
};

class Polling {
 public:
  // `entropy` spreads repetitions. Settings and arena must outlive it.
  Polling(const Plan& plan, const Settings& settings, std::uint32_t entropy, UnixMillis now,
          Arena& arena);

  // What can start now is under way from here on; what can no longer be sent has its answer.
  [[nodiscard]] std::vector<Started> start(UnixMillis now);

  // What came of a request. One that is not under way means nothing.
  void receive(std::uint32_t flight, const Received& received, UnixMillis now);

  // When the next request may start that waits for nothing but the time.
  [[nodiscard]] std::optional<UnixMillis> next_start() const;

  [[nodiscard]] bool is_over() const { return unanswered_ == 0; }

  // One a planned request, in the plan's order.
  [[nodiscard]] const std::vector<Answer>& answers() const { return answers_; }

 private:
  // A question that waits to be asked, or was asked.
  struct Request {
    Question question;
    std::string_view url;
    std::uint32_t position = 0;  // in the plan
    std::uint32_t sequence = 0;  // of the requests about it
    bool is_retry = false;
    UnixMillis not_before;
  };

  struct Flight {
    std::uint32_t id;
    Request request;
    bool ends_with_deadline;  // its time is cut short by it
  };

  // Of one service.
  struct Line {
    std::deque<Request> waiting;
    std::vector<UnixMillis> starts;  // the last `burst` of them, oldest first
    std::size_t under_way = 0;
    UnixMillis closed_until;
    bool is_stopped = false;
    bool is_held = false;  // until its next answer
    Tally tally;
  };

  [[nodiscard]] UnixMillis opens_at(std::size_t service) const;
  [[nodiscard]] bool may_connect(std::size_t service) const;
  [[nodiscard]] std::optional<std::size_t> next_in_line(std::size_t service, UnixMillis now) const;
  [[nodiscard]] std::optional<Started> start_next(std::size_t service, UnixMillis now);
  void give_up(std::size_t service, UnixMillis now);
  void cut(const Request& request, UnixMillis now);
  void read(const Request& request, const Received& received, UnixMillis now);
  void follow(const Request& request, const Next& next, UnixMillis now);
  void end() { --unanswered_; }
  [[nodiscard]] std::uint32_t chance();

  const Settings& settings_;
  Arena& arena_;
  std::array<Line, kServices.size()> lines_;
  std::vector<Flight> flights_;
  std::vector<Answer> answers_;
  std::size_t unanswered_;
  std::size_t retries_left_;
  std::size_t parallel_of_service_;
  UnixMillis ends_at_;
  std::uint32_t entropy_;
};

}  // namespace user_listens
