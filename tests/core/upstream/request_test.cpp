// The URLs that ask, for whatever a member typed as a name and wherever the
// operator has a service.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "upstream/bodies.h"

namespace user_listens {
namespace {

struct NameCase {
  std::string_view name;
  std::string_view account;
  std::string_view encoded;
};

constexpr auto kNameCases = std::to_array<NameCase>({
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

struct RequestUrlCase {
  std::string_view name;
  const Service& service;
  std::uint32_t step = 0;
  std::string_view base;
  std::string_view secret = {};
  std::string_view before;  // the account's name
  std::string_view after;
};

const auto kRequestUrlCases = std::to_array<RequestUrlCase>({
    {.name = "Last.fm",
     .service = kLastfm,
     .base = "https://ws.example/2.0/",
     .secret = "k&y",
     .before = "https://ws.example/2.0/?method=user.getrecenttracks&user=",
     .after = "&api_key=k%26y&format=json&limit=1"},
    {.name = "Last.fm, a base without a slash",
     .service = kLastfm,
     .base = "https://ws.example/2.0",
     .secret = "key",
     .before = "https://ws.example/2.0?method=user.getrecenttracks&user=",
     .after = "&api_key=key&format=json&limit=1"},
    {.name = "Libre.fm, without a key",
     .service = kLibrefm,
     .base = "https://libre.example/2.0/",
     .before = "https://libre.example/2.0/?method=user.getrecenttracks&user=",
     .after = "&format=json&limit=1"},
    {.name = "ListenBrainz, what plays now",
     .service = kListenbrainz,
     .step = listenbrainz::playing_now,
     .base = "https://api.example/1/",
     .before = "https://api.example/1/user/",
     .after = "/playing-now"},
    {.name = "ListenBrainz, the last listen",
     .service = kListenbrainz,
     .step = listenbrainz::listens,
     .base = "https://api.example/1/",
     .before = "https://api.example/1/user/",
     .after = "/listens?count=1"},
    {.name = "ListenBrainz, a base without a slash",
     .service = kListenbrainz,
     .step = listenbrainz::listens,
     .base = "https://api.example/1",
     .before = "https://api.example/1/user/",
     .after = "/listens?count=1"},
    // A header carries it.
    {.name = "ListenBrainz, with a token",
     .service = kListenbrainz,
     .step = listenbrainz::playing_now,
     .base = "https://api.example/1/",
     .secret = "token-123",
     .before = "https://api.example/1/user/",
     .after = "/playing-now"},
});

std::string_view url_of(const RequestUrlCase& c, std::string_view account, Arena& arena) {
  return c.service.url(bodies::question_to(c.service, c.step, account),
                       {.url = c.base, .secret = c.secret, .pace = c.service.pace}, arena);
}

}  // namespace

TEST_CASE("requests: names of all kinds are encoded in the URL") {
  for (const auto& c : kRequestUrlCases) {
    for (const auto& n : kNameCases) {
      CAPTURE(c.name);
      CAPTURE(n.name);
      Arena arena;
      const auto expected = std::string{c.before}.append(n.encoded).append(c.after);
      CHECK(url_of(c, n.account, arena) == expected);
    }
  }
}

TEST_CASE("requests: a name of 300 characters is encoded in the URL") {
  std::string encoded;
  for (int i = 0; i < 300; ++i) encoded += "%25";
  for (const auto& c : kRequestUrlCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(url_of(c, std::string(300, '%'), arena) ==
          std::string{c.before}.append(encoded).append(c.after));
  }
}

TEST_CASE("requests: a secret stands in the URL only where no header carries it") {
  for (const Service* service : kServices) {
    if (service->secret_setting.empty()) continue;
    for (std::uint32_t step = 0; step < service->questions; ++step) {
      CAPTURE(service->source);
      Arena arena;
      const auto url =
          service->url(bodies::question_to(*service, step), bodies::access_to(*service), arena);
      const bool is_shown = url.find("secret") != std::string_view::npos;
      CHECK(is_shown == service->authorization.empty());
    }
  }
}

}  // namespace user_listens
