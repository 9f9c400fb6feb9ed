// What the Worker answers: the API, the page, the card, the feeds and the text
// (reply/route.h). It reads KV when it must, one key after another, and never
// writes.
#pragma once

#include <optional>
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

// What must be done before the request can be answered, as the boundary calls it.
inline constexpr std::string_view kRead = "read";      // a key of KV
inline constexpr std::string_view kSign = "sign";      // claims, with the secret kTokenSecret
inline constexpr std::string_view kVerify = "verify";  // a token, with the same

struct ReplyEffect {
  std::string_view verb;
  std::string_view object;
};

using Step = std::variant<ReplyEffect, Response>;

// Who answers, and when.
struct WorkerContext {
  const Settings& settings;
  const Deployment& deployment;
  UnixMillis now;
  std::string_view token = {};                  // that was signed for this request; "" for none yet
  std::optional<std::string_view> claims = {};  // of the one that was verified for it
};

// What must be done first, or the key of a reply that is kept (cache_key_of), or
// "" when none may be. Who may not be answered finds no kept reply either.
[[nodiscard]] std::variant<ReplyEffect, std::string_view> find_cache_key(
    const Request& request, const WorkerContext& worker, Arena& arena);

// `stored` holds what earlier steps asked for, in their order; it is empty at
// the first step.
[[nodiscard]] Step answer_request(const Request& request, std::span<const Stored> stored,
                                  const WorkerContext& worker, Arena& arena, Log& log);

}  // namespace user_listens
