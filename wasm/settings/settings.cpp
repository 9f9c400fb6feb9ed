#include "settings/settings.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"
#include "settings/origin.h"

namespace user_listens {
namespace {

constexpr std::array<std::string_view, 8> kNames{
    "USER_LISTENS_TTL_MINUTES", "MAX_TRACKS", "POLL_BUDGET", "REPLY_CACHE_SECONDS",
    "ALLOWED_ORIGINS",          "ROSTER",     "ROSTER_SQL",  kTokenSecret};

struct Range {
  std::int64_t least;
  std::int64_t most;
};

// Wrong values are not quoted: a key may stand in the wrong setting, and the
// messages are public.
class Reader {
 public:
  Reader(const json::Facts& facts, Arena& arena) : facts_(facts), arena_(arena) {}

  // The trimmed text; nothing when unset or blank.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view name) const {
    const auto found = facts_.text("settings.", name);
    if (!found || ascii::trimmed(*found).empty()) return std::nullopt;
    return ascii::trimmed(*found);
  }

  [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t fallback, Range range) {
    const auto found = text(name);
    if (!found) return fallback;
    const auto number = ascii::integer(*found);
    if (number && *number >= range.least && *number <= range.most) return *number;
    report("% must be a whole number from % to %; % is used.",
           {name, decimal(range.least), decimal(range.most), decimal(fallback)});
    return fallback;
  }

  void report(FormatString message, FormatArguments values = {}) {
    problems.push_back(arena_.filled(message, values));
  }

  std::vector<std::string_view> problems;

 private:
  const json::Facts& facts_;
  Arena& arena_;
};

// The API key travels in the URL, so plain HTTP is for this machine only.
bool is_service_url(std::string_view url) {
  if (host_of(url, "https://")) return true;
  const auto host = host_of(url, "http://");
  return host && is_loopback(*host);
}

std::string_view service_url(Reader& reader, std::string_view name, std::string_view fallback) {
  const auto found = reader.text(name);
  if (!found) return fallback;
  if (is_service_url(*found) && found->find_first_of("?#") == std::string_view::npos) {
    return *found;
  }
  reader.report("% must be an https:// URL without user and query; % is used.", {name, fallback});
  return fallback;
}

Access access_to(const Service& service, Reader& reader) {
  Access access{.url = service_url(reader, service.settings.url, service.default_url),
                .pace = service.pace};
  if (!service.secret_setting.empty()) {
    access.secret = reader.text(service.secret_setting).value_or("");
  }
  if (!is_usable(service, access)) {
    reader.report("% is not set: % is not asked. Set it with `wrangler secret put %`.",
                  {service.secret_setting, service.title, service.secret_setting});
  }
  access.pace.burst = reader.number(service.settings.burst, access.pace.burst, {1, 10'000});
  access.pace.per_second =
      reader.number(service.settings.per_second, access.pace.per_second, {1, 1000});
  return access;
}

// The public members, and at most one nameless row for all others: it tells a
// site whose members have all gone private from a table that was lost.
std::string_view default_roster_sql(Arena& arena) {
  std::string_view columns, nulls;
  for (const Service* service : kServices) {
    columns = arena.filled("%%_username, ", {columns, service->source});
    nulls = arena.filled("%NULL, ", {nulls});
  }
  return arena.filled(
      "SELECT id, username, %profile_visibility FROM users WHERE profile_visibility = 'public' "
      "UNION ALL SELECT * FROM (SELECT id, '', %'private' FROM users "
      "WHERE profile_visibility <> 'public' LIMIT 1) ORDER BY id",
      {columns, nulls});
}

std::vector<std::string_view> origins(Reader& reader, std::string_view name) {
  std::vector<std::string_view> allowed;
  auto rest = reader.text(name).value_or("");
  while (!rest.empty()) {
    const auto piece = ascii::next_piece(rest, ',');
    if (piece.empty()) continue;
    if (piece == "*" || is_origin(piece)) {
      allowed.push_back(piece);
    } else {
      reader.report("% holds what is no origin (scheme://host[:port]); it is left out.", {name});
    }
  }
  return allowed;
}

}  // namespace

std::string_view roster_sql(const Settings& settings, Arena& arena) {
  return settings.roster_sql.empty() ? default_roster_sql(arena) : settings.roster_sql;
}

std::vector<std::string_view> setting_names() {
  std::vector<std::string_view> names{kNames.begin(), kNames.end()};
  for (const Service* service : kServices) {
    const auto& [url, burst, per_second] = service->settings;
    for (const auto name : {url, burst, per_second}) names.push_back(name);
    if (!service->secret_setting.empty()) names.push_back(service->secret_setting);
  }
  return names;
}

Settings read_settings(const json::Facts& facts, Arena& arena) {
  Reader reader{facts, arena};
  Settings settings;
  if (!facts.is_true("hasCache")) {
    reader.report("CACHE is not bound: bind a KV namespace as CACHE in wrangler.toml.");
  }
  // Six minutes at least: a list that expires before the next tick leaves a gap.
  settings.ttl = std::chrono::minutes{
      reader.number("USER_LISTENS_TTL_MINUTES", settings.ttl.count(), {6, 10080})};
  settings.max_tracks = static_cast<std::size_t>(
      reader.number("MAX_TRACKS", static_cast<std::int64_t>(settings.max_tracks),
                    {1, static_cast<std::int64_t>(kMostTracks)}));
  settings.poll_budget = static_cast<std::size_t>(
      reader.number("POLL_BUDGET", static_cast<std::int64_t>(settings.poll_budget), {1, 9000}));
  settings.reply_cache =
      Seconds{reader.number("REPLY_CACHE_SECONDS", settings.reply_cache.count(), {0, 30})};
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    settings.services[i] = access_to(*kServices[i], reader);
    const auto secret = settings.services[i].secret;
    if (!secret.empty()) settings.secrets.push_back(secret);
  }
  if (const auto secret = facts.text("settings.", kTokenSecret)) {
    const auto used = ascii::trimmed(*secret);
    settings.wants_token = !used.empty();
    if (settings.wants_token) {
      settings.secrets.push_back(used);
    } else {
      reader.report("% is blank: no token is asked for.", {kTokenSecret});
    }
  }
  settings.allowed_origins = origins(reader, "ALLOWED_ORIGINS");
  settings.roster = reader.text("ROSTER").value_or("");
  settings.roster_sql = reader.text("ROSTER_SQL").value_or("");
  if (facts.is_true("hasDatabase")) settings.roster_setting = "ROSTER_SQL";
  settings.problems = std::move(reader.problems);
  return settings;
}

}  // namespace user_listens
