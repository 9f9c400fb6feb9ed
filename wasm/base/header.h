// A header of HTTP, of a request or a response.
#pragma once

#include <string_view>

namespace user_listens {

// Valid while the arena of the call is.
struct Header {
  std::string_view name;  // in lower case
  std::string_view value;
};

}  // namespace user_listens
