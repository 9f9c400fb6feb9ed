// What Libre.fm and other GNU FM servers answer otherwise than Last.fm, one
// fixture each (tests/fixtures/librefm/README.md).
#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "upstream/answers.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using answers::CapturedCase;
using answers::Expected;
using answers::ListenedCase;
using answers::OtherCase;

constexpr Expected kLibrefmPlaying{
    .track = "Angel",
    .played_at = "",
    .now_playing = true,
    .url = "https://libre.fm/artist/Massive+Attack/album/Mezzanine/track/Angel"};
constexpr std::string_view kLibrefmAccountPage = "https://libre.fm/user/listener";

constexpr auto kLibrefmListenedCases = std::to_array<ListenedCase>({
    {.file = "single_object.json"},
    {.file = "list.json"},
    {.file = "playing_with_date.json", .listen = kLibrefmPlaying},
    {.file = "playing_and_last.json", .listen = kLibrefmPlaying},
    {.file = "playing_second.json", .listen = kLibrefmPlaying},
    {.file = "with_image.json", .listen = {.image = "https://covers.example/174s/d83c5d90.jpg"}},
    {.file = "image_http.json"},
    {.file = "no_album.json", .listen = {.album = ""}},
    {.file = "date_number.json"},
    {.file = "date_in_words_only.json", .listen = {.played_at = ""}},
    {.file = "url_http.json", .listen = {.url = kLibrefmAccountPage}},
    {.file = "url_relative.json", .listen = {.url = kLibrefmAccountPage}},
    {.file = "user_of_other_case.json"},
});

constexpr auto kLibrefmOtherCases = std::to_array<OtherCase>({
    {.file = "no_scrobbles.json", .kind = silent},
    {.file = "total_without_track.json", .detail = "no track, but total is 3"},
    {.file = "another_users_tracks.json",
     .kind = another_users,
     .detail = R"("neighbour" instead of "listener")"},
    {.file = "error6.json", .kind = unknown_account, .detail = "error 6"},
    {.file = "error7_wrapped.json", .kind = unknown_account, .detail = "error 7"},
    {.file = "error7_wrapped_code_first.json", .kind = unknown_account, .detail = "error 7"},
    {.file = "error7_wrapped_number.json", .kind = unknown_account, .detail = "error 7"},
    {.file = "error7_wrapped.json", .status = 404, .kind = unknown_account, .detail = "error 7"},
    {.file = "error8.json", .kind = service_error, .detail = "error 8"},
    {.file = "error8_wrapped.json", .kind = service_error, .detail = "error 8"},
    {.file = "error16_wrapped.json", .kind = service_error, .detail = "error 16"},
    {.file = "error29_wrapped.json", .kind = rate_limited, .detail = "error 29"},
    {.file = "error_wrapped_without_code.json", .detail = "no recenttracks"},
    {.file = "error_wrapped_without_code.json",
     .status = 400,
     .kind = http_error,
     .detail = "HTTP 400"},
    {.file = "error_wrapped_cut_in_code.json", .detail = "truncated"},
    {.file = "failed_xml.txt", .detail = "not JSON"},
    {.file = "failed_xml.txt", .status = 404, .kind = http_error, .detail = "HTTP 404"},
    {.file = "php_warning_before.txt", .detail = "not JSON"},
    {.file = "empty.txt", .detail = "empty"},
    {.file = "empty.txt", .status = 500, .kind = service_error, .detail = "HTTP 500"},
});

constexpr answers::Suite kLibrefmSuite{
    .service = kLibrefm,
    .image = "",
    .url = "https://libre.fm/artist/Massive+Attack/album/Mezzanine/track/Teardrop",
    .listened = kLibrefmListenedCases,
    .others = kLibrefmOtherCases};

constexpr auto kLibrefmCapturedCases = std::to_array<CapturedCase>({
    {.file = "error6.json", .kind = unknown_account, .detail = "error 6"},
    {.file = "error7_object.json", .kind = unknown_account, .detail = "error 7"},
    {.file = "nowplaying_object_with_date.json",
     .account = "u",
     .artist = "A",
     .track = "T",
     .album = "Al",
     .now_playing = true,
     .url = "https://libre.fm/artist/A/album/Al/track/T"},
});

}  // namespace

TEST_CASE("librefm: the listen of every answer that has one") {
  answers::check_listened(kLibrefmSuite);
}

TEST_CASE("librefm: every answer without a listen") { answers::check_others(kLibrefmSuite); }

TEST_CASE("librefm: every fixture is in a table") { answers::check_all_told(kLibrefmSuite); }

TEST_CASE("librefm captured: the answer of every body, whole and cut at every byte" *
          doctest::skip(!bodies::has_captured(kLibrefm))) {
  answers::check_captured(kLibrefm, kLibrefmCapturedCases);
}

}  // namespace user_listens
