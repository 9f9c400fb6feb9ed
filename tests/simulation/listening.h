// What one member truly plays, and when: the truth that lists are judged by.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"
#include "random.h"

namespace user_listens::simulation {

struct Play {
  UnixMillis begin;
  UnixMillis end;
  // The latest time, by the clock of the refresh, at which a refresh could say
  // that it was playing.
  UnixMillis confirmed_until{};
  bool was_seen_by_wrong_clock = false;
  // The same by clocks that are ahead.
  UnixMillis claimed_until{};
};

// Tracks one behind the other in sessions, with hours or days between them.
class Listening {
 public:
  Listening(Random random, UnixMillis first_session)
      : random_(random), next_begin_(first_session), session_end_(first_session) {}

  // The number of the play that began last; nothing before the first. `now`
  // never goes back.
  [[nodiscard]] std::optional<std::size_t> latest(UnixMillis now);

  // The one before `play` that had ended by `now`, or `play` itself.
  [[nodiscard]] bool is_playing(std::size_t play, UnixMillis now) const {
    return now < plays_.at(play).end;
  }

  [[nodiscard]] Play* find(std::size_t play) {
    return play < plays_.size() ? &plays_[play] : nullptr;
  }

 private:
  void add_play();

  Random random_;
  std::vector<Play> plays_;
  std::size_t begun_ = 0;  // how many of them, by the last `now`
  UnixMillis next_begin_;
  UnixMillis session_end_;
};

}  // namespace user_listens::simulation
