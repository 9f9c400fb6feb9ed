// Last.fm's user.getRecentTracks (https://www.last.fm/api/show/user.getRecentTracks).
//
// What the service really answers differs from its documentation; each quirk
// names the fixture that shows it (tests/fixtures/lastfm).
#pragma once

#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "listen/answer.h"
#include "upstream/received.h"
#include "upstream/request.h"

namespace user_listens::lastfm {

inline constexpr std::string_view kSource = "lastfm";

// Longest account name that is asked for, in bytes. Last.fm gives out 2 to 15
// characters; old accounts and e-mail addresses as names are longer.
inline constexpr std::size_t kMaxAccountBytes = 128;

[[nodiscard]] std::string_view recent_tracks_url(std::string_view base_url,
                                                 std::string_view account, std::string_view key,
                                                 Arena& arena);

// Never fails: whatever was received is an answer of some kind.
[[nodiscard]] Answer read_recent_tracks(const Subject& subject, const Received& received,
                                        UnixMillis now, Arena& arena);

}  // namespace user_listens::lastfm
