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
};

// Now is 1764858327, 2025-12-04T14:25:27Z.
constexpr auto kTimeCases = std::to_array<TimeCase>({
    {.name = "none", .played_at_s = std::nullopt},
    {.name = "usual", .played_at_s = 1764858000, .expected = "2025-12-04T14:20:00.000Z"},
    {.name = "while playing", .played_at_s = 1764858000, .now_playing = true},
    {.name = "now", .played_at_s = 1764858327, .expected = "2025-12-04T14:25:27.000Z"},
    {.name = "ten minutes ahead",
     .played_at_s = 1764858927,
     .expected = "2025-12-04T14:35:27.000Z"},
    {.name = "a second more", .played_at_s = 1764858928},
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
});

}  // namespace

TEST_CASE("play: a time that cannot be is unknown") {
  for (const auto& c : kTimeCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto listen =
        listen_of_play({.played_at_s = c.played_at_s, .now_playing = c.now_playing}, arena);
    CHECK(listen.played_at == parse_iso8601(c.expected));
    CHECK(listen.now_playing == c.now_playing);
  }
}

TEST_CASE("play: covers and links are https, or there is none") {
  for (const auto& c : kUrlCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(is_cover(c.url) == c.is_believed);
    CHECK(listen_of_play({.url = c.url}, arena).url == (c.is_believed ? c.url : ""));
  }
}

TEST_CASE("play: a link or cover beyond the longest length is left out") {
  std::string url = "https://covers.example/";
  url.append(kMaxUrlBytes - url.size(), 'a');
  Arena arena;
  CHECK(is_cover(url));
  CHECK(listen_of_play({.url = url}, arena).url == url);
  url += 'a';
  CHECK_FALSE(is_cover(url));
  CHECK(listen_of_play({.url = url}, arena).url.empty());
}

TEST_CASE("play: names are trimmed, and cut between characters") {
  Arena arena;
  const std::string longest(kMaxNameBytes, 'x');
  const std::string padded = longest + "  ", too_long = longest + "y";
  const auto listen =
      listen_of_play({.artist = " \tA \n", .album = padded, .track = too_long}, arena);
  CHECK(listen.artist == "A");
  CHECK(listen.album == longest);
  CHECK(listen.track == longest.substr(0, kMaxNameBytes - 3) + "\xE2\x80\xA6");
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

TEST_CASE("play: numbers come as numbers and as text") {
  for (const auto& c : kNumberCases) {
    CAPTURE(c.name);
    CHECK(number(c.value) == c.expected);
  }
}

}  // namespace user_listens
