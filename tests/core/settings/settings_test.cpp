// Each setting: valid, at its bounds, wrong, unset; and what is said of it.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "settings/given.h"

namespace user_listens {
namespace {

struct NumberCase {
  std::string_view name;
  std::string_view value;
  std::int64_t holds;
  std::string_view problem;
};

constexpr auto kNumberCases = std::to_array<NumberCase>({
    {"USER_LISTENS_TTL_MINUTES", "7", 7},
    {"USER_LISTENS_TTL_MINUTES", " 6\n", 6},
    {"USER_LISTENS_TTL_MINUTES", "10080", 10080},
    {"USER_LISTENS_TTL_MINUTES", "", 7},
    {"USER_LISTENS_TTL_MINUTES", "  ", 7},
    {"USER_LISTENS_TTL_MINUTES", "5", 7,
     "USER_LISTENS_TTL_MINUTES must be a whole number from 6 to 10080; 7 is used.\n"},
    {"USER_LISTENS_TTL_MINUTES", "10081", 7,
     "USER_LISTENS_TTL_MINUTES must be a whole number from 6 to 10080; 7 is "
     "used.\n"},
    {"USER_LISTENS_TTL_MINUTES", "7.5", 7,
     "USER_LISTENS_TTL_MINUTES must be a whole number from 6 to 10080; 7 is "
     "used.\n"},
    {"MAX_TRACKS", "1", 1},
    {"MAX_TRACKS", "500", 500},
    {"MAX_TRACKS", "0", 50, "MAX_TRACKS must be a whole number from 1 to 500; 50 is used.\n"},
    {"MAX_TRACKS", "501", 50, "MAX_TRACKS must be a whole number from 1 to 500; 50 is used.\n"},
    {"MAX_TRACKS", "-1", 50, "MAX_TRACKS must be a whole number from 1 to 500; 50 is used.\n"},
    {"MAX_TRACKS", "many", 50, "MAX_TRACKS must be a whole number from 1 to 500; 50 is used.\n"},
    {"MAX_TRACKS", "99999999999999999999", 50,
     "MAX_TRACKS must be a whole number from 1 to 500; 50 is "
     "used.\n"},
    {"REPLY_CACHE_SECONDS", "0", 0},
    {"REPLY_CACHE_SECONDS", "30", 30},
    {"REPLY_CACHE_SECONDS", "31", 5,
     "REPLY_CACHE_SECONDS must be a whole number from 0 to 30; 5 is used.\n"},
    {"REPLY_CACHE_SECONDS", "-1", 5,
     "REPLY_CACHE_SECONDS must be a whole number from 0 to 30; 5 is used.\n"},
    {"POLL_BUDGET", "1", 1},
    {"POLL_BUDGET", "9000", 9000},
    {"POLL_BUDGET", "0", 45, "POLL_BUDGET must be a whole number from 1 to 9000; 45 is used.\n"},
    {"POLL_BUDGET", "9001", 45, "POLL_BUDGET must be a whole number from 1 to 9000; 45 is used.\n"},
    {"POLL_BUDGET", "1e3", 45, "POLL_BUDGET must be a whole number from 1 to 9000; 45 is used.\n"},
});

std::int64_t number_of(const Settings& settings, std::string_view name) {
  if (name == "USER_LISTENS_TTL_MINUTES") return settings.ttl.count();
  if (name == "REPLY_CACHE_SECONDS") return settings.reply_cache.count();
  return static_cast<std::int64_t>(name == "MAX_TRACKS" ? settings.max_tracks
                                                        : settings.poll_budget);
}

struct OriginsCase {
  std::string_view value;
  std::size_t count = 0;
  std::string_view problem;
};

constexpr std::string_view kNoOrigin =
    "ALLOWED_ORIGINS holds what is no origin (scheme://host[:port]); it is left out.\n";

constexpr auto kOriginsCases = std::to_array<OriginsCase>({
    {"", 0},
    {"*", 1},
    {"https://a.example", 1},
    {" https://a.example , http://localhost:3000,", 2},
    {",,", 0},
    {"a.example", 0, kNoOrigin},
    {"https://a.example/,https://b.example", 1, kNoOrigin},
    {"https://*.example?x", 0, kNoOrigin},
});

struct SecretCase {
  std::string_view value;
  bool is_wanted = true;
  std::string_view problem;
};

constexpr std::string_view kBlank = "INTERNAL_API_SECRET is blank: no token is asked for.\n";

constexpr auto kSecretCases = std::to_array<SecretCase>({
    {.value = "0123456789abcdef"},
    {.value = " x "},
    {.value = "", .is_wanted = false, .problem = kBlank},
    {.value = " \n", .is_wanted = false, .problem = kBlank},
});

}  // namespace

TEST_CASE("settings: the default of every setting") {
  Given given;
  read(given, facts_with("", ""));
  CHECK(given.problems.empty());
  CHECK(given.settings.ttl == std::chrono::minutes{7});
  CHECK(given.settings.max_tracks == 50);
  CHECK(given.settings.poll_budget == 45);
  constexpr std::array<std::string_view, 3> kUrls{"https://ws.audioscrobbler.com/2.0/",
                                                  "https://libre.fm/2.0/",
                                                  "https://api.listenbrainz.org/1/"};
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    CAPTURE(kServices[i]->source);
    const Access& access = given.settings.services[i];
    CHECK(access.url == kUrls[i]);
    CHECK(access.secret == (i == 0 ? "key-123" : ""));
    CHECK(access.pace.burst == kServices[i]->pace.burst);
    CHECK(access.pace.per_second == kServices[i]->pace.per_second);
    CHECK(access.pace.window == kServices[i]->pace.window);
    CHECK(is_usable(*kServices[i], access));
  }
  CHECK(given.settings.secrets == std::vector<std::string_view>{"key-123"});
  CHECK(given.settings.allowed_origins.empty());
  CHECK(given.settings.roster.empty());
  CHECK(roster_sql(given.settings, given.arena) ==
        "SELECT id, username, lastfm_username, librefm_username, listenbrainz_username, "
        "profile_visibility FROM users WHERE profile_visibility = 'public' "
        "UNION ALL SELECT * FROM (SELECT id, '', NULL, NULL, NULL, 'private' FROM users WHERE "
        "profile_visibility <> 'public' LIMIT 1) ORDER BY id");
}

