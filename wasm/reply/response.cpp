#include "reply/response.h"

#include <array>

#include "base/ascii.h"
#include "base/json_writer.h"

namespace user_listens {
namespace {

constexpr std::array kSecurity{Header{"x-content-type-options", "nosniff"},
                               Header{"referrer-policy", "no-referrer"}};

void add_cors(Response& response, const Request& request, const Settings& settings) {
  if (settings.allowed_origins.empty()) return;
  const auto allowed = allowed_origin(request, settings);
  if (allowed != "*") response.add_header("vary", "Origin");
  if (!allowed.empty()) response.add_header("access-control-allow-origin", allowed);
}

// RFC 9110, section 13.1.2: weak comparison, since caches on the way may have
// compressed the body and weakened the tag.
bool names_tag(std::string_view if_none_match, std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  while (!if_none_match.empty()) {
    auto candidate = ascii::next_piece(if_none_match, ',');
    if (candidate == "*") return true;
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    if (candidate == tag) return true;
  }
  return false;
}

}  // namespace

std::string_view allowed_origin(const Request& request, const Settings& settings) {
  std::string_view own;
  for (const auto origin : settings.allowed_origins) {
    if (origin == "*") return origin;
    if (ascii::equal_ignoring_case(origin, request.origin)) own = request.origin;
  }
  return own;
}

Response response_of(int status, const Kind& kind, std::string body, std::string_view cache_control,
                     const Request& request, const Settings& settings) {
  Response response{.status = status, .headers = kSecurity, .body = std::move(body)};
  response.add_header("content-type", kind.content_type);
  response.add_header("content-security-policy", kind.policy);
  response.add_header("cache-control", cache_control);
  add_cors(response, request, settings);
  if (request.method == "HEAD") response.body.clear();
  return response;
}

Response json_response(int status, std::string body, std::string_view cache_control,
                       const Request& request, const Settings& settings) {
  return response_of(status, kJson, std::move(body), cache_control, request, settings);
}

Response error_response(int status, std::string_view message, const Request& request,
                        const Settings& settings) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("error", message);
  }
  return json_response(status, out.take(), kNotAtAll, request, settings);
}

void revalidate(Response& response, std::string_view tag, const Request& request) {
  response.add_header("etag", tag);
  if (!names_tag(request.if_none_match, tag)) return;
  response.status = 304;
  response.body.clear();
}

}  // namespace user_listens
