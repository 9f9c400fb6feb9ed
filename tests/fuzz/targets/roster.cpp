// Who the members are, from D1's rows or the setting ROSTER: refresh/roster.h;
// what that means for those who are remembered: refresh/membership.h; and whom a
// refresh asks of them: refresh/plan.h.
#include "refresh/roster.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "refresh/membership.h"
#include "refresh/plan.h"
#include "target.h"
#include "texts.h"
#include "upstream/services.h"

namespace user_listens::fuzz {
namespace {

void check_members(const Roster& roster) {
  std::set<std::string_view> usernames;
  std::set<std::string> accounts;
  for (const auto& [username, source, name] : roster.accounts) {
    MUST(!username.empty() && !name.empty(), name);
    MUST(username.size() <= kMaxUsernameBytes, username);
    const auto service = service_named(source);
    MUST(service.has_value(), source);
    MUST(name.size() <= kServices[*service]->max_account_bytes, name);
    std::string account{source};
    account.append("\n").append(name);
    for (char& c : account) c = ascii::lower(c);
    MUST(accounts.insert(account).second, name);
    usernames.insert(username);
  }
  MUST(usernames.size() <= roster.members.size(), "");
  MUST(roster.members.size() + roster.hidden <= roster.rows, "");
  for (const auto note : roster.notes) MUST(is_clean(note), note);
}

Settings settings_with_key() {
  Settings settings{.poll_budget = 3};
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    settings.services[i] = {.url = kServices[i]->default_url,
                            .secret = kServices[i]->needs_secret ? "key 123" : "",
                            .pace = kServices[i]->pace};
  }
  return settings;
}

// One member's account on one service.
using Identity = std::pair<std::string_view, std::string_view>;
Identity identity(const Account& account) { return {account.source, account.username}; }

void check_plan(const Roster& roster, Arena& arena) {
  const Settings settings = settings_with_key();
  const auto plan = plan_requests(roster, {}, {}, settings, UnixMillis{kTick}, arena);
  MUST(plan.requests.empty() == roster.accounts.empty(), "");
  MUST(plan.deadline <= kLongestAsking, "");
  std::set<Identity> asked;
  std::size_t requests = plan.retries;
  for (const auto& [question, url] : plan.requests) {
    const Service& service = *kServices.at(service_named(question.account.source).value());
    requests += service.questions;
    MUST(asked.insert(identity(question.account)).second, url);
    MUST(host_of(url, "https://") == host_of(service.default_url, "https://"), url);
    MUST(url.find_first_of(" #\x7F") == std::string_view::npos, url);
    const bool has_key = url.ends_with("&api_key=key%20123&format=json&limit=1");
    MUST(has_key == service.needs_secret, url);
  }
  MUST(requests <= settings.poll_budget, "");
}

// Names that the seeds hold.
Known known() {
  Known known{.last_updated = UnixMillis{kTick}};
  for (const std::string_view name : {"alice", "bob", "carol", "a", "b"}) {
    for (const Service* service : kServices) {
      known.memories.push_back(
          {.account = {.username = name, .source = service->source, .name = name}});
    }
  }
  return known;
}

// Nobody is removed of whom no row says that they are private, while any row is
// not understood; and nobody is kept whom a row calls private by name.
void check_membership(const Result<Roster, RosterError>& read, Arena& arena) {
  const auto membership = membership_of(read, known(), "ROSTER_SQL", arena);
  std::set<Identity> answered_for;
  for (const Account& account : membership.accounts()) {
    MUST(answered_for.insert(identity(account)).second, account.username);
  }
  for (const auto problem : membership.problems) MUST(is_clean(problem), problem);
  if (!read) {
    MUST(membership.holds && membership.removed == 0, read.error().message);
    return;
  }
  for (const RowClaim& claim : read.value().claims) {
    if (claim.standing != RowClaim::Standing::hidden || claim.username.empty()) continue;
    for (const Account& account : membership.accounts()) {
      MUST(account.username != claim.username, claim.username);
    }
  }
}

void try_roster(std::string_view bytes) {
  Arena arena;
  const auto rows = read_roster_rows(bytes, arena);
  const auto setting = read_roster_setting(bytes, arena);
  for (const auto* roster : {&rows, &setting}) {
    check_membership(*roster, arena);
    if (!*roster) {
      MUST(is_clean(roster->error().message), roster->error().message);
      continue;
    }
    check_members(roster->value());
    check_plan(roster->value(), arena);
  }
  if (!rows || !setting) return;
  MUST(rows.value().accounts == setting.value().accounts, bytes);
  MUST(rows.value().members == setting.value().members, bytes);
  MUST(rows.value().notes == setting.value().notes, bytes);
}

const Target kRosterTarget{"roster", try_roster};

}  // namespace
}  // namespace user_listens::fuzz
