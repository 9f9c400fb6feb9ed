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
  std::string_view cover;  // one that is_cover; "" for none
  std::optional<std::int64_t> played_at_s;
  bool now_playing = false;

  // A play without artist or track is not worth a row.
  [[nodiscard]] bool is_complete() const;
};

// Whether a page may load it: https, and of a length that is one.
[[nodiscard]] bool is_cover(std::string_view url);

// Services send numbers as numbers or as text.
[[nodiscard]] std::optional<std::int64_t> number(const json::Value& value);

// Without `url` where the play's is no web link. Times that cannot be are
// unknown: before the services existed, or after `now`.
[[nodiscard]] Listen listen_of(const Play& play, const Account& account, UnixMillis now,
                               Arena& arena);

}  // namespace user_listens
