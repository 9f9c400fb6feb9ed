// The health reply, for uptime monitors: 200 while the list is fresh, 503 when
// it is stale or missing, and in the body what an operator asks next.
#pragma once

#include <span>

#include "reply/api.h"

namespace user_listens {

[[nodiscard]] Step health_step(const Request& request, std::span<const Stored> stored,
                               const Settings& settings, UnixMillis now, Arena& arena);

}  // namespace user_listens
