// Who the members are, from D1's rows or the setting ROSTER: refresh/roster.h;
// and whom a refresh asks of them: refresh/plan.h.
#include "refresh/roster.h"

#include <set>
#include <string>

#include "base/ascii.h"
#include "refresh/plan.h"
#include "target.h"
#include "texts.h"
#include "upstream/lastfm.h"

namespace user_listens::fuzz {
namespace {

void check_members(const Roster& roster) {
  std::set<std::string_view> usernames;
  std::set<std::string> accounts;
  for (const Member& member : roster.members) {
    MUST(!member.username.empty(), member.lastfm);
    MUST(member.username.size() <= kMaxUsernameBytes, member.username);
    MUST(usernames.insert(member.username).second, member.username);
    MUST(member.lastfm.size() <= lastfm::kMaxAccountBytes, member.lastfm);
    std::string account{member.lastfm};
    for (char& c : account) c = ascii::lower(c);
    MUST(account.empty() || accounts.insert(account).second, member.lastfm);
  }
  MUST(roster.members.size() + roster.hidden <= roster.rows, "");
  for (const auto note : roster.notes) MUST(is_clean(note), note);
}

void check_plan(const Roster& roster, Arena& arena) {
  const Settings settings{.poll_budget = 3, .lastfm_key = "key 123"};
  const auto plan = plan_requests(roster, settings, UnixMillis{kTick}, arena);
  MUST(plan.requests.size() <= settings.poll_budget, "");
  MUST(plan.requests.size() <= roster.with_lastfm(), "");
  MUST(plan.requests.empty() == (roster.with_lastfm() == 0), "");
  MUST(plan.deadline <= kLongestAsking, "");
  std::set<std::string_view> asked;
  for (const auto& request : plan.requests) {
    MUST(asked.insert(request.subject.account).second, request.url);
    MUST(host_of(request.url, "https://") == "ws.audioscrobbler.com", request.url);
    MUST(request.url.find_first_of(" #\x7F") == std::string_view::npos, request.url);
    MUST(request.url.ends_with("&api_key=key%20123&format=json&limit=1"), request.url);
  }
}

}  // namespace

void try_input(std::string_view bytes) {
  Arena arena;
  const auto rows = read_roster_rows(bytes, arena);
  const auto setting = read_roster_setting(bytes, arena);
  for (const auto* roster : {&rows, &setting}) {
    if (!*roster) {
      MUST(is_clean(roster->error().message), roster->error().message);
      continue;
    }
    check_members(roster->value());
    check_plan(roster->value(), arena);
  }
  if (!rows || !setting) return;
  MUST(rows.value().members.size() == setting.value().members.size(), bytes);
  MUST(rows.value().notes == setting.value().notes, bytes);
}

}  // namespace user_listens::fuzz
