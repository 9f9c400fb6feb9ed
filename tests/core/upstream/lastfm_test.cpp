// Every shape, quirk and error of Last.fm, one fixture each
// (tests/fixtures/lastfm/README.md): what it is taken for, and the listen.
#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "upstream/answers.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using answers::Expected;
using answers::ListenedCase;
using answers::OtherCase;

constexpr Expected kLastfmPlaying{.track = "Angel",
                                  .played_at = "",
                                  .now_playing = true,
                                  .url = "https://www.last.fm/music/Massive+Attack/_/Angel"};
constexpr std::string_view kLastfmAccountPage = "https://www.last.fm/user/listener";

constexpr auto kLastfmListenedCases = std::to_array<ListenedCase>({
    {.file = "idle.json"},
    {.file = "playing_and_last.json", .listen = kLastfmPlaying},
    {.file = "playing_single_object.json", .listen = kLastfmPlaying},
    {.file = "playing_only_in_list.json", .listen = kLastfmPlaying},
    {.file = "playing_with_date.json", .listen = kLastfmPlaying},
    {.file = "single_object.json"},
    {.file = "nowplaying_false.json"},
    {.file = "extended.json"},
    {.file = "string_attributes.json"},
    {.file = "integer_attributes.json"},
    {.file = "user_before_track.json"},
    {.file = "user_of_other_case.json"},
    {.file = "bom.json"},
    {.file = "date_missing.json", .listen = {.played_at = ""}},
    {.file = "date_zero.json", .listen = {.played_at = ""}},
    {.file = "epoch_date.json", .listen = {.played_at = ""}},
    {.file = "negative_date.json", .listen = {.played_at = ""}},
    {.file = "future_date.json", .listen = {.played_at = ""}},
    {.file = "huge_date.json", .listen = {.played_at = ""}},
    {.file = "date_not_a_number.json", .listen = {.played_at = ""}},
    {.file = "placeholder_cover.json", .listen = {.image = ""}},
    {.file = "placeholder_cover_other_host.json", .listen = {.image = ""}},
    {.file = "covers_out_of_order.json"},
    {.file = "covers_without_largest.json",
     .listen = {.image = "https://covers.example/i/u/174s/d83c5d90.png"}},
    {.file = "cover_of_unknown_size.json",
     .listen = {.image = "https://covers.example/i/u/770x0/d83c5d90.png"}},
    {.file = "cover_http.json", .listen = {.image = ""}},
    {.file = "cover_script.json", .listen = {.image = ""}},
    {.file = "covers_empty.json", .listen = {.image = ""}},
    {.file = "image_missing.json", .listen = {.image = ""}},
    {.file = "image_no_list.json", .listen = {.image = ""}},
    {.file = "blank_name_then_whole.json"},
    {.file = "first_play_without_artist.json",
     .listen = {.album = "", .played_at = "", .image = ""}},
    {.file = "no_album.json", .listen = {.album = ""}},
    {.file = "names_with_blanks.json"},
    {.file = "markup_names.json",
     .listen = {.artist = "</script><img src=x>",
                .track = "\"><b>&amp;{{x}}</b>",
                .album = "<!--"}},
    {.file = "url_script.json", .listen = {.url = kLastfmAccountPage}},
    {.file = "url_old_http.json"},
    {.file = "url_old_http_markup.json", .listen = {.url = kLastfmAccountPage}},
    {.file = "url_other_http.json", .listen = {.url = kLastfmAccountPage}},
    {.file = "url_missing.json", .listen = {.url = kLastfmAccountPage}},
    {.file = "url_too_long.json", .listen = {.url = kLastfmAccountPage}},
    {.file = "control_characters.json",
     .listen = {.artist = "Massive Attack", .track = "Tear drop", .album = "Mez z"}},
    {.file = "total_zero_while_playing.json", .listen = kLastfmPlaying},
    {.file = "playing_second.json", .listen = kLastfmPlaying},
    {.file = "newest_second.json"},
    {.file = "playing_with_invisible_name.json"},
    {.file = "date_fraction.json"},
    {.file = "date_real.json"},
    {.file = "date_little_ahead.json", .listen = {.played_at = samples::kNow}},
    {.file = "names_with_invisible_ends.json"},
    {.file = "url_beyond_ascii.json",
     .listen = {.url = "https://www.last.fm/music/Massive+Attack/_/T%C3%A9ardrop+%5Bx%5D"}},
    {.file = "url_with_user.json", .listen = {.url = kLastfmAccountPage}},
    {.file = "cover_with_user.json", .listen = {.image = ""}},
    {.file = "control_character_in_second_play.json", .listen = {.url = kLastfmAccountPage}},
    {.file = "invalid_utf8.json",
     .listen = {.track = "Tear\xEF\xBF\xBD\xEF\xBF\xBD"
                         "drop"}},
    {.file = "noncharacter.json",
     .listen = {.track = "Tear\xEF\xBF\xBE"
                         "drop"}},
    {.file = "lone_surrogate.json",
     .listen = {.artist = "\xEF\xBF\xBDMassive \xF0\x9F\x8E\xB5",
                .track = "Tear\xEF\xBF\xBD"
                         "drop"}},
});

