#include "reply/request.h"

#include "base/url.h"

namespace user_listens {

Target target_of(std::string_view url) {
  const auto scheme = url.find("://");
  std::string_view origin;
  if (scheme != std::string_view::npos) {
    origin = url.substr(0, url.find_first_of("/?#", scheme + 3));
    url.remove_prefix(origin.size());
  }
  url = url.substr(0, url.find('#'));
  const auto mark = url.find('?');
  if (mark == std::string_view::npos) return {.origin = origin, .path = url, .query = {}};
  return {.origin = origin, .path = url.substr(0, mark), .query = url.substr(mark + 1)};
}

Parameter parameter(std::string_view query, std::string_view name, Arena& arena) {
  Parameter found;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    const auto equals = pair.find('=');
    if (form_decoded(pair.substr(0, equals), arena) != name) continue;
    ++found.count;
    found.value = equals == std::string_view::npos ? std::nullopt
                                                   : form_decoded(pair.substr(equals + 1), arena);
  }
  return found;
}

}  // namespace user_listens
