// As much of URLs (RFC 3986) as requests, settings and covers need.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"

namespace user_listens {

// Everything but unreserved characters is encoded; a blank becomes "%20".
[[nodiscard]] std::string percent_encoded(std::string_view component);

// Decodes "%20" and "+"; nothing when a percent sign is not followed by two
// hexadecimal digits.
[[nodiscard]] std::optional<std::string_view> form_decoded(std::string_view component,
                                                           Arena& arena);

// "host:port" of a URL that begins with `scheme` ("https://"); nothing when
// there is no host, or it has a user, or the URL holds a blank, a control
// character, or one of "<>\" and the double quote, which no URL may.
[[nodiscard]] std::optional<std::string_view> host_of(std::string_view url,
                                                      std::string_view scheme);

}  // namespace user_listens
