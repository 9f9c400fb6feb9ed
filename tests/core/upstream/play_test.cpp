// What is believed of a play, whichever service tells it.
#include "upstream/play.h"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

constexpr Account kAccount{.username = "alice", .source = "lastfm", .name = "listener"};

Listen listen_of_play(const Play& play, Arena& arena) {
  return listen_of(play, kAccount, samples::now(), arena);
}

struct TimeCase {
  std::string_view name;
  std::optional<std::int64_t> played_at_s;
  bool now_playing = false;
  std::string_view expected = {};  // "" for unknown
  std::string_view stated = {};    // "" where that is not later than now
};

// Now is 1764858327, 2025-12-04T14:25:27Z.
constexpr auto kTimeCases = std::to_array<TimeCase>({
    {.name = "none", .played_at_s = std::nullopt},
    {.name = "usual", .played_at_s = 1764858000, .expected = "2025-12-04T14:20:00.000Z"},
    {.name = "while playing", .played_at_s = 1764858000, .now_playing = true},
    {.name = "now", .played_at_s = 1764858327, .expected = "2025-12-04T14:25:27.000Z"},
    {.name = "a second ahead is now",
     .played_at_s = 1764858328,
     .expected = "2025-12-04T14:25:27.000Z",
     .stated = "2025-12-04T14:25:28.000Z"},
    {.name = "ten minutes ahead",
     .played_at_s = 1764858927,
     .expected = "2025-12-04T14:25:27.000Z",
     .stated = "2025-12-04T14:35:27.000Z"},
    {.name = "a second more", .played_at_s = 1764858928, .stated = "2025-12-04T14:35:28.000Z"},
    {.name = "ahead while playing", .played_at_s = 1764858400, .now_playing = true},
    {.name = "the last second that a clock can show",
     .played_at_s = 253402300799,
     .stated = "9999-12-31T23:59:59.000Z"},
    {.name = "a second later", .played_at_s = 253402300800},
    {.name = "the earliest", .played_at_s = 1000000000, .expected = "2001-09-09T01:46:40.000Z"},
    {.name = "a second earlier", .played_at_s = 999999999},
    {.name = "zero", .played_at_s = 0},
    {.name = "negative", .played_at_s = -1764858000},
    {.name = "milliseconds", .played_at_s = 1764858000000},
    {.name = "the largest", .played_at_s = std::numeric_limits<std::int64_t>::max()},
    {.name = "the smallest", .played_at_s = std::numeric_limits<std::int64_t>::min()},
});

struct UrlCase {
  std::string_view name;
  std::string_view url;
  bool is_believed = false;
};

constexpr auto kUrlCases = std::to_array<UrlCase>({
    {.name = "https", .url = "https://covers.example/a.jpg", .is_believed = true},
    {.name = "with port and query",
     .url = "https://covers.example:8443/a?b=c#d",
     .is_believed = true},
    {.name = "a host alone", .url = "https://covers.example", .is_believed = true},
    {.name = "empty", .url = ""},
    {.name = "http", .url = "http://covers.example/a.jpg"},
    {.name = "upper case", .url = "HTTPS://covers.example/a.jpg"},
    {.name = "no scheme", .url = "//covers.example/a.jpg"},
    {.name = "a path", .url = "/a.jpg"},
    {.name = "no host", .url = "https:///a.jpg"},
    {.name = "a script", .url = "javascript:alert(1)"},
    {.name = "data", .url = "data:image/png;base64,AAAA"},
    {.name = "a user", .url = "https://user@covers.example/a.jpg"},
    {.name = "markup", .url = "https://covers.example/\"><script>"},
    {.name = "a blank before", .url = " https://covers.example/a.jpg"},
    {.name = "a blank within", .url = "https://covers.example/a b.jpg"},
    {.name = "a line end", .url = "https://covers.example/a\nb.jpg"},
});

struct NumberCase {
  std::string_view name;
  json::Value value;
  std::optional<std::int64_t> expected = {};
};

