// ListenBrainz: what an account plays now, and, if nothing, what it played last
// (https://listenbrainz.readthedocs.io/en/latest/users/api/core.html).
//
// Each quirk names the fixture that shows it (tests/fixtures/listenbrainz).
#pragma once

#include "upstream/service.h"

namespace user_listens {

namespace listenbrainz {

enum Step : std::uint32_t { playing_now, listens };

[[nodiscard]] std::string_view url(const Question& question, const Access& access, Arena& arena);
[[nodiscard]] Reading read(const Question& question, const Received& received, UnixMillis now,
                           Arena& arena);

}  // namespace listenbrainz

inline constexpr Service kListenbrainz{
    .source = "listenbrainz",
    .title = "ListenBrainz",
    .default_url = "https://api.listenbrainz.org/1/",
    .account_page = "https://listenbrainz.org/user/",
    .settings = {"LISTENBRAINZ_API_URL", "LISTENBRAINZ_BURST", "LISTENBRAINZ_PER_SECOND"},
    .secret_setting = "LISTENBRAINZ_TOKEN",
    .needs_secret = false,
    .authorization = "Token ",
    // 30 requests in ten seconds for one address.
    .pace = {.burst = 30, .per_second = 3, .window = Millis{10'000}},
    .pause = Seconds{30},
    .max_account_bytes = 128,
    .questions = 2,
    .url = listenbrainz::url,
    .read = listenbrainz::read};

}  // namespace user_listens
