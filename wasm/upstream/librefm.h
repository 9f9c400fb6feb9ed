// Libre.fm, and any other GNU FM server, through its base URL
// (https://git.gnu.io/foocorp/gnu-fm). It checks no key.
#pragma once

#include "upstream/audioscrobbler.h"

namespace user_listens {

inline constexpr Service kLibrefm{
    .source = "librefm",
    .title = "Libre.fm",
    .default_url = "https://libre.fm/2.0/",
    .account_page = "https://libre.fm/user/",
    .settings = {"LIBREFM_API_URL", "LIBREFM_BURST", "LIBREFM_PER_SECOND"},
    .secret_setting = "",
    .needs_secret = false,
    .authorization = "",
    .pace = {.burst = 10, .per_second = 2},
    .pause = std::chrono::minutes{10},
    .max_account_bytes = 128,
    .questions = 1,
    .url = audioscrobbler::recent_tracks_url,
    .read = audioscrobbler::read_recent_tracks};

}  // namespace user_listens
