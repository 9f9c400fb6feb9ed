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

// What stands around the tracks has less.
constexpr std::size_t kAroundTracks = 256;

std::string data_of(const FoundList& found) {
  json::Writer out;
  if (found.sealed) out.reserve(found.sealed->tracks.size() + kAroundTracks);
  {
    const auto scope = out.object();
    if (found.sealed) {
      out.raw_field("data", found.sealed->tracks);
    } else {
      const auto tracks = out.key("data").array();
      for (const Listen& track : found.tracks) write_listen(out, track);
    }
    out.field("lastUpdated", found.last_updated);
    out.field("cached", !found.is_warming);
    if (found.is_warming) {
      out.field("message", kWarming);
    } else {
      out.field("version", kFormatVersion);
      out.field("stale", !found.stale_reason.empty());
      if (!found.stale_reason.empty()) out.field("staleReason", found.stale_reason);
    }
  }
  return out.take();
}

std::string scene_of(const FoundList& found, const Inquiry& at) {
  Scene scene{.form = at.route.form,
              .now = at.now,
              .is_warming = found.is_warming,
              .theme = at.wishes.theme,
              .width = at.wishes.width,
              .origin = at.origin,
              .build = at.deployment.id,
              .token = at.page_token,
              .listens = found.tracks};
  if (!is_feed(scene.form)) {
    scene.updated = found.last_updated;
    scene.is_stale = !found.stale_reason.empty();
  }
  return encode_scene(scene);
}

// Of a scene it is weak, and holds for the minute where times are told: that is
// how exactly.
// Of sealed tracks the checksum is known, the value's that they stand in.
std::string_view tag_of(std::string_view body, const FoundList& found, const Inquiry& at) {
  std::int64_t version = at.now.time_since_epoch() / Seconds{60};
  std::uint32_t before = 0;
  const bool is_data = at.route.answering == Answering::data;
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
// so, and no longer than who asks may ask. What stands in for it may soon be replaced, and what is
// of no good value at once.
Millis keeping_time(const FoundList& found, bool is_good, const Inquiry& at) {
  if (!found.source) return Millis{0};
  const Millis as_list = is_good ? *found.last_updated + kFreshFor - at.now : kLongestStandIn;
  return at.admitted_until ? std::min(as_list, *at.admitted_until - at.now) : as_list;
}

}  // namespace

Response present(const FoundList& found, const Inquiry& at) {
  const bool is_data = at.route.answering == Answering::data;
  std::string body = is_data ? data_of(found) : scene_of(found, at);
  const auto tag = tag_of(body, found, at);
  const bool is_good = found.stale_reason.empty() && !found.is_warming;
  const auto for_others = is_good ? kHalfAMinute : kAMoment;
  Response response =
      response_of(200, at.route.kind, std::move(body), at.admitted_until ? kForOne : for_others,
                  at.request, at.settings);
  if (at.route.kind.policy == kPagePolicy) {
    response.add_header("permissions-policy", "camera=(), microphone=(), geolocation=()");
    response.add_header("cross-origin-opener-policy", "same-origin");
  }
  if (!found.is_warming) revalidate(response, tag, at.request);
  if (!response.body.empty()) response.template_name = at.route.template_name;
  response.source = found.source;
  response.keep_for = std::min<Millis>(at.settings.reply_cache, keeping_time(found, is_good, at));
  return response;
}

Response warming_response(const Request& request, const Settings& settings) {
  return json_response(200, data_of({.is_warming = true}), kAMoment, request, settings);
}

}  // namespace user_listens
