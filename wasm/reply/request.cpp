#include "reply/request.h"

#include "base/ascii.h"
#include "base/url.h"

namespace user_listens {

Target target_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    const auto path = url.find_first_of("/?#", scheme + 3);
    url.remove_prefix(path == std::string_view::npos ? url.size() : path);
  }
  url = url.substr(0, url.find('#'));
  const auto mark = url.find('?');
  if (mark == std::string_view::npos) return {.path = url, .query = {}};
  return {.path = url.substr(0, mark), .query = url.substr(mark + 1)};
}

LimitParameter read_limit(std::string_view query, std::size_t most) {
  LimitParameter parameter;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    const auto equals = pair.find('=');
    if (form_decoded(pair.substr(0, equals)) != "limit") continue;
    const auto value =
        equals == std::string_view::npos ? std::nullopt : form_decoded(pair.substr(equals + 1));
    const auto number = value ? ascii::integer(*value) : std::nullopt;
    const bool fits = number && *number >= 1 && *number <= static_cast<std::int64_t>(most);
    if (!fits || parameter.limit) return {.is_valid = false, .limit = {}};
    parameter.limit = static_cast<std::size_t>(*number);
  }
  return parameter;
}

}  // namespace user_listens
