#include "reply/admission.h"

#include <cstddef>

namespace user_listens {
namespace {

// Far more than any address of ours, any tag, origin or token has.
constexpr std::size_t kLongestUrl = 2048;
constexpr std::size_t kLongestHeader = 1024;

constexpr Refusal kLongAddress{414, "The address is too long."};
constexpr Refusal kLongHeader{431, "A header is too long."};
// To a browser that asks whether a page of another origin may send a token. GET
// and HEAD, which are all there is, need no permission.
constexpr Refusal kPreflight{204, "", {"access-control-allow-headers", kTokenHeader}};
// The period of a rate limit is 10 or 60 seconds.
constexpr Refusal kTooMany{429, "Too many requests: try again in a minute.", {"retry-after", "60"}};
constexpr Refusal kNotFound{404, "There is nothing here."};
constexpr Refusal kNotAllowed{405, "Only GET and HEAD are answered.", {"allow", "GET, HEAD"}};

constexpr Header kScheme{"www-authenticate", kTokenHeader};
constexpr Refusal kNoToken{401, "X-Internal-Token is missing.", kScheme};
constexpr Refusal kExpired{401, "X-Internal-Token has expired.", kScheme};
constexpr Refusal kInvalid{401, "X-Internal-Token is not valid.", kScheme};

}  // namespace

const Refusal* refusal_of(const Request& request, const Route* route, const Settings& settings) {
  if (request.url.size() > kLongestUrl) return &kLongAddress;
  for (const auto header : {request.if_none_match, request.origin, request.token}) {
    if (header.size() > kLongestHeader) return &kLongHeader;
  }
  if (request.is_limited) return &kTooMany;
  if (route == nullptr) return &kNotFound;
  if (request.method == "GET" || request.method == "HEAD") return nullptr;
  const bool is_preflight = route->handler == Handler::data && request.method == "OPTIONS" &&
                            !request.announced_method.empty();
  return is_preflight && !allowed_origin(request, settings).empty() ? &kPreflight : &kNotAllowed;
}

const Refusal& no_token() { return kNoToken; }

const Refusal& refusal_of(TokenState state) {
  return state == TokenState::expired ? kExpired : kInvalid;
}

Response refuse(const Refusal& refusal, const Request& request, const Settings& settings) {
  Response response =
      error_response(refusal.status, refusal.message, delivery_of(request, settings));
  if (&refusal == &kPreflight) {
    response.body.clear();
    response.add_header("access-control-max-age", "7200");
  }
  const auto& [name, value] = refusal.header;
  if (!name.empty()) response.add_header(name, value);
  return response;
}

}  // namespace user_listens
