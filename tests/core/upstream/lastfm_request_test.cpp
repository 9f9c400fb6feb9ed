// The URL that asks, for whatever a member typed as a name.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "upstream/lastfm.h"

namespace user_listens {
namespace {

struct UrlCase {
  std::string_view name;
  std::string_view account;
  std::string_view encoded;
};

constexpr auto kUrlCases = std::to_array<UrlCase>({
    {.name = "plain", .account = "RJ-2_a.b~", .encoded = "RJ-2_a.b~"},
    {.name = "empty", .account = "", .encoded = ""},
    {.name = "space and plus", .account = "a b+c", .encoded = "a%20b%2Bc"},
    {.name = "ampersand, hash and equals", .account = "a&b#c=d", .encoded = "a%26b%23c%3Dd"},
    {.name = "slash and question mark", .account = "../?x", .encoded = "..%2F%3Fx"},
    {.name = "percent signs", .account = "100%25%zz%", .encoded = "100%2525%25zz%25"},
    {.name = "non-ASCII",
     .account = "bj\xC3\xB6rk\xF0\x9F\x8E\xB5",
     .encoded = "bj%C3%B6rk%F0%9F%8E%B5"},
    {.name = "control characters", .account = {"\0\n\x7F", 3}, .encoded = "%00%0A%7F"},
});

}  // namespace

TEST_CASE("lastfm: the URL of a request") {
  for (const auto& c : kUrlCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(lastfm::recent_tracks_url("https://ws.example/2.0/", c.account, "k&y", arena) ==
          std::string{"https://ws.example/2.0/?method=user.getrecenttracks&user="}
              .append(c.encoded)
              .append("&api_key=k%26y&format=json&limit=1"));
  }
}

TEST_CASE("lastfm: the URL of a name of 300 characters") {
  Arena arena;
  const auto url =
      lastfm::recent_tracks_url("https://ws.example/2.0/", std::string(300, '%'), "k", arena);
  std::string encoded;
  for (int i = 0; i < 300; ++i) encoded += "%25";
  CHECK(url == "https://ws.example/2.0/?method=user.getrecenttracks&user=" + encoded +
                   "&api_key=k&format=json&limit=1");
}

}  // namespace user_listens
