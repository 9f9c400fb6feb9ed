// What is remembered of an account from one refresh to the next.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "listen/account.h"
#include "listen/answer.h"
#include "listen/listen.h"

namespace user_listens {

// Valid while the arena of the call is.
struct Memory {
  Account account;                        // its name is "" when it is not known
  std::optional<Listen> listen;           // the last known
  std::optional<UnixMillis> learned_at;   // when `listen` was last confirmed
  std::optional<UnixMillis> asked_at;     // when it was last asked about, whatever came of it
  std::optional<AnswerKind> last_answer;  // nothing: never asked
  std::uint32_t failures = 0;  // in a row, of this account while its service answered others
  std::uint32_t hours = 0;     // in which it listens: of each an hour_bit
  bool is_concealed = false;   // remembered, but in no list

  // The scrobble before `listen`: when its service says that it was played, and
  // since when it is known. It is the latest again when a track is begun and left.
  std::optional<UnixMillis> earlier_stated;
  std::optional<UnixMillis> earlier_since;

  friend bool operator==(const Memory&, const Memory&) = default;
};

// The hour of the UTC day as one of 24 bits.
[[nodiscard]] constexpr std::uint32_t hour_bit(UnixMillis time) {
  return 1U << (std::chrono::floor<std::chrono::hours>(time).time_since_epoch().count() % 24);
}

}  // namespace user_listens
