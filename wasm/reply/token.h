// The request token: what the list's API wants to see when INTERNAL_API_SECRET
// is set, and what the page then carries for its own script.
//
//   base64({"iat":…,"exp":…}) "." hexadecimal HMAC-SHA-256 of that base64 text
//
// Times are Unix seconds. Base64 and HMAC are the platform's: the shim signs the
// claims that it is told to, and gives back those of a token whose code is right.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"

namespace user_listens {

inline constexpr std::string_view kTokenHeader = "X-Internal-Token";

// Of a token that holds from now on, as JSON.
[[nodiscard]] std::string_view new_claims(UnixMillis now, Arena& arena);

enum class TokenState : std::uint8_t { valid, expired, invalid };

struct ClaimsReading {
  TokenState state;
  UnixMillis expires;  // of a valid one
};

// "" for those of a token whose code is wrong.
[[nodiscard]] ClaimsReading read_claims(std::string_view claims, UnixMillis now);

}  // namespace user_listens
