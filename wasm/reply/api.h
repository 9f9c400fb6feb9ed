// The read-only API: GET and HEAD on /api/internal/user-listens and
// /api/internal/health. It reads KV when it must, one key after another, and
// never writes.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "base/log.h"
#include "base/time.h"
#include "cache/stored.h"
#include "reply/request.h"
#include "reply/response.h"
#include "settings/settings.h"

namespace user_listens {

// Another key must be read before the request can be answered.
struct ReadOrder {
  std::string_view key;
};

using Step = std::variant<ReadOrder, Response>;

// `stored` holds what earlier steps ordered, in their order; it is empty at
// the first step.
[[nodiscard]] Step answer_request(const Request& request, std::span<const Stored> stored,
                                  const Settings& settings, UnixMillis now, Arena& arena, Log& log);

// When nothing else can be said: 200 and an empty list that is on its way.
[[nodiscard]] Response warming_response(const Request& request, const Settings& settings);

}  // namespace user_listens
