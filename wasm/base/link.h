// Links as a list may hold them: of covers, and of the pages of tracks. They
// come from strangers, and end in pages, in RSS and in JSON Feed, which want URLs
// (RFC 3986) and not IRIs (RFC 3987).
#pragma once

#include <cstddef>
#include <string_view>

#include "base/arena.h"

namespace user_listens {

inline constexpr std::size_t kMaxUrlBytes = 2048;

// The link as a URL of ASCII: what else its path, query and fragment hold is
// percent-encoded as UTF-8. "" for one that is not to be followed:
//   - of another scheme than https, to the letter:   javascript:alert(1)
//   - without a host, or with one that cannot be:     https:///a, https://bj\u00f6rk.example/
//   - with a user:                                    https://bank.example@a.example/
//   - with a blank, a control character, a double quote, "<", ">", "\" or an
//     invisible character (base/visible.h):           https://a.example/ b
//   - that is ill-formed, or longer than kMaxUrlBytes once it is encoded.
// Most links are whole as they are, and given back; others are kept in the arena.
[[nodiscard]] std::string_view https_link(std::string_view link, Arena& arena);

}  // namespace user_listens
