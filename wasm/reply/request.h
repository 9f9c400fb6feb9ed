// An HTTP request to the API, and where its URL leads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace user_listens {

// Views live until the call of the boundary returns.
struct Request {
  std::string_view method;
  std::string_view url;            // absolute, as the runtime gives it
  std::string_view if_none_match;  // "" without the header, here and below
  std::string_view origin;
};

// "https://host/a/b?c=d" is "/a/b" and "c=d".
struct Target {
  std::string_view path;
  std::string_view query;
};
[[nodiscard]] Target target_of(std::string_view url);

// The number in "limit=N" of a query.
struct LimitParameter {
  bool is_valid = true;
  std::optional<std::size_t> limit;  // nothing when not given
};
// Valid from 1 to `most`, given once, in decimal. Other parameters do not count.
[[nodiscard]] LimitParameter read_limit(std::string_view query, std::size_t most);

}  // namespace user_listens
