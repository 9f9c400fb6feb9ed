// A play as a music service describes it, and what is believed of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/json_reader.h"
#include "base/time.h"
#include "listen/account.h"
#include "listen/listen.h"

namespace user_listens {

// Valid while the arena of the call is.
struct Play {
  std::string_view artist, album, track;
  std::string_view url;    // whatever the service names; "" for none
  std::string_view cover;  // an https_link; "" for none
  std::optional<std::int64_t> played_at_s;
  bool now_playing = false;

  // A play of which artist or track shows nothing is not worth a row.
  [[nodiscard]] bool is_complete() const;
};

// Services send numbers as numbers or as text.
[[nodiscard]] std::optional<std::int64_t> number(const json::Value& value);

// A time in seconds, rounded down: players send fractions. Milliseconds no service
// sends; taken for seconds they are a time that cannot be.
[[nodiscard]] std::optional<std::int64_t> seconds(const json::Value& value);

// Which of the plays in an answer counts: the one that plays now, else the newest.
// Of those without a time that can be, the first.
class LatestPlay {
 public:
  explicit LatestPlay(UnixMillis now) : now_(now) {}

  // Passed over when it is not complete.
  void offer(const Play& play);
  [[nodiscard]] const std::optional<Play>& play() const { return play_; }

 private:
  UnixMillis now_;
  std::optional<Play> play_;
};

// Names are cleaned and links checked. Times that cannot be are unknown: before
// the services existed, or more than ten minutes after `now`. A clock that is
// less ahead has told of a play of just now.
[[nodiscard]] Listen listen_of(const Play& play, const Account& account, UnixMillis now,
                               Arena& arena);

}  // namespace user_listens
