// How a refresh's answers change what is remembered of each account.
//
// The promise of the product rests here: an answer that is no news never takes
// a listen away.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "listen/account.h"
#include "listen/answer.h"
#include "listen/listen.h"
#include "listen/memory.h"

namespace user_listens {

struct Merged {
  std::vector<Memory> memories;  // one an account of the roster, in its order
  std::size_t answered = 0;      // accounts about which there is an answer, whatever it says
  std::size_t learned = 0;       // answers that are news
  std::size_t listens = 0;       // answers with a listen
  std::size_t failures = 0;      // answers that are failures
  std::size_t kept = 0;          // listens shown though this refresh did not confirm them
};

// A "now playing" that nobody confirmed for longer becomes "played at last
// seen": two ticks, so that one failed fetch does not stop the music.
inline constexpr Seconds kPlayingLease = 2 * kTick;

// A play that is called "now playing" for longer, without a break, is no longer
// believed: some players never say that they have stopped.
inline constexpr Seconds kLongestPlaying = std::chrono::hours{12};

// The listen of a memory that has one, as a list shows it. What has been playing
// for too long was played when it was first heard of; the memory keeps what the
// service claims, so that a further claim is no new play.
[[nodiscard]] Listen shown_listen(const Memory& memory);

// What is remembered of each account of the roster, in its order. Memories of other
// accounts are left out, and so is the listen of one whose name changed: it may have
// been somebody else's. A memory without source is of any of the member's accounts.
[[nodiscard]] std::vector<Memory> memories_of(std::span<const Account> roster,
                                              std::span<const Memory> memories);

// The same after the refresh's answers. What has no source is forgotten when one of
// the member's accounts turns out to be private.
[[nodiscard]] Merged merge(std::span<const Account> roster, std::span<const Memory> memories,
                           std::span<const Answer> answers, UnixMillis now);

// A play that was "now playing" when last confirmed, longer ago than the lease,
// was played then; at a time that is not known, when a clock that was as far ahead
// confirmed it.
void stop_unconfirmed_playing(std::span<Memory> memories, UnixMillis now);

// The public list: newest first, at most `max_tracks`, one row a member: the
// newest of what their accounts played.
[[nodiscard]] std::vector<Listen> list_of(std::span<const Memory> memories, UnixMillis as_of,
                                          std::size_t max_tracks);

}  // namespace user_listens
