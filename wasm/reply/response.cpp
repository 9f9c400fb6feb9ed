#include "reply/response.h"

#include <array>

#include "base/ascii.h"
#include "base/json_writer.h"

namespace user_listens {
namespace {

constexpr std::array kSecurity{Header{"x-content-type-options", "nosniff"},
                               Header{"referrer-policy", "no-referrer"}};

void add_cors(Response& response, const Delivery& delivery) {
  if (delivery.varies_by_origin) response.add_header("vary", "Origin");
  if (delivery.allowed_origin.empty()) return;
  response.add_header("access-control-allow-origin", delivery.allowed_origin);
}

}  // namespace

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

std::string_view allowed_origin(const Request& request, const Settings& settings) {
  std::string_view own;
  for (const auto origin : settings.allowed_origins) {
    if (origin == "*") return origin;
    if (origin == request.origin) own = origin;
  }
  return own;
}

Delivery delivery_of(const Request& request, const Settings& settings) {
  const auto allowed = allowed_origin(request, settings);
  return {.is_head = request.method == "HEAD",
          .allowed_origin = allowed,
          .varies_by_origin = !settings.allowed_origins.empty() && allowed != "*"};
}

Response response_of(int status, const Kind& kind, std::string body, std::string_view cache_control,
                     const Delivery& delivery) {
  Response response{
      .status = status, .headers = {kSecurity.begin(), kSecurity.end()}, .body = std::move(body)};
  response.add_header("content-type", kind.content_type);
  response.add_header("content-security-policy", kind.policy);
  response.add_header("cache-control", cache_control);
  add_cors(response, delivery);
  if (delivery.is_head) response.body.clear();
  return response;
}

Response json_response(int status, std::string body, std::string_view cache_control,
                       const Delivery& delivery) {
  return response_of(status, kJson, std::move(body), cache_control, delivery);
}

Response error_response(int status, std::string_view message, const Delivery& delivery) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("error", message);
  }
  return json_response(status, out.take(), kNotAtAll, delivery);
}

}  // namespace user_listens
