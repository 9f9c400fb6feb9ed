// Bodies that ListenBrainz really sent, where they lie beside the checkout.
#include <doctest/doctest.h>

#include <array>

#include "upstream/answers.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using answers::CapturedCase;

constexpr auto kListenbrainzCapturedCases = std::to_array<CapturedCase>({
    {.file = "correctlyMapped_artistProperHasJoinerInName_0.json",
     .account = "kinescou",
     .step = listenbrainz::listens,
     .artist = "Tyler, The Creator",
     .track = "WUSYANAME (feat. Youngboy Never Broke Again & Ty Dolla $ign)",
     .image = "https://coverartarchive.org/release/0d8d50e3-6899-4bad-8780-3713f2b87e10/"
              "29709457239-250.jpg",
     .played_at = "2023-08-20T02:48:22.000Z",
     .url = "https://listenbrainz.org/user/kinescou"},
    {.file = "correctlyMapped_multiArtistInArtistName_0.json",
     .account = "kinescou",
     .step = listenbrainz::listens,
     .artist = "Metro Boomin, Swae Lee, Lil Wayne, Offset",
     .track = "Annihilate",
     .played_at = "2023-08-20T02:59:42.000Z",
     .url = "https://listenbrainz.org/user/kinescou"},
    {.file = "correctlyMapped_noArtistMapping_0.json",
     .account = "FoxxMD",
     .step = listenbrainz::listens,
     .artist = "Mariana Zwarg",
     .track = "Samba de Avedøre",
     .played_at = "2023-08-22T00:27:45.000Z",
     .url = "https://listenbrainz.org/user/FoxxMD"},
    {.file = "correctlyMapped_normalizedName_0.json",
     .account = "FoxxMD",
     .step = listenbrainz::listens,
     .artist = "Polo & Pan",
     .track = "Nanã",
     .image = "https://coverartarchive.org/release/f906cf78-f0cb-4633-9f8c-e431d40fc16c/"
              "16791744445-250.jpg",
     .played_at = "2023-08-21T22:13:29.000Z",
     .url = "https://listenbrainz.org/user/FoxxMD"},
    {.file = "correctlyMapped_normalizedName_1.json",
     .account = "FoxxMD",
     .step = listenbrainz::listens,
     .artist = "Dina Ögon",
     .track = "Docka kväll",
     .image = "https://coverartarchive.org/release/d5f4dcfb-3895-429f-a2be-181d9f363b57/"
              "35186352832-250.jpg",
     .played_at = "2023-08-21T19:48:33.000Z",
     .url = "https://listenbrainz.org/user/FoxxMD"},
    {.file = "correctlyMapped_trackNameSlightlyDifferent_0.json",
     .account = "FoxxMD",
     .step = listenbrainz::listens,
     .artist = "The Manhattan Transfer",
     .track = "The Zoo Blues",
     .image = "https://coverartarchive.org/release/f4392399-9b41-4f57-802e-f6ff6f8ae01c/"
              "25434696757-250.jpg",
     .played_at = "2023-08-14T22:49:30.000Z",
     .url = "https://listenbrainz.org/user/FoxxMD"},
    {.file = "incorrectlyMapped_veryWrong_0.json",
     .account = "FoxxMD",
     .step = listenbrainz::listens,
     .artist = "Hiatus Kaiyote",
     .track = "Nakamarra",
     .image = "https://coverartarchive.org/release/09fade80-bd8a-4c08-9a00-cf1dcc7bc91c/"
              "9068009686-250.jpg",
     .played_at = "2023-08-19T20:55:49.000Z",
     .url = "https://listenbrainz.org/user/FoxxMD"},
    {.file = "playing_now_current.json",
     .account = "rob",
     .artist = "Röyksopp",
     .track = "Some Resolve",
     .album = "Profound Mysteries II",
     .now_playing = true,
     .url = "https://listenbrainz.org/user/rob"},
    {.file = "empty_user.json",
     .account = "newuser",
     .step = listenbrainz::listens,
     .kind = silent},
    {.file = "error404_user.json", .status = 404, .kind = unknown_account, .detail = "error 404"},
    {.file = "error429.json", .status = 429, .kind = rate_limited, .detail = "error 429"},
});

}  // namespace

TEST_CASE("listenbrainz captured: the answer of every body, whole and cut at every byte" *
          doctest::skip(!bodies::has_captured(kListenbrainz))) {
  answers::check_captured(kListenbrainz, kListenbrainzCapturedCases);
}

}  // namespace user_listens
