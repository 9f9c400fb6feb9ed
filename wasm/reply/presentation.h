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
#include "render/scene.h"
#include "reply/request.h"
#include "reply/response.h"
#include "reply/route.h"
#include "settings/settings.h"

namespace user_listens {

// A request for the list, understood. The reply sees the request through it
// alone, so that what it leaves out cannot change the reply.
struct RequestContext {
  Delivery delivery;
  std::string_view origin;  // "https://host", which links need; "" for data, which has none of ours
  const Route& route;
  QueryParameters parameters;
  const Settings& settings;
  const Deployment& deployment;
  UnixMillis now;
  Arena& arena;
  std::string_view page_token = {};  // that the page is to carry
};

// All of the above that comes from the request, as text: requests of the same
// key may be given the same reply while it is kept.
[[nodiscard]] std::string_view cache_key_of(const RequestContext& at);

struct FoundList {
  std::optional<SealedEntry> sealed = {};  // with the tracks unread; or else …
  std::span<const Listen> tracks = {};
  std::optional<UnixMillis> last_updated = {};
  std::string_view stale_reason = {};  // "" when fresh
  std::optional<Source> source = {};
  Absence absence = Absence::none;
};

[[nodiscard]] Response present(const FoundList& found, const RequestContext& at);

// There is nothing to show because what is stored cannot be read. A feed is a 503: readers keep the
// items that they have when a request fails, and may forget them when a feed is empty.
[[nodiscard]] Response unreadable_response(const RequestContext& at);

// The same for the API, when nothing else can be said.
[[nodiscard]] Response last_resort();

}  // namespace user_listens
