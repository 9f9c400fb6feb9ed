// Sanitizes JSON text that is right but for its strings.
//
// The music services pass on what listeners' players sent: raw control
// characters, ill-formed UTF-8 and escapes of lone surrogates occur in names
// (tests/fixtures/lastfm/control_characters.json, lone_surrogate.json). A
// strict parser refuses the whole answer for it. Within strings, raw control
// characters become spaces, and whatever is no character becomes U+FFFD;
// outside of strings nothing is touched.
#pragma once

#include <string>
#include <string_view>

namespace user_listens::json {

[[nodiscard]] std::string sanitized(std::string_view text);

}  // namespace user_listens::json
