// Whether the list that was written is the list that is stored.
//
// KV has no compare-and-set, and a read may bring a copy older than the last
// write: a copy that differs proves nothing at the first look.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/log.h"
#include "base/time.h"
#include "cache/deployment.h"
#include "cache/stored.h"

namespace user_listens {

enum class Confirmation : std::uint8_t {
  confirmed,    // the very bytes came back
  unconfirmed,  // none or an older copy came back, twice
  mismatch,     // something came back that we did not write and that is no older copy
  refused,      // KV did not take the write
};

struct Verdict {
  Confirmation confirmation;
  // Whether what this run has learned is to be kept. It is, whatever befell the
  // list, unless another run has written one since this one began, perhaps from
  // a later roster, or a newer deployment has: their snapshot will follow.
  bool earns_snapshot = true;
};
[[nodiscard]] std::string_view name(Confirmation confirmation);

inline constexpr Millis kLookAgainAfter{1500};

struct WriteFacts {
  std::string_view written;
  std::size_t track_count;
  std::optional<std::string_view> refusal;  // KV's error on the write
  Stored read_back;
  std::int64_t look;   // 1 for the first
  UnixMillis started;  // of the run, before it read the roster
  UnixMillis now;
};

// Nothing: look again after kLookAgainAfter.
[[nodiscard]] std::optional<Verdict> confirm_write(const WriteFacts& facts,
                                                   std::span<const std::string_view> secrets,
                                                   Log& log);

}  // namespace user_listens
