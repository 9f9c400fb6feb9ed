// Every shape, quirk and error of ListenBrainz, one fixture each
// (tests/fixtures/listenbrainz/README.md): what it is taken for, and the listen.
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "upstream/answers.h"

namespace user_listens {
namespace {

using enum AnswerKind;
using answers::Expected;
using answers::ListenedCase;
using answers::OtherCase;

constexpr std::uint32_t kPlayingNow = listenbrainz::playing_now;

// It sends no mapping, so there is no cover.
constexpr Expected kListenbrainzPlaying{
    .track = "Angel", .played_at = "", .now_playing = true, .image = ""};
constexpr Expected kWithoutCover{.image = ""};
constexpr Expected kWithoutTime{.played_at = ""};

constexpr auto kListenbrainzListenedCases = std::to_array<ListenedCase>({
    {.file = "listen.json"},
    {.file = "several_listens.json"},
    {.file = "first_listen_without_names.json"},
    {.file = "first_listen_with_the_only_cover_id.json",
     .listen = {.album = "", .played_at = "", .image = ""}},
    {.file = "first_listen_with_the_only_cover_release.json", .listen = kWithoutCover},
    {.file = "fields_backwards.json"},
    {.file = "user_before_listens.json"},
    {.file = "user_name_only.json"},
    {.file = "user_id_only.json"},
    {.file = "no_user.json"},
    {.file = "user_of_other_case.json"},
    {.file = "playing.json", .step = kPlayingNow, .listen = kListenbrainzPlaying},
    {.file = "playing_with_time.json", .step = kPlayingNow, .listen = kListenbrainzPlaying},
    {.file = "no_release_name.json", .listen = {.album = ""}},
    {.file = "release_name_null.json", .listen = {.album = ""}},
    {.file = "names_with_blanks.json"},
    {.file = "markup_names.json",
     .listen = {.artist = "</script><img src=x>",
                .track = "\"><b>&amp;{{x}}</b>",
                .album = "<!--"}},
    {.file = "cover_of_another_release.json",
     .listen = {.image = "https://coverartarchive.org/release/"
                         "0a0a0a0a-0000-4000-8000-0000000000c2/29000000123-250.jpg"}},
    {.file = "cover_id_text.json"},
    {.file = "cover_id_only.json", .listen = kWithoutCover},
    {.file = "cover_release_only.json", .listen = kWithoutCover},
    {.file = "cover_ids_null.json", .listen = kWithoutCover},
    {.file = "cover_release_empty.json", .listen = kWithoutCover},
    {.file = "cover_id_zero.json", .listen = kWithoutCover},
    {.file = "cover_id_negative.json", .listen = kWithoutCover},
    {.file = "cover_id_huge.json", .listen = kWithoutCover},
    {.file = "cover_id_real.json", .listen = kWithoutCover},
    {.file = "cover_release_hostile.json",
     .listen = {.image = "https://coverartarchive.org/release/..%2F..%2F%22%3E%3Cscript%3E%40evil."
                         "example%2F%3F%23%25%5C/29000000123-250.jpg"}},
    {.file = "cover_release_too_long.json", .listen = kWithoutCover},
    {.file = "cover_in_additional_info.json", .listen = kWithoutCover},
    {.file = "mapping_missing.json", .listen = kWithoutCover},
    {.file = "mapping_null.json", .listen = kWithoutCover},
    {.file = "mapping_text.json", .listen = kWithoutCover},
    {.file = "mapping_names_differ.json"},
    {.file = "info_with_our_names.json"},
    {.file = "info_behind_with_our_names.json"},
    {.file = "info_nested.json"},
    {.file = "info_large.json"},
    {.file = "info_huge_numbers.json"},
    {.file = "info_infinite_number.json"},
    {.file = "info_null.json"},
    {.file = "info_text.json"},
    {.file = "info_list.json"},
    {.file = "inserted_at_date.json"},
    {.file = "time_text.json"},
    {.file = "time_little_ahead.json", .listen = {.played_at = samples::kNow}},
    {.file = "time_missing.json", .listen = kWithoutTime},
    {.file = "time_null.json", .listen = kWithoutTime},
    {.file = "time_iso_text.json", .listen = kWithoutTime},
    {.file = "time_zero.json", .listen = kWithoutTime},
    {.file = "time_negative.json", .listen = kWithoutTime},
    {.file = "time_future.json", .listen = kWithoutTime},
    {.file = "time_real.json"},
    {.file = "time_milliseconds.json", .listen = kWithoutTime},
    {.file = "time_huge.json", .listen = kWithoutTime},
    {.file = "bom.json"},
    {.file = "control_characters.json", .listen = {.track = "Tear drop", .album = "Mez z"}},
    {.file = "control_character_in_second_listen.json",
     .listen = {.album = "Mez nine", .image = ""}},
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
    {.file = "newest_second.json"},
    {.file = "time_fraction_as_text.json"},
});

constexpr auto kListenbrainzOtherCases = std::to_array<OtherCase>({
    {.file = "no_listens.json", .kind = silent},
    {.file = "playing_nothing.json", .step = kPlayingNow, .kind = not_playing},
    {.file = "no_listens.json", .step = kPlayingNow, .kind = not_playing},
    {.file = "playing_blank_names.json", .step = kPlayingNow, .kind = not_playing},
    {.file = "playing_name_invisible.json", .step = kPlayingNow, .kind = not_playing},
    {.file = "count_without_listen.json", .detail = "no listen, but count is 1"},
    {.file = "count_zero_with_listen.json", .detail = "a listen, but count is 0"},
    {.file = "playing_count_without_listen.json",
     .step = kPlayingNow,
     .detail = "no listen, but count is 1"},
    {.file = "playing_count_zero_with_listen.json",
     .step = kPlayingNow,
     .detail = "a listen, but count is 0"},
    {.file = "names_invisible.json", .detail = "no complete track"},
    {.file = "broken_behind_listen.json", .detail = "not JSON"},
    {.file = "blank_artist.json", .detail = "no complete track"},
    {.file = "blank_track.json", .detail = "no complete track"},
    {.file = "artist_number.json", .detail = "no complete track"},
    {.file = "names_missing.json", .detail = "no complete track"},
    {.file = "another_users_listens.json",
     .kind = another_users,
     .detail = R"("neighbour" instead of "listener")"},
    {.file = "another_user_name.json",
     .kind = another_users,
     .detail = R"("neighbour" instead of "listener")"},
    {.file = "another_user_id.json",
     .kind = another_users,
     .detail = R"("neighbour" instead of "listener")"},
    {.file = "another_user_id_before_no_name.json",
     .kind = another_users,
     .detail = R"("neighbour" instead of "listener")"},
    {.file = "another_users_empty_list.json",
     .kind = another_users,
     .detail = R"("neighbour" instead of "listener")"},
    {.file = "playing_another_user.json",
     .step = kPlayingNow,
     .kind = another_users,
     .detail = R"("neighbour" instead of "listener")"},
    {.file = "error400.json", .status = 400, .kind = http_error, .detail = "HTTP 400"},
    {.file = "error401.json", .status = 401, .kind = key_refused, .detail = "error 401"},
    {.file = "error401.json",
     .step = kPlayingNow,
     .status = 401,
     .kind = key_refused,
     .detail = "error 401"},
    {.file = "error403.json", .status = 403, .kind = key_refused, .detail = "error 403"},
    {.file = "error403.json", .status = 200, .detail = "no listens"},
    {.file = "error403.json", .status = 401, .kind = http_error, .detail = "HTTP 401"},
    {.file = "error401.json", .status = 403, .kind = http_error, .detail = "HTTP 403"},
    {.file = "error404_page.txt", .status = 403, .kind = http_error, .detail = "HTTP 403"},
    {.file = "error404.json", .status = 404, .kind = unknown_account, .detail = "error 404"},
    {.file = "error404.json",
     .step = kPlayingNow,
     .status = 404,
     .kind = unknown_account,
     .detail = "error 404"},
    {.file = "error404_other_order.json",
     .status = 404,
     .kind = unknown_account,
     .detail = "error 404"},
    {.file = "error_code_text.json", .status = 404, .kind = unknown_account, .detail = "error 404"},
    {.file = "error404.json", .detail = "no listens"},
    {.file = "error404.json", .status = 400, .kind = http_error, .detail = "HTTP 400"},
    {.file = "error404.json", .status = 500, .kind = service_error, .detail = "HTTP 500"},
    {.file = "error404_page.txt", .status = 404, .kind = http_error, .detail = "HTTP 404"},
    {.file = "error404_page.txt", .detail = "not JSON"},
    {.file = "error404_page.txt", .status = 429, .kind = rate_limited, .detail = "HTTP 429"},
    {.file = "error429.json", .status = 429, .kind = rate_limited, .detail = "error 429"},
    {.file = "error500.json", .status = 500, .kind = service_error, .detail = "HTTP 500"},
    {.file = "error429.json", .status = 503, .kind = service_error, .detail = "HTTP 503"},
    {.file = "error429.json", .status = 400, .kind = http_error, .detail = "HTTP 400"},
    {.file = "error503_page.txt", .status = 503, .kind = service_error, .detail = "HTTP 503"},
    {.file = "error_without_code.json", .status = 404, .kind = http_error, .detail = "HTTP 404"},
    {.file = "error_cut_in_code.json", .status = 404, .kind = http_error, .detail = "HTTP 404"},
    {.file = "error_wrapped.json", .status = 404, .kind = http_error, .detail = "HTTP 404"},
    {.file = "listen.json", .status = 502, .kind = service_error, .detail = "HTTP 502"},
    {.file = "empty.txt", .detail = "empty"},
    {.file = "empty.txt", .step = kPlayingNow, .status = 204, .detail = "empty"},
    {.file = "empty.txt", .status = 401, .kind = http_error, .detail = "HTTP 401"},
    {.file = "blank.txt", .detail = "empty"},
    {.file = "truncated.json", .detail = "truncated"},
    {.file = "two_documents.json", .detail = "not JSON"},
    {.file = "nested_too_deep.json", .detail = "nested too deep"},
    {.file = "info_nested_too_deep.json", .detail = "nested too deep"},
    {.file = "info_infinity_word.json", .detail = "not JSON"},
    {.file = "listens_object.json", .detail = "no listens"},
    {.file = "listens_null.json", .detail = "no listens"},
    {.file = "listens_missing.json", .detail = "no listens"},
    {.file = "listens_missing.json", .step = kPlayingNow, .detail = "no listens"},
    {.file = "listens_text.json", .detail = "no listens"},
    {.file = "listens_of_numbers.json", .detail = "no complete track"},
    {.file = "listens_elsewhere.json", .kind = silent},
    {.file = "payload_list.json", .detail = "no listens"},
    {.file = "payload_null.json", .detail = "no listens"},
    {.file = "metadata_null.json", .detail = "no complete track"},
    {.file = "metadata_list.json", .detail = "no complete track"},
    {.file = "bare_list.json", .detail = "no listens"},
    {.file = "unknown_object.json", .detail = "no listens"},
});

constexpr answers::Suite kListenbrainzSuite{
    .service = kListenbrainz,
    .step = listenbrainz::listens,
    .image =
        "https://coverartarchive.org/release/"
        "0a0a0a0a-0000-4000-8000-0000000000c1/29000000123-250.jpg",
    .url = "https://listenbrainz.org/user/listener",
    .listened = kListenbrainzListenedCases,
    .others = kListenbrainzOtherCases};

}  // namespace

TEST_CASE("listenbrainz: the listen of every answer that has one") {
  answers::check_listened(kListenbrainzSuite);
}

TEST_CASE("listenbrainz: every answer without a listen") {
  answers::check_others(kListenbrainzSuite);
}

TEST_CASE("listenbrainz: names beyond the limit are cut between characters") {
  answers::check_long_names(kListenbrainzSuite);
}

TEST_CASE("listenbrainz: every fixture is in a table") {
  answers::check_all_told(kListenbrainzSuite, {"long_names.json"});
}

}  // namespace user_listens
