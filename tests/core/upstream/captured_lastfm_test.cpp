// Bodies that Last.fm really sent, where they lie beside the checkout.
#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "upstream/answers.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using answers::CapturedCase;

constexpr auto kLastfmCapturedCases = std::to_array<CapturedCase>({
    {.file = "2011_second_track_without_date.json",
     .artist = "Super Tennis",
     .track = "Theme Song",
     .album = "The Quiet Finale",
     .now_playing = true,
     .url = "https://www.last.fm/music/Super+Tennis/_/Theme+Song"},
    {.file = "2014_empty.json", .account = "RT", .kind = silent},
    {.file = "2014_error.json", .kind = unknown_account, .detail = "error 6"},
    {.file = "2014_extended.json",
     .artist = "Republika",
     .track = "Tak Dlugo Czekam (Cialo) (live)",
     .album = "Koncerty w Trojce - Republika",
     .image = "https://lastfm-img2.akamaized.net/i/u/300x300/1756f85e7332d469dd17b2e1e0a4d16c.png",
     .played_at = "2018-06-27T16:32:16.000Z",
     .url = "https://www.last.fm/music/Republika/_/Tak+D%C5%82ugo+Czekam+(Cia%C5%82o)+(live)"},
    {.file = "2014_missing.json", .kind = unknown_account, .detail = "error 6"},
    {.file = "2014_multiple.json",
     .account = "RJ",
     .artist = "Santana",
     .track = "No One to Depend On",
     .album = "Santana (III)",
     .played_at = "2014-12-19T16:21:15.000Z",
     .url = "https://www.last.fm/music/Santana/_/No+One+to+Depend+On"},
    {.file = "2014_single.json",
     .account = "RJ",
     .artist = "Rick James",
     .track = "Super Freak (Part 1) - 1981 Single Version",
     .album = "The Definitive Collection",
     .played_at = "2014-12-20T10:16:52.000Z",
     .url = "https://www.last.fm/music/Rick+James/_/Super+Freak+(Part+1)+-+1981+Single+Version"},
    {.file = "2018_string_attrs.json",
     .account = "lastfm_user",
     .artist = "Amy Macdonald",
     .track = "Footballer's Wife",
     .album = "This Is the Life",
     .image = "https://lastfm-img2.akamaized.net/i/u/300x300/8c84a8b2432e4810a87a8640d72af5c0.png",
     .played_at = "2007-12-31T17:08:00.000Z",
     .url = "https://www.last.fm/music/Amy+Macdonald/_/Footballer%27s+Wife"},
    {.file = "2019_integer_attrs.json",
     .account = "lastfm_user",
     .artist = "Amy Macdonald",
     .track = "Footballer's Wife",
     .album = "This Is the Life",
     .image = "https://lastfm-img2.akamaized.net/i/u/300x300/8c84a8b2432e4810a87a8640d72af5c0.png",
     .played_at = "2007-12-31T17:08:00.000Z",
     .url = "https://www.last.fm/music/Amy+Macdonald/_/Footballer%27s+Wife"},
    {.file = "2019_no_scrobbles.json", .account = "a_lastfm_user", .kind = silent},
    {.file = "2024_extended.json",
     .account = "Duhnnie",
     .artist = "Mew",
     .track = "Symmetry",
     .album = "Half the World Is Watching Me",
     .image = "https://lastfm.freetls.fastly.net/i/u/300x300/87480021191328af5dc130dd879d8bd2.png",
     .now_playing = true,
     .url = "https://www.last.fm/music/Mew/_/Symmetry"},
    {.file = "2024_playing_and_last.json",
     .account = "Duhnnie",
     .artist = "The Killers",
     .track = "Smile Like You Mean It",
     .album = "Hot Fuss",
     .image = "https://lastfm.freetls.fastly.net/i/u/300x300/d83c5d906703a8c8042285d0902d9cf4.png",
     .now_playing = true,
     .url = "https://www.last.fm/music/The+Killers/_/Smile+Like+You+Mean+It"},
    {.file = "another_users_tracks.json",
     .account = "asked_for",
     .kind = another_users,
     .detail = R"("someone_else" instead of "asked_for")"},
    {.file = "another_users_tracks.json",
     .account = "someone_else",
     .artist = "X",
     .track = "Y",
     .played_at = "2023-11-14T22:13:20.000Z",
     .url = "https://www.last.fm/music/X/_/Y"},
    {.file = "documented_error10.json", .kind = key_refused, .detail = "error 10"},
    {.file = "documented_error11.json", .kind = service_error, .detail = "error 11"},
    {.file = "documented_error16.json", .kind = service_error, .detail = "error 16"},
    {.file = "documented_error26.json", .kind = key_refused, .detail = "error 26"},
    {.file = "documented_error29.json", .kind = rate_limited, .detail = "error 29"},
    {.file = "empty_body.txt", .kind = unreadable, .detail = "empty"},
    {.file = "error10_message_first.json", .kind = key_refused, .detail = "error 10"},
    {.file = "error_with_bom.json", .kind = unknown_account, .detail = "error 6"},
    {.file = "extended_page_placeholder_art.json",
     .account = "loige",
     .artist = "The Rocket Summer",
     .track = "Do You Feel",
     .album = "Do You Feel",
     .image = "https://lastfm.freetls.fastly.net/i/u/300x300/d73b998972104bd7ba5b2de0ead14207.jpg",
     .now_playing = true,
     .url = "https://www.last.fm/music/The+Rocket+Summer/_/Do+You+Feel"},
    {.file = "malformed_garbage.txt", .kind = unreadable, .detail = "not JSON"},
    {.file = "malformed_recenttracks_is_string.json",
     .kind = unreadable,
     .detail = "no recenttracks"},
    {.file = "malformed_track_is_number.json", .kind = unreadable, .detail = "no complete track"},
    {.file = "malformed_track_is_string_array.json",
     .kind = unreadable,
     .detail = "no complete track"},
    {.file = "malformed_unknown_object.json", .kind = unreadable, .detail = "no recenttracks"},
    {.file = "playing_single_object.json",
     .artist = "The Mae Shi",
     .track = "Run To Your Grave",
     .album = "HILLYH",
     .now_playing = true,
     .url = "https://www.last.fm/music/The+Mae+Shi/_/Run+To+Your+Grave"},
});

}  // namespace

TEST_CASE("lastfm captured: the answer of every body, whole and cut at every byte" *
          doctest::skip(!bodies::has_captured(kLastfm))) {
  answers::check_captured(kLastfm, kLastfmCapturedCases);
}

}  // namespace user_listens
