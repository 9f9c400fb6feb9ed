// What a refresh still has to ask, and when it may: like shim/upstream.js, but
// without the services' pace, which so few members never reach.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "decision.h"

namespace user_listens::simulation {

// A request to be sent.
struct Errand {
  std::size_t position = 0;  // of its answer, in the plan's order
  std::string question;      // JSON, handed on unread
  std::size_t member = 0;
  std::string account;
  UnixMillis not_before{};
  bool is_planned = false;  // otherwise it follows from the answer before
};

class Asking {
 public:
  Asking(const Decision& plan, UnixMillis now);

  // The next one that may be sent.
  [[nodiscard]] std::optional<Errand> take(UnixMillis now);

  // When the first of those that wait may be sent; nothing when none waits.
  [[nodiscard]] std::optional<UnixMillis> next_start() const;

  // Forgets what cannot be sent any more, and gives the planned ones of it: an
  // answer that nothing could follow stays as it is.
  [[nodiscard]] std::vector<Errand> give_up(UnixMillis now);

  // What `decision`, on the answer to `errand`, means for the others.
  void react(const Decision& decision, const Errand& errand, UnixMillis now);

  [[nodiscard]] UnixMillis deadline() const { return deadline_; }
  [[nodiscard]] std::size_t retries_left() const { return retries_left_; }

 private:
  [[nodiscard]] UnixMillis start_of(const Errand& errand) const;

  std::vector<Errand> waiting_;
  UnixMillis deadline_;
  std::size_t retries_left_;
  UnixMillis paused_until_{};
  bool is_stopped_ = false;
};

}  // namespace user_listens::simulation
