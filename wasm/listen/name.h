// Names of artists, albums and tracks as listens hold them, whoever told them:
// a music service, or another writer of our list.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/arena.h"

namespace user_listens {

// Longest name kept, in characters; the rest is cut with an ellipsis. Last.fm
// allows 255.
inline constexpr std::size_t kMaxNameCharacters = 300;

// Without invisible characters at its ends, with a blank for each control
// character and line separator within, and no longer than that. A name that is
// so already is given back as it is.
[[nodiscard]] std::string_view clean_name(std::string_view name, Arena& arena);

}  // namespace user_listens
