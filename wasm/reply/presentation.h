// A list that was found, in the form that was asked for.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "cache/deployment.h"
#include "cache/entry.h"
#include "listen/listen.h"
#include "reply/request.h"
#include "reply/response.h"
#include "reply/route.h"
#include "settings/settings.h"

namespace user_listens {

// A request for the list, understood.
struct Inquiry {
  const Request& request;
  std::string_view origin;  // "https://host"
  const Route& route;
  Wishes wishes;
  const Settings& settings;
  const Deployment& deployment;
  UnixMillis now;
  Arena& arena;
  std::optional<UnixMillis> admitted_until = {};  // by a token, which then ends
  std::string_view page_token = {};               // that the page is to carry
};

struct FoundList {
  std::optional<SealedEntry> sealed = {};  // with the tracks unread; or else …
  std::span<const Listen> tracks = {};
  std::optional<UnixMillis> last_updated = {};
  std::string_view stale_reason = {};  // "" when fresh
  std::optional<std::size_t> source = {};
  bool is_warming = false;  // there is none yet
};

[[nodiscard]] Response present(const FoundList& found, const Inquiry& at);

// When nothing else can be said: 200 and an empty list that is on its way.
[[nodiscard]] Response warming_response(const Request& request, const Settings& settings);

}  // namespace user_listens
