// Settings as the shim passes them on, and what is made of them.
#pragma once

#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "settings/settings.h"

namespace user_listens {

inline constexpr std::string_view kNoKey =
    "LASTFM_API_KEY is not set: Last.fm is not asked. Set it with `wrangler secret put "
    "LASTFM_API_KEY`.\n";

// A setting's name and value, beside a bound KV and a key.
struct Given {
  Arena arena;
  json::Facts facts;
  Settings settings;
  std::string problems;
};

[[nodiscard]] inline std::string facts_with(std::string_view name, std::string_view value) {
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

inline void read(Given& given, std::string_view facts) {
  given.facts = json::Facts::read(facts).value();
  given.settings = read_settings(given.facts, given.arena);
  for (const auto problem : given.settings.problems) given.problems.append(problem).append("\n");
}

}  // namespace user_listens
