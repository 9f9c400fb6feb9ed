#include "reply/response.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/crc32c.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace user_listens {
namespace {

void add_cors(Response& response, const Request& request, const Settings& settings) {
  const auto& allowed = settings.allowed_origins;
  if (allowed.empty()) return;
  if (std::find(allowed.begin(), allowed.end(), "*") != allowed.end()) {
    response.add_header("access-control-allow-origin", "*");
    return;
  }
  response.add_header("vary", "Origin");
  const bool is_allowed = std::any_of(allowed.begin(), allowed.end(), [&](const auto& origin) {
    return ascii::equal_ignoring_case(origin, request.origin);
  });
  if (is_allowed) {
    response.add_header("access-control-allow-origin", request.origin);
  }
}

// RFC 9110, section 13.1.2: weak comparison, since caches on the way may have
// compressed the body and weakened the tag.
bool names_tag(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    auto candidate = ascii::next_piece(if_none_match, ',');
    if (candidate == "*") return true;
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    if (candidate == tag) return true;
  }
  return false;
}

}  // namespace

Response json_response(int status, std::string body, std::string_view cache_control,
                       const Request& request, const Settings& settings) {
  Response response{
      .status = status,
      .headers = {{"content-type", "application/json; charset=utf-8"},
                  {"cache-control", cache_control},
                  {"x-content-type-options", "nosniff"},
                  {"content-security-policy", "default-src 'none'; frame-ancestors 'none'"},
                  {"referrer-policy", "no-referrer"}},
      .body = std::move(body)};
  add_cors(response, request, settings);
  if (request.method == "HEAD") response.body.clear();
  return response;
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

void revalidate(Response& response, std::string_view body, const Request& request, Arena& arena) {
  const auto tag = arena.joined({"\"", hexadecimal(crc32c(body)), "-", decimal(body.size()), "\""});
  response.add_header("etag", tag);
  if (!names_tag(request.if_none_match, tag)) return;
  response.status = 304;
  response.body.clear();
}

}  // namespace user_listens
