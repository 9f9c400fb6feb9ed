#include "settings/settings.h"

#include <cstdint>
#include <initializer_list>
#include <optional>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"

namespace user_listens {
namespace {

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
    const auto found = facts_.text(arena_.joined({"settings.", name}));
    if (!found || ascii::trimmed(*found).empty()) return std::nullopt;
    return ascii::trimmed(*found);
  }

  [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t fallback, Range range) {
    const auto found = text(name);
    if (!found) return fallback;
    const auto number = ascii::integer(*found);
    if (number && *number >= range.least && *number <= range.most) return *number;
    complain({name, " must be a whole number from ", decimal(range.least), " to ",
              decimal(range.most), "; ", decimal(fallback), " is used."});
    return fallback;
  }

  void complain(std::initializer_list<std::string_view> message) {
    problems.push_back(arena_.joined(message));
  }

  std::vector<std::string_view> problems;

 private:
  const json::Facts& facts_;
  Arena& arena_;
};

bool is_loopback(std::string_view host) {
  const auto name = host.substr(0, host.rfind(':'));
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

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
  reader.complain(
      {name, " must be an https:// URL without user and query; ", fallback, " is used."});
  return fallback;
}

bool is_origin(std::string_view text) {
  if (text == "*") return true;
  for (const std::string_view scheme : {"https://", "http://"}) {
    const auto host = host_of(text, scheme);
    if (host && scheme.size() + host->size() == text.size()) return true;
  }
  return false;
}

std::vector<std::string_view> origins(Reader& reader, std::string_view name) {
  std::vector<std::string_view> allowed;
  auto rest = reader.text(name).value_or("");
  while (!rest.empty()) {
    const auto piece = ascii::next_piece(rest, ',');
    if (piece.empty()) continue;
    if (is_origin(piece)) {
      allowed.push_back(piece);
    } else {
      reader.complain({name, " holds what is no origin (scheme://host[:port]); it is left out."});
    }
  }
  return allowed;
}

}  // namespace

Settings read_settings(const json::Facts& facts, Arena& arena) {
  Reader reader{facts, arena};
  Settings settings;
  if (!facts.is_true("hasCache")) {
    reader.complain({"CACHE is not bound: bind a KV namespace as CACHE in wrangler.toml."});
  }
  // Six minutes at least: a list that expires before the next tick leaves a gap.
  settings.ttl = std::chrono::minutes{
      reader.number("USER_LISTENS_TTL_MINUTES", settings.ttl.count(), {6, 10080})};
  settings.max_tracks = static_cast<std::size_t>(
      reader.number("MAX_TRACKS", static_cast<std::int64_t>(settings.max_tracks), {1, 500}));
  settings.poll_budget = static_cast<std::size_t>(
      reader.number("POLL_BUDGET", static_cast<std::int64_t>(settings.poll_budget), {1, 9000}));
  settings.lastfm_url = service_url(reader, "LASTFM_API_URL", settings.lastfm_url);
  settings.lastfm_key = reader.text("LASTFM_API_KEY").value_or("");
  if (settings.lastfm_key.empty()) {
    reader.complain(
        {"LASTFM_API_KEY is not set: Last.fm is not asked. "
         "Set it with `wrangler secret put LASTFM_API_KEY`."});
  }
  settings.allowed_origins = origins(reader, "ALLOWED_ORIGINS");
  settings.roster = reader.text("ROSTER").value_or("");
  settings.roster_sql = reader.text("ROSTER_SQL").value_or(kDefaultRosterSql);
  settings.problems = std::move(reader.problems);
  return settings;
}

}  // namespace user_listens
