#include "listening.h"

namespace user_listens::simulation {

using std::chrono::hours;
using std::chrono::minutes;

std::optional<std::size_t> Listening::latest(UnixMillis now) {
  while (next_begin_ <= now) add_play();
  while (begun_ < plays_.size() && plays_[begun_].begin <= now) ++begun_;
  if (begun_ == 0) return std::nullopt;
  return begun_ - 1;
}

void Listening::add_play() {
  if (next_begin_ >= session_end_) {
    session_end_ = next_begin_ + random_.between(minutes{10}, hours{4});
  }
  const UnixMillis begin = next_begin_;
  const UnixMillis end = begin + random_.between(minutes{1}, minutes{7});
  plays_.push_back({.begin = begin, .end = end});
  next_begin_ = end + Millis{1500};
  if (next_begin_ < session_end_) return;
  next_begin_ += random_.one_in(20) ? random_.between(hours{24}, hours{24 * 9})
                                    : random_.between(minutes{20}, hours{14});
}

}  // namespace user_listens::simulation
