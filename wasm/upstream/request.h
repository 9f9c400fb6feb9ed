// A request to a music service, as data.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/time.h"

namespace user_listens {

// Whom a request asks about. Valid while the arena of the call is.
struct Subject {
  std::string_view username;
  std::string_view source;   // "lastfm"
  std::string_view account;  // the name on that service
};

struct UpstreamRequest {
  Subject subject;
  std::string_view url;   // holds the API key: never in a log
  Millis start_after{0};  // from the beginning of the refresh, for pacing
};

// The body of a limit=1 answer has 1 to 5 KB; whole pages of 200 plays 400 KB.
inline constexpr std::size_t kMaxAnswerBytes = 1 << 20;

// Over headers and body together.
inline constexpr Millis kRequestTimeout{8000};

}  // namespace user_listens
