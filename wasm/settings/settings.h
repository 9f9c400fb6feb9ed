// The operator's settings (wrangler.toml, secrets), checked once per call.
//
// A missing or nonsensical one never stops the Worker: the default is used,
// and one message says which setting, what is wrong, and what holds instead.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/json_facts.h"

namespace user_listens {

// Valid while the facts and the arena it was read with are.
struct Settings {
  std::chrono::minutes ttl{7};
  std::size_t max_tracks = 50;
  std::size_t poll_budget = 45;  // requests a refresh; the free plan allows 50
  std::string_view lastfm_url = "https://ws.audioscrobbler.com/2.0/";
  std::string_view lastfm_key;                    // "" when there is none
  std::vector<std::string_view> allowed_origins;  // "*" for any
  std::string_view roster;                        // members, when no D1 is bound
  std::string_view roster_sql;                    // never empty

  // One a wrong setting: "MAX_TRACKS must be a whole number …; 50 is used."
  std::vector<std::string_view> problems;
};

// What the shim passes on from its environment.
inline constexpr std::array<std::string_view, 8> kSettingNames{
    "USER_LISTENS_TTL_MINUTES", "MAX_TRACKS",      "POLL_BUDGET", "LASTFM_API_URL",
    "LASTFM_API_KEY",           "ALLOWED_ORIGINS", "ROSTER",      "ROSTER_SQL"};

// The public members, and at most one nameless row for all others: it tells a
// site whose members have all gone private from a table that was lost.
inline constexpr std::string_view kDefaultRosterSql =
    "SELECT id, username, lastfm_username, listenbrainz_username, librefm_username, "
    "profile_visibility FROM users WHERE profile_visibility = 'public' "
    "UNION ALL SELECT * FROM (SELECT id, '', NULL, NULL, NULL, 'private' FROM users "
    "WHERE profile_visibility <> 'public' LIMIT 1) ORDER BY id";

// From the object "settings" of the facts, and "hasCache": whether KV is bound.
[[nodiscard]] Settings read_settings(const json::Facts& facts, Arena& arena);

}  // namespace user_listens
