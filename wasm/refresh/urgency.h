// Whom to ask first, when not everybody can be.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "listen/memory.h"

namespace user_listens {

// Nobody waits for longer, as long as the budget allows it.
inline constexpr Seconds kLongestWait = std::chrono::hours{6};

// How often an account should be asked about: each tick while it is heard, then
// less and less often, kLongestWait at the most; more often in the hours of the
// day in which it usually listens.
[[nodiscard]] Seconds interval(const Memory& memory, UnixMillis now);

// The larger, the sooner: how much of the interval has passed, in thousandths;
// kLapsing and more for an account that plays, or did just now, and whose row
// would cease to say so; kOverdue and more for one that would soon wait for
// kLongestWait; the largest number of all for one that was never asked about.
inline constexpr std::int64_t kLapsing = std::int64_t{1} << 50;
inline constexpr std::int64_t kOverdue = std::int64_t{1} << 60;
[[nodiscard]] std::int64_t urgency(const Memory& memory, UnixMillis now);

// Whether its last request came to nothing. One that was never sent, or cut off
// by the deadline, says nothing of the account.
[[nodiscard]] bool has_failed(const Memory& memory);

// Whether the last answer asks for leaving the account alone for now.
[[nodiscard]] bool is_backed_off(const Memory& memory, UnixMillis now);

}  // namespace user_listens
