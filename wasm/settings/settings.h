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
#include "upstream/services.h"

namespace user_listens {

// Valid while the facts and the arena it was read with are.
// As MAX_TRACKS may have.
inline constexpr std::size_t kMostTracks = 500;

struct Settings {
  std::chrono::minutes ttl{7};
  std::size_t max_tracks = 50;
  std::size_t poll_budget = 45;                   // requests a refresh; the free plan allows 50
  Seconds reply_cache{5};                         // how long an isolate may repeat a reply
  std::array<Access, kServices.size()> services;  // as in kServices
  std::vector<std::string_view> secrets;          // none of them may stand in a log
  std::vector<std::string_view> allowed_origins;  // "*" for any
  std::string_view roster;                        // members, when no D1 is bound
  std::string_view roster_sql;                    // "" for the usual query
  std::string_view roster_setting = "ROSTER";     // which of the two holds
  bool wants_token = false;                       // of who asks the API for the list

  // One a wrong setting: "MAX_TRACKS must be a whole number …; 50 is used."
  std::vector<std::string_view> problems;
};

// What the shim passes on from its environment.
[[nodiscard]] std::vector<std::string_view> setting_names();

// The secret that request tokens are signed with.
inline constexpr std::string_view kTokenSecret = "INTERNAL_API_SECRET";

// The query for the members, when a D1 is bound; never empty.
[[nodiscard]] std::string_view roster_sql(const Settings& settings, Arena& arena);

// Whether the service can be asked: it has the secret that it needs.
[[nodiscard]] inline bool is_usable(const Service& service, const Access& access) {
  return !service.needs_secret || !access.secret.empty();
}

// From the object "settings" of the facts, and "hasCache": whether KV is bound.
[[nodiscard]] Settings read_settings(const json::Facts& facts, Arena& arena);

}  // namespace user_listens
