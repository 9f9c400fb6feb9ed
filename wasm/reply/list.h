// The reply with the list, from the best that is stored: the list itself, or
// the snapshot, or what can be decoded of a broken list.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "reply/api.h"

namespace user_listens {

[[nodiscard]] Step list_step(const Request& request, std::optional<std::size_t> limit,
                             std::span<const Stored> stored, const Settings& settings,
                             UnixMillis now, Arena& arena, Log& log);

}  // namespace user_listens
