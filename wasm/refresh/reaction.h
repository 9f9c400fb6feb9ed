// What a refresh does next about an answer: listen/answer.h has the table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "listen/answer.h"
#include "listen/service_state.h"
#include "upstream/request.h"
#include "upstream/service.h"

namespace user_listens {

// How often a request is repeated at most, and how long after: the double each
// time, and up to as much again by chance, so that they do not come in step.
inline constexpr std::uint32_t kMostAttempts = 2;
inline constexpr Millis kRetryAfter{500};

// An account that is told to wait, but not its service, is asked again in this
// refresh only if the wait is short: everybody's list waits with it. The limits
// of ListenBrainz count in windows as long as this.
inline constexpr Millis kLongestOwnWait{10'000};

// Who has got an objection of a service so far in this refresh.
struct Witnesses {
  std::string_view first;                  // the member; "" for nobody
  bool are_enough = false;                 // kWitnesses of them
  std::optional<UnixMillis> paused_until;  // the longest that they were asked for
};

// The witnesses of one service, by Objection.
using Tally = std::array<Witnesses, kObjections>;

// Valid while the question is.
struct Next {
  std::optional<Question> question;  // about the same account
  bool is_retry = false;             // it comes out of the plan's retries
  Millis after{0};                   // not before
  std::optional<Millis> pause;       // no request to the service before
  bool stops_service = false;        // no further request to it at all
  // None before the next answer, if one is under way: it may be a second witness.
  bool holds_service = false;
};

struct Circumstances {
  std::size_t retries_left = 0;
  std::uint32_t entropy = 0;
  UnixMillis now;
};

// An objection is noted in `tally`, and holds for the service when it has
// witnesses enough; until then the other accounts go on being asked.
[[nodiscard]] Next next_after(const Answer& answer, const Question& question,
                              const Service& service, const Circumstances& at, Tally& tally);

}  // namespace user_listens