constexpr auto kNumberCases = std::to_array<NumberCase>({
    {.name = "an integer",
     .value = {.kind = json::Kind::integer, .integer = 1764858000},
     .expected = 1764858000},
    {.name = "negative", .value = {.kind = json::Kind::integer, .integer = -1}, .expected = -1},
    {.name = "text", .value = {.kind = json::Kind::string, .text = "42"}, .expected = 42},
    {.name = "text with blanks",
     .value = {.kind = json::Kind::string, .text = " 42\n"},
     .expected = 42},
    {.name = "text of a negative",
     .value = {.kind = json::Kind::string, .text = "-42"},
     .expected = -42},
    {.name = "empty text", .value = {.kind = json::Kind::string, .text = ""}},
    {.name = "words", .value = {.kind = json::Kind::string, .text = "forty-two"}},
    {.name = "digits and words", .value = {.kind = json::Kind::string, .text = "42nd"}},
    {.name = "a fraction as text", .value = {.kind = json::Kind::string, .text = "4.2"}},
    {.name = "too many digits",
     .value = {.kind = json::Kind::string, .text = "9999999999999999999"}},
    {.name = "a real", .value = {.kind = json::Kind::real}},
    {.name = "true", .value = {.kind = json::Kind::boolean, .boolean = true}},
    {.name = "null", .value = {}},
    {.name = "an object", .value = {.kind = json::Kind::object}},
});

constexpr auto kSecondsCases = std::to_array<NumberCase>({
    {.name = "an integer",
     .value = {.kind = json::Kind::integer, .integer = 1764858000},
     .expected = 1764858000},
    {.name = "a fraction",
     .value = {.kind = json::Kind::real, .digits = "1764858000.999"},
     .expected = 1764858000},
    {.name = "a fraction as text",
     .value = {.kind = json::Kind::string, .text = " 1601346150.512"},
     .expected = 1601346150},
    {.name = "with an exponent",
     .value = {.kind = json::Kind::real, .digits = "1.7648580005e9"},
     .expected = 1764858000},
    {.name = "too large", .value = {.kind = json::Kind::real, .digits = "99999999999999999999"}},
    {.name = "a date", .value = {.kind = json::Kind::string, .text = "2025-12-04T14:20:00Z"}},
    {.name = "null", .value = {}},
    {.name = "true", .value = {.kind = json::Kind::boolean, .boolean = true}},
});

struct LatestCase {
  std::string_view name;
  std::array<Play, 3> plays;
  std::string_view track;  // "" for none
};

constexpr std::int64_t kEarly = 1764857000, kLate = 1764858000, kAhead = 1764999999;

constexpr auto kLatestCases = std::to_array<LatestCase>({
    {.name = "none", .plays = {}, .track = ""},
    {.name = "the only one", .plays = {{{.artist = "A", .track = "a"}}}, .track = "a"},
    {.name = "a newer one behind",
     .plays = {{{.artist = "A", .track = "a", .played_at_s = kEarly},
                {.artist = "A", .track = "b", .played_at_s = kLate}}},
     .track = "b"},
    {.name = "an older one behind",
     .plays = {{{.artist = "A", .track = "a", .played_at_s = kLate},
                {.artist = "A", .track = "b", .played_at_s = kEarly}}},
     .track = "a"},
    {.name = "of the same time the first",
     .plays = {{{.artist = "A", .track = "a", .played_at_s = kLate},
                {.artist = "A", .track = "b", .played_at_s = kLate}}},
     .track = "a"},
    {.name = "the playing one behind",
     .plays = {{{.artist = "A", .track = "a", .played_at_s = kLate},
                {.artist = "A", .track = "b", .now_playing = true}}},
     .track = "b"},
    {.name = "of two that play the first",
     .plays = {{{.artist = "A", .track = "a", .now_playing = true},
                {.artist = "A", .track = "b", .now_playing = true},
                {.artist = "A", .track = "c", .played_at_s = kLate}}},
     .track = "a"},
    {.name = "a playing one without a visible name",
     .plays = {{{.artist = "A", .track = "a", .played_at_s = kLate},
                {.artist = "A", .track = "\u200b", .now_playing = true}}},
     .track = "a"},
    {.name = "a time that cannot be is none",
     .plays = {{{.artist = "A", .track = "a", .played_at_s = kAhead},
                {.artist = "A", .track = "b", .played_at_s = kEarly}}},
     .track = "b"},
    {.name = "without times the first",
     .plays = {{{.artist = "A", .track = "a"}, {.artist = "A", .track = "b"}}},
     .track = "a"},
});

