// Each setting: valid, at its bounds, wrong, unset; and what is said of it.
#include "settings/settings.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "base/json_writer.h"

namespace user_listens {
namespace {

constexpr std::string_view kNoKey =
    "LASTFM_API_KEY is not set: Last.fm is not asked. Set it with `wrangler secret put "
    "LASTFM_API_KEY`.\n";

// A setting's name and value, beside a bound KV and a key.
struct Given {
  Arena arena;
  json::Facts facts;
  Settings settings;
  std::string problems;
};

std::string facts_with(std::string_view name, std::string_view value) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("hasCache", true);
    const auto settings = out.key("settings").object();
    if (name != "LASTFM_API_KEY") out.field("LASTFM_API_KEY", "key-123");
    if (!name.empty()) out.field(name, value);
  }
  return out.take();
}

void read(Given& given, std::string_view facts) {
  given.facts = json::Facts::read(facts).value();
  given.settings = read_settings(given.facts, given.arena);
  for (const auto problem : given.settings.problems) given.problems.append(problem).append("\n");
}

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
    {"POLL_BUDGET", "1", 1},
    {"POLL_BUDGET", "9000", 9000},
    {"POLL_BUDGET", "0", 45, "POLL_BUDGET must be a whole number from 1 to 9000; 45 is used.\n"},
    {"POLL_BUDGET", "9001", 45, "POLL_BUDGET must be a whole number from 1 to 9000; 45 is used.\n"},
    {"POLL_BUDGET", "1e3", 45, "POLL_BUDGET must be a whole number from 1 to 9000; 45 is used.\n"},
});

std::int64_t number_of(const Settings& settings, std::string_view name) {
  if (name == "USER_LISTENS_TTL_MINUTES") return settings.ttl.count();
  return static_cast<std::int64_t>(name == "MAX_TRACKS" ? settings.max_tracks
                                                        : settings.poll_budget);
}

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

}  // namespace

TEST_CASE("settings: defaults") {
  Given given;
  read(given, facts_with("", ""));
  CHECK(given.problems.empty());
  CHECK(given.settings.ttl == std::chrono::minutes{7});
  CHECK(given.settings.max_tracks == 50);
  CHECK(given.settings.poll_budget == 45);
  CHECK(given.settings.lastfm_url == "https://ws.audioscrobbler.com/2.0/");
  CHECK(given.settings.lastfm_key == "key-123");
  CHECK(given.settings.allowed_origins.empty());
  CHECK(given.settings.roster.empty());
  CHECK(given.settings.roster_sql == kDefaultRosterSql);
}

TEST_CASE("settings: numbers") {
  for (const auto& c : kNumberCases) {
    CAPTURE(c.name);
    CAPTURE(c.value);
    Given given;
    read(given, facts_with(c.name, c.value));
    CHECK(number_of(given.settings, c.name) == c.holds);
    CHECK(given.problems == c.problem);
  }
}

TEST_CASE("settings: the service's URL") {
  for (const auto& c : kUrlCases) {
    CAPTURE(c.value);
    Given given;
    read(given, facts_with("LASTFM_API_URL", c.value));
    CHECK(given.settings.lastfm_url ==
          (c.is_valid ? c.value : "https://ws.audioscrobbler.com/2.0/"));
    CHECK(given.problems == (c.is_valid
                                 ? ""
                                 : "LASTFM_API_URL must be an https:// URL without user and query; "
                                   "https://ws.audioscrobbler.com/2.0/ is used.\n"));
  }
}

TEST_CASE("settings: the key") {
  for (const std::string_view unset : {"", "  \n"}) {
    Given given;
    read(given, facts_with("LASTFM_API_KEY", unset));
    CHECK(given.settings.lastfm_key.empty());
    CHECK(given.problems == kNoKey);
  }
  Given given;
  read(given, facts_with("LASTFM_API_KEY", " key-456\n"));
  CHECK(given.settings.lastfm_key == "key-456");
  CHECK(given.problems.empty());
}

TEST_CASE("settings: allowed origins") {
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
  CHECK(query.settings.roster_sql == "SELECT 1");
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
  for (const char* const name : {"MAX_TRACKS", "ALLOWED_ORIGINS", "LASTFM_API_URL"}) {
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

}  // namespace user_listens
