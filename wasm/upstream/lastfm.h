// Last.fm. Its terms ask for an identifiable User-Agent, for fewer than
// "several calls per second continuously", and for links back
// (https://www.last.fm/api/tos). It sends no headers about limits.
#pragma once

#include "upstream/audioscrobbler.h"

namespace user_listens {

inline constexpr Service kLastfm{
    .source = "lastfm",
    .title = "Last.fm",
    .default_url = "https://ws.audioscrobbler.com/2.0/",
    .account_page = "https://www.last.fm/user/",
    .settings = {"LASTFM_API_URL", "LASTFM_BURST", "LASTFM_PER_SECOND"},
    .secret_setting = "LASTFM_API_KEY",
    .needs_secret = true,
    .authorization = "",
    .pace = {.burst = 20, .per_second = 5},
    .pause = std::chrono::minutes{10},
    // It gives out 2 to 15 characters; old accounts and e-mail addresses are longer.
    .max_account_bytes = 128,
    .questions = 1,
    .url = audioscrobbler::recent_tracks_url,
    .read = audioscrobbler::read_recent_tracks};

}  // namespace user_listens
