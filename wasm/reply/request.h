// An HTTP request to the API, and where its URL leads.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/arena.h"

namespace user_listens {

// Views live until the call of the boundary returns.
struct Request {
  std::string_view method;
  std::string_view url;            // absolute, as the runtime gives it
  std::string_view if_none_match;  // "" without the header, here and below
  std::string_view origin;
  std::string_view token;             // X-Internal-Token
  std::string_view announced_method;  // Access-Control-Request-Method, of a preflight
  bool is_limited = false;            // who asks has asked too often
};

// "https://host/a/b?c=d" is "https://host", "/a/b" and "c=d".
struct Target {
  std::string_view origin;
  std::string_view path;
  std::string_view query;
};
[[nodiscard]] Target target_of(std::string_view url);

// "name=value" of a query.
struct Parameter {
  std::size_t count = 0;  // how often it is given
  std::optional<std::string_view>
      value;  // of the last; nothing without "=", or of ill-formed encoding
};
[[nodiscard]] Parameter parameter(std::string_view query, std::string_view name, Arena& arena);

}  // namespace user_listens
