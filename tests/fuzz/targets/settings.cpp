// The operator's settings: settings/settings.h, and the first step of a refresh,
// which complains about them. The input is lines, NAME=value.
#include "settings/settings.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <variant>

#include "base/json_facts.h"
#include "refresh/machine.h"
#include "target.h"
#include "texts.h"

namespace user_listens::fuzz {
namespace {

std::string facts_with(const nlohmann::json& settings) {
  nlohmann::json facts{{"settings", settings}, {"hasCache", true}};
  for (const auto* time : {"nowMs", "scheduledMs", "startedMs"}) facts[time] = 1'764'858'327'000;
  return facts.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json settings_of(std::string_view lines) {
  auto settings = nlohmann::json::object();
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    const auto equals = line.find('=');
    if (equals != std::string_view::npos) {
      settings[std::string{line.substr(0, equals)}] = std::string{line.substr(equals + 1)};
    }
  }
  return settings;
}

// All that can be said of wrong settings. A value is never quoted, since a key
// may stand in the wrong one and the messages are public.
std::set<std::string, std::less<>> all_problems() {
  Arena arena;
  auto nonsense = nlohmann::json::object();
  for (const auto name : setting_names()) {
    if (name != "LASTFM_API_KEY") nonsense[std::string{name}] = "?";
  }
  const auto facts = json::Facts::read(facts_with(nonsense)).value();
  const auto settings = read_settings(facts, arena);
  return {settings.problems.begin(), settings.problems.end()};
}

void check_numbers(const Settings& settings) {
  MUST(settings.ttl.count() >= 6 && settings.ttl.count() <= 10080, "ttl");
  MUST(settings.max_tracks >= 1 && settings.max_tracks <= 500, "max_tracks");
  MUST(settings.poll_budget >= 1 && settings.poll_budget <= 9000, "poll_budget");
  for (const Access& access : settings.services) {
    MUST(access.pace.burst >= 1 && access.pace.burst <= 10'000, "burst");
    MUST(access.pace.per_second >= 1 && access.pace.per_second <= 1000, "per_second");
  }
}

bool is_loopback(std::string_view url) {
  constexpr std::array<std::string_view, 3> kHosts{"http://localhost", "http://127.0.0.1",
                                                   "http://[::1]"};
  return std::any_of(kHosts.begin(), kHosts.end(), [&](std::string_view host) {
    return url.starts_with(host) &&
           (url.size() == host.size() || url[host.size()] == '/' || url[host.size()] == ':');
  });
}

void check_setting_texts(const Settings& settings) {
  Arena arena;
  for (const Access& access : settings.services) {
    const auto url = access.url;
    MUST(host_of(url, "https://") || is_loopback(url), url);
    MUST(is_clean(url) && url.find_first_of("?# ") == std::string_view::npos, url);
  }
  MUST(!roster_sql(settings, arena).empty(), settings.roster_sql);
  for (const auto origin : settings.allowed_origins) {
    const auto scheme = origin.find("://");
    const bool has_host = scheme != std::string_view::npos && scheme + 3 < origin.size();
    const bool is_origin = has_host && origin.starts_with("http") &&
                           origin.find_first_of("/?#@", scheme + 3) == std::string_view::npos;
    MUST(origin == "*" || is_origin, origin);
    MUST(is_clean(origin), origin);
  }
}

// Each is one that may not show, and none is missing.
void check_secrets(const Settings& settings) {
  std::size_t count = 0;
  for (const Access& access : settings.services) {
    if (access.secret.empty()) continue;
    ++count;
    MUST(std::find(settings.secrets.begin(), settings.secrets.end(), access.secret) !=
             settings.secrets.end(),
         "a secret that the log would show");
  }
  MUST(count == settings.secrets.size(), "secrets");
}

void check_first_step(const Settings& settings) {
  RefreshMachine machine{{.settings = settings, .self = {}, .scheduled = {}, .started = {}}};
  for (const Effect& effect : machine.begin()) {
    if (const auto* print = std::get_if<effect::Print>(&effect)) {
      MUST(is_clean(print->text), print->text);
    }
  }
}

void try_settings(std::string_view bytes) {
  static const auto known_problems = all_problems();
  const auto text = facts_with(settings_of(bytes));
  const auto facts = json::Facts::read(text);
  if (!facts) return;  // over the facts' limit
  Arena arena;
  const auto settings = read_settings(facts.value(), arena);
  check_numbers(settings);
  check_setting_texts(settings);
  check_secrets(settings);
  for (const auto problem : settings.problems) MUST(known_problems.contains(problem), problem);
  check_first_step(settings);
}

const Target kSettingsTarget{"settings", try_settings};

}  // namespace
}  // namespace user_listens::fuzz
