#include "reply/presentation.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/crc32c.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "cache/format.h"
#include "cache/freshness.h"
#include "render/scene.h"

namespace user_listens {
namespace {

constexpr std::string_view kDataHead = R"({"data":)";
constexpr std::string_view kWarming = "Cache warming in progress. Data will appear shortly.";
constexpr std::string_view kUnreadable =
    "The list cannot be read at the moment. Try again in a minute.";
constexpr std::string_view kRetryAfter = "60";

// What stands around the tracks has less.
constexpr std::size_t kAroundTracks = 256;

// A list that cannot be read is neither empty nor on its way.
constexpr FoundList kCannotBeRead{.stale_reason = "unreadable", .absence = Absence::unreadable};

std::string data_of(const FoundList& found) {
  json::Writer out;
  const auto tracks_bytes =
      found.sealed ? found.sealed->tracks.size() : found.tracks.size() * kUsualListenBytes;
  out.reserve(tracks_bytes + kAroundTracks);
  {
    const auto scope = out.object();
    if (found.sealed) {
      out.raw_field("data", found.sealed->tracks);
    } else {
      const auto tracks = out.key("data").array();
      for (const Listen& track : found.tracks) write_listen(out, track);
    }
    out.field("lastUpdated", found.last_updated);
    out.field("cached", found.absence == Absence::none);
    if (found.absence == Absence::warming) {
      out.field("message", kWarming);
    } else {
      out.field("version", kFormatVersion);
      out.field("stale", !found.stale_reason.empty());
      if (!found.stale_reason.empty()) out.field("staleReason", found.stale_reason);
    }
    if (found.absence == Absence::unreadable) out.field("message", kUnreadable);
  }
  return out.take();
}

std::string scene_of(const FoundList& found, const RequestContext& at) {
  Scene scene{.form = at.route.form,
              .now = at.now,
              .absence = found.absence,
              .theme = at.parameters.theme,
              .width = at.parameters.width,
              .origin = at.origin,
              .build = at.deployment.id,
              .token = at.page_token,
              .listens = {found.tracks.begin(), found.tracks.end()}};
  if (!is_feed(scene.form)) {
    scene.updated = found.last_updated;
    scene.is_stale = !found.stale_reason.empty() && found.absence == Absence::none;
  }
  return encode_scene(scene);
}

// Of a scene it is weak, and holds for the minute where times are told: that is
// how exactly.
// Of sealed tracks the checksum is known, the value's that they stand in.
std::string_view tag_of(std::string_view body, const FoundList& found, const RequestContext& at) {
  std::int64_t version = at.now.time_since_epoch() / Seconds{60};
  std::uint32_t before = 0;
  const bool is_data = at.route.handler == Handler::data;
  if (is_data) {
    version = static_cast<std::int64_t>(body.size());
  } else {
    body.remove_suffix(passing_bytes(at.page_token));
    if (is_feed(at.route.form)) version = 0;
  }
  if (found.sealed) {
    before = found.sealed->crc32c;
    body.remove_prefix(kDataHead.size() + found.sealed->tracks.size());
  }
  return at.arena.joined(
      {is_data ? "\"" : "W/\"", hexadecimal(crc32c(body, before)), "-", decimal(version), "\""});
}

// As kAMoment says to others.
constexpr Millis kLongestStandIn{5000};

// The reply says whether the list is fresh: it is kept no longer than that is
// so. What stands in for it may soon be replaced, and what is of no good value at once.
Millis keeping_time(const FoundList& found, bool is_good, const RequestContext& at) {
  if (!found.source) return Millis{0};
  return is_good ? *found.last_updated + kFreshFor - at.now : kLongestStandIn;
}

// How long others may keep it.
std::string_view cache_control_of(bool is_data, bool is_good, const RequestContext& at) {
  if (is_data && at.settings.wants_token) return kForOne;
  return is_good ? kHalfAMinute : kAMoment;
}

}  // namespace

Response present(const FoundList& found, const RequestContext& at) {
  const bool is_data = at.route.handler == Handler::data;
  std::string body = is_data ? data_of(found) : scene_of(found, at);
  const auto tag = tag_of(body, found, at);
  const bool is_good = found.stale_reason.empty() && found.absence == Absence::none;
  Response response = response_of(200, at.route.kind, std::move(body),
                                  cache_control_of(is_data, is_good, at), at.delivery);
  if (at.route.kind.policy == kPagePolicy) {
    response.add_header("permissions-policy", "camera=(), microphone=(), geolocation=()");
    response.add_header("cross-origin-opener-policy", "same-origin");
  }
  if (found.absence == Absence::none) response.add_header("etag", tag);
  if (!response.body.empty()) response.template_name = at.route.template_name;
  response.source = found.source;
  response.keep_for = std::min<Millis>(at.settings.reply_cache, keeping_time(found, is_good, at));
  return response;
}

std::string_view cache_key_of(const RequestContext& at) {
  const auto& [limit, width, theme] = at.parameters;
  return at.arena.joined({at.delivery.is_head ? "HEAD" : "GET", "\n", at.origin, at.route.path,
                          "\n", decimal(limit.value_or(0)), "\n", decimal(width), "\n",
                          decimal(static_cast<std::uint32_t>(theme)), "\n",
                          at.delivery.allowed_origin});
}

Response unreadable_response(const RequestContext& at) {
  if (!is_feed(at.route.form)) return present(kCannotBeRead, at);
  Response response = error_response(503, kUnreadable, at.delivery);
  response.add_header("retry-after", kRetryAfter);
  return response;
}

Response last_resort() { return json_response(200, data_of(kCannotBeRead), kAMoment, Delivery{}); }

}  // namespace user_listens
