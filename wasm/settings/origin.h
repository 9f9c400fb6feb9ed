// Hosts and origins as operators write them in settings.
#pragma once

#include <string_view>

namespace user_listens {

// "localhost", "127.0.0.1" or "[::1]", with or without a port: this machine.
[[nodiscard]] bool is_loopback(std::string_view host);

// Whether a browser can send it as Origin (RFC 6454, section 6.1): scheme://host
// or scheme://host:port in lower case, with an international name in its ASCII
// form, without the port that the scheme implies. Anything else, a pattern or a
// trailing slash say, would never match.
[[nodiscard]] bool is_origin(std::string_view text);

}  // namespace user_listens
