// What a refresh does next about an answer: listen/answer.h has the table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "listen/answer.h"
#include "upstream/request.h"
#include "upstream/service.h"

namespace user_listens {

// How often a request is repeated at most, and how long after: the double each
// time, and up to as much again by chance, so that they do not come in step.
inline constexpr std::uint32_t kMostAttempts = 2;
inline constexpr Millis kRetryAfter{500};

// Valid while the question is.
struct Next {
  std::optional<Question> question;  // about the same account
  bool is_retry = false;             // it comes out of the plan's retries
  Millis after{0};                   // not before
  std::optional<Millis> pause;       // no request to the service before
  bool stops_service = false;        // no further request to it at all
};

struct Circumstances {
  std::size_t retries_left = 0;
  std::uint32_t entropy = 0;
  UnixMillis now;
};

[[nodiscard]] Next next_after(const Answer& answer, const Question& question,
                              const Service& service, const Circumstances& at);

}  // namespace user_listens