TEST_CASE("settings: a number is within its limits, or the default holds") {
  for (const auto& c : kNumberCases) {
    CAPTURE(c.name);
    CAPTURE(c.value);
    Given given;
    read(given, facts_with(c.name, c.value));
    CHECK(number_of(given.settings, c.name) == c.holds);
    CHECK(given.problems == c.problem);
  }
}

TEST_CASE("settings: the names that the shim passes on") {
  CHECK(setting_names() ==
        std::vector<std::string_view>{
            "USER_LISTENS_TTL_MINUTES", "MAX_TRACKS", "POLL_BUDGET", "REPLY_CACHE_SECONDS",
            "ALLOWED_ORIGINS", "ROSTER", "ROSTER_SQL", "INTERNAL_API_SECRET", "LASTFM_API_URL",
            "LASTFM_BURST", "LASTFM_PER_SECOND", "LASTFM_API_KEY", "LIBREFM_API_URL",
            "LIBREFM_BURST", "LIBREFM_PER_SECOND", "LISTENBRAINZ_API_URL", "LISTENBRAINZ_BURST",
            "LISTENBRAINZ_PER_SECOND", "LISTENBRAINZ_TOKEN"});
}

TEST_CASE("settings: what is no origin is left out of the allowed ones") {
  for (const auto& c : kOriginsCases) {
    CAPTURE(c.value);
    Given given;
    read(given, facts_with("ALLOWED_ORIGINS", c.value));
    CHECK(given.settings.allowed_origins.size() == c.count);
    CHECK(given.problems == c.problem);
  }
}

TEST_CASE("settings: the roster and its query are taken as they are") {
  Given roster;
  read(roster, facts_with("ROSTER", " alice=a, bob "));
  CHECK(roster.settings.roster == "alice=a, bob");
  Given query;
  read(query, facts_with("ROSTER_SQL", "SELECT 1"));
  CHECK(roster_sql(query.settings, query.arena) == "SELECT 1");
}

TEST_CASE("settings: several wrong at once are all named, in order, and no secret with them") {
  Given given;
  read(
      given,
      R"({"hasCache":false,"settings":{"USER_LISTENS_TTL_MINUTES":"x","MAX_TRACKS":"y","POLL_BUDGET":"z",)"
      R"("LASTFM_API_URL":"https://x.example/?api_key=s3cret","LASTFM_API_KEY":"key-123",)"
      R"("ALLOWED_ORIGINS":"w"}})");
  CHECK(given.problems ==
        "CACHE is not bound: bind a KV namespace as CACHE in wrangler.toml.\n"
        "USER_LISTENS_TTL_MINUTES must be a whole number from 6 to 10080; 7 is used.\n"
        "MAX_TRACKS must be a whole number from 1 to 500; 50 is used.\n"
        "POLL_BUDGET must be a whole number from 1 to 9000; 45 is used.\n"
        "LASTFM_API_URL must be an https:// URL without user and query; "
        "https://ws.audioscrobbler.com/2.0/ is used.\n"
        "ALLOWED_ORIGINS holds what is no origin (scheme://host[:port]); it is left out.\n");
}

TEST_CASE("settings: a wrong value is not quoted, it may be a key in the wrong place") {
  for (const char* const name : {"MAX_TRACKS", "ALLOWED_ORIGINS", "LASTFM_API_URL", "LIBREFM_BURST",
                                 "LISTENBRAINZ_API_URL", "LISTENBRAINZ_PER_SECOND"}) {
    CAPTURE(name);
    Given given;
    read(given, facts_with(name, "s3cret"));
    CHECK(given.problems.find(name) == 0);
    CHECK(given.problems.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("settings: values that are no text are unset") {
  Given given;
  read(given,
       R"({"hasCache":true,"settings":{"MAX_TRACKS":5,"POLL_BUDGET":null,"LASTFM_API_KEY":true}})");
  CHECK(given.settings.max_tracks == 50);
  CHECK(given.problems == kNoKey);
}

TEST_CASE("settings: a token is required when its secret is set") {
  for (const auto& c : kSecretCases) {
    CAPTURE(c.value);
    Given given;
    read(given, facts_with("INTERNAL_API_SECRET", c.value));
    CHECK(given.settings.wants_token == c.is_wanted);
    CHECK(given.problems == c.problem);
    // It must not stand in a log either.
    CHECK(given.settings.secrets.size() == (c.is_wanted ? 2 : 1));
  }
  Given unset;
  read(unset, facts_with("", ""));
  CHECK_FALSE(unset.settings.wants_token);
  CHECK(unset.problems.empty());
}

}  // namespace user_listens
