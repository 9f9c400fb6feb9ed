// user.getRecentTracks of the Audioscrobbler API 2.0, which Last.fm defined
// (https://www.last.fm/api/show/user.getRecentTracks) and GNU FM servers such
// as Libre.fm copied.
//
// What the services really answer differs from that documentation; each quirk
// names the fixture that shows it (tests/fixtures/lastfm, tests/fixtures/librefm).
#pragma once

#include <string_view>

#include "upstream/reading.h"
#include "upstream/received.h"
#include "upstream/request.h"
#include "upstream/service.h"

namespace user_listens::audioscrobbler {

// One play is asked for. Servers add the one that plays now, or send more.
[[nodiscard]] std::string_view recent_tracks_url(const Question& question, const Access& access,
                                                 Arena& arena);
[[nodiscard]] Reading read_recent_tracks(const Question& question, const Received& received,
                                         UnixMillis now, Arena& arena);

}  // namespace user_listens::audioscrobbler
