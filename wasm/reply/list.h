// The reply with the list, from the best that is stored: the list itself, or
// the snapshot, or what can be decoded of a broken list.
#pragma once

#include <span>

#include "base/log.h"
#include "reply/api.h"
#include "reply/presentation.h"

namespace user_listens {

[[nodiscard]] Step list_step(const RequestContext& at, std::span<const Stored> stored, Log& log);

}  // namespace user_listens
