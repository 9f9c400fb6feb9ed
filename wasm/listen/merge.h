// What is remembered of each member, and how a refresh's answers change it.
//
// The promise of the product rests here: an answer that is no news never takes
// a listen away.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "listen/answer.h"
#include "listen/listen.h"
#include "listen/member.h"

namespace user_listens {

// Valid while the arena of the call is.
struct Memory {
  std::string_view username;
  std::string_view account;               // of the service that was asked; "" when unknown
  std::optional<Listen> listen;           // the last known
  std::optional<UnixMillis> learned_at;   // when `listen` was last confirmed
  std::optional<AnswerKind> last_answer;  // nothing: never asked
  std::uint32_t failures = 0;             // in a row
};

struct Merged {
  std::vector<Memory> members;  // one a member of the roster, in its order
  std::size_t learned = 0;      // answers that are news
  std::size_t listens = 0;      // answers with a listen
  std::size_t failures = 0;     // answers that are failures
  std::size_t kept = 0;         // listens shown though this refresh did not confirm them
};

// A "now playing" that nobody confirmed for longer becomes "played at last
// seen": two ticks, so that one failed fetch does not stop the music.
inline constexpr Seconds kPlayingLease = 2 * kTick;

// `memories` of members who are not in the roster are forgotten, and so is the
// listen of one whose account changed: it may have been somebody else's.
[[nodiscard]] Merged merge(std::span<const Member> roster, std::span<const Memory> memories,
                           std::span<const Answer> answers, UnixMillis now);

// A play that was "now playing" when last confirmed, longer ago than the lease,
// was played then.
void stop_unconfirmed_playing(std::span<Memory> members, UnixMillis now);

// The public list: newest first, at most `max_tracks`.
[[nodiscard]] std::vector<Listen> list_of(std::span<const Memory> members, UnixMillis as_of,
                                          std::size_t max_tracks);

}  // namespace user_listens