constexpr auto kLastfmOtherCases = std::to_array<OtherCase>({
    {.file = "no_scrobbles.json", .kind = silent},
    {.file = "no_track_key.json", .kind = silent},
    {.file = "no_track_key_integers.json", .kind = silent},
    {.file = "another_users_tracks.json",
     .kind = another_users,
     .detail = R"("somebody_else" instead of "listener")"},
    {.file = "another_users_empty_list.json",
     .kind = another_users,
     .detail = R"("somebody_else" instead of "listener")"},
    {.file = "total_without_track.json", .detail = "no track, but total is 4711"},
    {.file = "total_without_track_key.json", .detail = "no track, but total is 12"},
    {.file = "total_zero_with_track.json", .detail = "a track, but total is 0"},
    {.file = "names_of_spaces.json", .detail = "no complete track"},
    {.file = "names_invisible.json", .detail = "no complete track"},
    {.file = "broken_behind_play.json", .detail = "not JSON"},
    {.file = "no_artist.json", .detail = "no complete track"},
    {.file = "names_missing.json", .detail = "no complete track"},
    {.file = "error6.json", .status = 404, .kind = unknown_account, .detail = "error 6"},
    {.file = "error6.json", .status = 400, .kind = unknown_account, .detail = "error 6"},
    {.file = "error8.json", .status = 500, .kind = service_error, .detail = "error 8"},
    {.file = "error8_on_200.json", .kind = service_error, .detail = "error 8"},
    {.file = "error10.json", .status = 403, .kind = key_refused, .detail = "error 10"},
    {.file = "error11.json", .status = 503, .kind = service_error, .detail = "error 11"},
    {.file = "error16.json", .status = 503, .kind = service_error, .detail = "error 16"},
    {.file = "error17.json", .status = 403, .kind = private_history, .detail = "error 17"},
    {.file = "error26.json", .status = 403, .kind = key_refused, .detail = "error 26"},
    {.file = "error29.json", .status = 429, .kind = rate_limited, .detail = "error 29"},
    {.file = "error29.json", .status = 200, .kind = rate_limited, .detail = "error 29"},
    {.file = "error_unknown_code.json", .status = 400, .kind = service_error, .detail = "error 61"},
    {.file = "error_message_first.json",
     .status = 404,
     .kind = unknown_account,
     .detail = "error 6"},
    {.file = "error_with_links.json", .kind = unknown_account, .detail = "error 6"},
    {.file = "error_with_bom.json", .status = 403, .kind = key_refused, .detail = "error 10"},
    {.file = "error_as_text.json", .status = 403, .kind = private_history, .detail = "error 17"},
    {.file = "error7.json", .status = 404, .kind = unknown_account, .detail = "error 7"},
    {.file = "error_wrapped.json", .kind = unknown_account, .detail = "error 7"},
    {.file = "error_without_code.json", .status = 404, .kind = http_error, .detail = "HTTP 404"},
    {.file = "error_without_code.json", .detail = "no recenttracks"},
    {.file = "error_cut_in_code.json", .detail = "truncated"},
    {.file = "error_cut_in_code.json", .status = 403, .kind = http_error, .detail = "HTTP 403"},
    {.file = "page.html.txt", .detail = "not JSON"},
    {.file = "page.html.txt", .status = 400, .kind = http_error, .detail = "HTTP 400"},
    {.file = "page.html.txt", .status = 500, .kind = service_error, .detail = "HTTP 500"},
    {.file = "page.html.txt", .status = 429, .kind = rate_limited, .detail = "HTTP 429"},
    {.file = "idle.json", .status = 502, .kind = service_error, .detail = "HTTP 502"},
    {.file = "empty.txt", .detail = "empty"},
    {.file = "empty.txt", .status = 204, .detail = "empty"},
    {.file = "empty.txt", .status = 503, .kind = service_error, .detail = "HTTP 503"},
    {.file = "blank.txt", .detail = "empty"},
    {.file = "truncated.json", .detail = "truncated"},
    {.file = "not_json.txt", .detail = "not JSON"},
    {.file = "two_documents.json", .detail = "not JSON"},
    {.file = "broken_before_user.json", .detail = "not JSON"},
    {.file = "recenttracks_text.json", .detail = "no recenttracks"},
    {.file = "recenttracks_null.json", .detail = "no recenttracks"},
    {.file = "track_number.json", .detail = "no complete track"},
    {.file = "track_texts.json", .detail = "no complete track"},
    {.file = "track_null.json", .detail = "no complete track"},
    {.file = "unknown_object.json", .detail = "no recenttracks"},
    {.file = "bare_list.json", .detail = "no recenttracks"},
    {.file = "nested_too_deep.json", .detail = "nested too deep"},
});

constexpr answers::Suite kLastfmSuite{.service = kLastfm,
                                      .image = "https://covers.example/i/u/300x300/d83c5d90.png",
                                      .url = "https://www.last.fm/music/Massive+Attack/_/Teardrop",
                                      .listened = kLastfmListenedCases,
                                      .others = kLastfmOtherCases};

}  // namespace

TEST_CASE("lastfm: the listen of every answer that has one") {
  answers::check_listened(kLastfmSuite);
}

TEST_CASE("lastfm: every answer without a listen") { answers::check_others(kLastfmSuite); }

TEST_CASE("lastfm: names beyond the limit are cut between characters") {
  answers::check_long_names(kLastfmSuite);
}

TEST_CASE("lastfm: every fixture is in a table") {
  answers::check_all_told(kLastfmSuite, {"long_names.json"});
}

}  // namespace user_listens
