// What the Worker answers: the API, the page, the card, the feeds and the text
// (reply/route.h). It reads KV when it must, one key after another, and never
// writes.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "base/log.h"
#include "base/time.h"
#include "cache/deployment.h"
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

// Who answers, and when.
struct Situation {
  const Settings& settings;
  const Deployment& deployment;
  UnixMillis now;
};

// `stored` holds what earlier steps ordered, in their order; it is empty at
// the first step.
[[nodiscard]] Step answer_request(const Request& request, std::span<const Stored> stored,
                                  const Situation& situation, Arena& arena, Log& log);

}  // namespace user_listens