struct CompleteCase {
  std::string_view name;
  Play play;
  bool is_complete = false;
};

constexpr auto kCompleteCases = std::to_array<CompleteCase>({
    {.name = "artist and track", .play = {.artist = "A", .track = "T"}, .is_complete = true},
    {.name = "nothing", .play = {}},
    {.name = "no artist", .play = {.album = "Al", .track = "T"}},
    {.name = "no track", .play = {.artist = "A", .album = "Al"}},
    {.name = "blanks for an artist", .play = {.artist = " \t\r\n", .track = "T"}},
    {.name = "blanks for a track", .play = {.artist = "A", .track = " "}},
    {.name = "a no-break space", .play = {.artist = "A", .track = "\u00a0"}},
    {.name = "an ideographic space", .play = {.artist = "\u3000", .track = "T"}},
    {.name = "a zero-width space", .play = {.artist = "A", .track = "\u200b"}},
    {.name = "an invisible separator", .play = {.artist = "\u2063", .track = "T"}},
    {.name = "a Hangul filler", .play = {.artist = "A", .track = "\u3164"}},
    {.name = "a Braille blank", .play = {.artist = "A", .track = "\u2800"}},
    {.name = "a full stop", .play = {.artist = ".", .track = "-"}, .is_complete = true},
});

}  // namespace

TEST_CASE("play: a time that cannot be is unknown") {
  for (const auto& c : kTimeCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto listen =
        listen_of_play({.played_at_s = c.played_at_s, .now_playing = c.now_playing}, arena);
    CHECK(listen.played_at == parse_iso8601(c.expected));
    CHECK(listen.stated_at == parse_iso8601(c.stated));
    CHECK(listen.now_playing == c.now_playing);
  }
}

TEST_CASE("play: covers and links are https, or there is none") {
  for (const auto& c : kUrlCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto listen = listen_of_play({.url = c.url, .cover = c.url}, arena);
    CHECK(listen.url == (c.is_believed ? c.url : ""));
    CHECK(listen.image == (c.is_believed ? c.url : ""));
  }
}

TEST_CASE("play: names are cleaned") {
  Arena arena;
  const auto listen =
      listen_of_play({.artist = "\u3000A \n", .album = "\u200b", .track = "T\x01\u0085T"}, arena);
  CHECK(listen.artist == "A");
  CHECK(listen.album.empty());
  CHECK(listen.track == "T  T");
}

TEST_CASE("play: becomes a listen of the account that was asked about") {
  Arena arena;
  const auto listen = listen_of_play({.cover = "https://covers.example/a.jpg"}, arena);
  CHECK(listen.username == "alice");
  CHECK(listen.source == "lastfm");
  CHECK(listen.image == "https://covers.example/a.jpg");
}

TEST_CASE("play: complete with an artist and a track") {
  for (const auto& c : kCompleteCases) {
    CAPTURE(c.name);
    CHECK(c.play.is_complete() == c.is_complete);
  }
}

TEST_CASE("play: seconds are rounded down, and come as numbers and as text") {
  for (const auto& c : kSecondsCases) {
    CAPTURE(c.name);
    CHECK(seconds(c.value) == c.expected);
  }
}

TEST_CASE("play: the one that plays counts, else the newest, else the first") {
  for (const auto& c : kLatestCases) {
    CAPTURE(c.name);
    LatestPlay latest{samples::now()};
    for (const Play& play : c.plays) latest.offer(play);
    CHECK(latest.play().has_value() == !c.track.empty());
    if (latest.play()) CHECK(latest.play()->track == c.track);
  }
}

TEST_CASE("play: numbers come as numbers and as text") {
  for (const auto& c : kNumberCases) {
    CAPTURE(c.name);
    CHECK(number(c.value) == c.expected);
  }
}

}  // namespace user_listens
