// The settings of each service: where it is, how fast it may be asked, with
// which key or token.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "settings/given.h"

namespace user_listens {
namespace {

struct UrlCase {
  std::string_view value;
  bool is_valid = false;
};

constexpr auto kUrlCases = std::to_array<UrlCase>({
    {"https://ws.audioscrobbler.com/2.0/", true},
    {"https://music.example:8443", true},
    {"http://localhost:8788/2.0/", true},
    {"http://localhost/2.0/", true},
    {"http://127.0.0.1:8788/2.0/", true},
    {"http://[::1]:8788/", true},
    {"http://[::1]/", true},
    {"http://[::1]", true},
    {"http://[::1]:8080", true},
    {"http://[::1].example/"},
    {"http://[::1]x/"},
    {"http://[::1/"},
    {"http://[::2]/"},
    {"http://localhost:/"},
    {"http://localhost:80:80/"},
    {"http://localhost:99999/"},
    {"http://music.example/2.0/"},
    {"http://localhost.example/"},
    {"http://127.0.0.1.example:80/"},
    {"https://"},
    {"https:///2.0/"},
    {"ws.audioscrobbler.com/2.0/"},
    {"ftp://music.example/"},
    {"https://music.example/a b"},
    {"https://music.example/\""},
    {"https://music.example/?api_key=s3cret"},
    {"https://music.example/#s3cret"},
    {"http://user:s3cret@music.example/"},
    {"https://user:s3cret@music.example/"},
    {"http://localhost:s3cret@music.example/"},
    {"javascript:s3cret"},
});

constexpr std::array<std::string_view, kServices.size()> kUrlSettings{
    "LASTFM_API_URL", "LIBREFM_API_URL", "LISTENBRAINZ_API_URL"};

struct PaceCase {
  std::string_view name;
  std::string_view value;
  std::size_t service;
  std::int64_t holds;
  std::string_view problem;
};

constexpr auto kPaceCases = std::to_array<PaceCase>({
    {"LASTFM_BURST", "1", 0, 1},
    {"LASTFM_BURST", "10000", 0, 10'000},
    {"LASTFM_BURST", "0", 0, 20,
     "LASTFM_BURST must be a whole number from 1 to 10000; 20 is used.\n"},
    {"LASTFM_BURST", "10001", 0, 20,
     "LASTFM_BURST must be a whole number from 1 to 10000; 20 is used.\n"},
    {"LASTFM_PER_SECOND", "1000", 0, 1000},
    {"LASTFM_PER_SECOND", "0", 0, 5,
     "LASTFM_PER_SECOND must be a whole number from 1 to 1000; 5 is used.\n"},
    {"LASTFM_PER_SECOND", "1001", 0, 5,
     "LASTFM_PER_SECOND must be a whole number from 1 to 1000; 5 is used.\n"},
    {"LASTFM_PER_SECOND", "0.5", 0, 5,
     "LASTFM_PER_SECOND must be a whole number from 1 to 1000; 5 is used.\n"},
    {"LIBREFM_BURST", " 3 ", 1, 3},
    {"LIBREFM_PER_SECOND", "-2", 1, 2,
     "LIBREFM_PER_SECOND must be a whole number from 1 to 1000; 2 is used.\n"},
    {"LISTENBRAINZ_BURST", "100", 2, 100},
    {"LISTENBRAINZ_PER_SECOND", "x", 2, 3,
     "LISTENBRAINZ_PER_SECOND must be a whole number from 1 to 1000; 3 is used.\n"},
});

}  // namespace

TEST_CASE("settings: a service's URL is https, or the default holds") {
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    for (const auto& c : kUrlCases) {
      const auto& name = kUrlSettings[i];
      CAPTURE(name);
      CAPTURE(c.value);
      Given given;
      read(given, facts_with(name, c.value));
      const auto fallback = std::string{kServices[i]->default_url};
      CHECK(given.settings.services[i].url == (c.is_valid ? c.value : fallback));
      CHECK(given.problems ==
            (c.is_valid ? ""
                        : std::string{name} + " must be an https:// URL without user and query; " +
                              fallback + " is used.\n"));
    }
  }
}

TEST_CASE("settings: a service's pace is within limits, or the default holds") {
  for (const auto& c : kPaceCases) {
    CAPTURE(c.name);
    CAPTURE(c.value);
    Given given;
    read(given, facts_with(c.name, c.value));
    const Pace& pace = given.settings.services[c.service].pace;
    CHECK((c.name.ends_with("_BURST") ? pace.burst : pace.per_second) == c.holds);
    CHECK(pace.window == kServices[c.service]->pace.window);
    CHECK(given.problems == c.problem);
  }
}

TEST_CASE("settings: without a key Last.fm is not usable, and the key is trimmed") {
  for (const std::string_view unset : {"", "  \n"}) {
    Given given;
    read(given, facts_with("LASTFM_API_KEY", unset));
    CHECK(given.settings.services[0].secret.empty());
    CHECK_FALSE(is_usable(kLastfm, given.settings.services[0]));
    CHECK(given.settings.secrets.empty());
    CHECK(given.problems == kNoKey);
  }
  Given given;
  read(given, facts_with("LASTFM_API_KEY", " key-456\n"));
  CHECK(given.settings.services[0].secret == "key-456");
  CHECK(given.problems.empty());
}

TEST_CASE("settings: a token is used when there is one") {
  Given without;
  read(without, facts_with("LISTENBRAINZ_TOKEN", " \n"));
  CHECK(without.settings.services[2].secret.empty());
  CHECK(is_usable(kListenbrainz, without.settings.services[2]));
  CHECK(without.problems.empty());
  Given with;
  read(with, facts_with("LISTENBRAINZ_TOKEN", " token-4\n"));
  CHECK(with.settings.services[2].secret == "token-4");
  CHECK(with.settings.secrets == std::vector<std::string_view>{"key-123", "token-4"});
  CHECK(with.problems.empty());
}

}  // namespace user_listens
