// A request to a music service, as data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "listen/account.h"

namespace user_listens {

// What a request wants to know. Valid while the arena of the call is.
struct Question {
  Account account;
  std::uint32_t step = 0;     // which of the service's questions about an account, from 0
  std::uint32_t attempt = 0;  // how often it was asked before in this refresh
  // It failed before while its service answered others: what it claims about
  // the service is no evidence.
  bool known_to_fail = false;
};

struct UpstreamRequest {
  Question question;
  std::string_view url;  // may hold an API key: never in a log
};

// The body of a limit=1 answer has 1 to 5 KB; whole pages of 200 plays 400 KB.
inline constexpr std::size_t kMaxAnswerBytes = 1 << 20;

// Over headers and body together.
inline constexpr Millis kRequestTimeout{8000};

}  // namespace user_listens
