// An HTTP response as data, and the headers that every one carries.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/header.h"
#include "reply/request.h"
#include "settings/settings.h"

namespace user_listens {

// Which of the values that were read a response was made of, and when that was written.
struct Source {
  std::size_t position = 0;
  std::optional<UnixMillis> written_at = {};  // nothing: unknown
};

// The views in the headers live as long as the arena of the call.
struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  // The body is a scene (render/scene.h), to be rendered with this template of
  // templates/; "" when it is the body itself.
  std::string_view template_name = {};
  // Which of the values that were read it was made of, when that one is good:
  // worth a copy, for when KV cannot be read.
  std::optional<Source> source = {};
  // For how long the same request may be answered with it again.
  Millis keep_for{0};

  void add_header(std::string_view name, std::string_view value) {
    headers.push_back({name, value});
  }
};

// How long others may keep a response.
inline constexpr std::string_view kNotAtAll = "no-store";
inline constexpr std::string_view kHalfAMinute = "public, max-age=30";
inline constexpr std::string_view kAMoment = "public, max-age=5";
// What was for one who may see it: it is for no other, and is asked for anew.
inline constexpr std::string_view kForOne = "private, no-cache";

// What a browser may do with a body that it shows.
inline constexpr std::string_view kNothingAllowed = "default-src 'none'; frame-ancestors 'none'";

struct Kind {
  std::string_view content_type;
  std::string_view policy = kNothingAllowed;  // Content-Security-Policy
};

inline constexpr Kind kJson{"application/json; charset=utf-8"};

// Which other site's pages may read it: "*", the request's own origin, or "" for none.
[[nodiscard]] std::string_view allowed_origin(const Request& request, const Settings& settings);

// How a response is sent: all that it owes to the request beside what was asked.
struct Delivery {
  bool is_head = false;                  // without a body
  std::string_view allowed_origin = {};  // as above
  bool varies_by_origin = false;         // other origins get other headers
};
[[nodiscard]] Delivery delivery_of(const Request& request, const Settings& settings);

// A response with security headers, and CORS for an allowed origin.
[[nodiscard]] Response response_of(int status, const Kind& kind, std::string body,
                                   std::string_view cache_control, const Delivery& delivery);

[[nodiscard]] Response json_response(int status, std::string body, std::string_view cache_control,
                                     const Delivery& delivery);

// {"error":"…"}
[[nodiscard]] Response error_response(int status, std::string_view message,
                                      const Delivery& delivery);

// Whether an If-None-Match names the ETag, so that 304 says enough.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace user_listens
