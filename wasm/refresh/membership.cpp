#include "refresh/membership.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/name_index.h"
#include "base/text.h"
#include "cache/freshness.h"
#include "cache/snapshot_fit.h"
#include "listen/account_index.h"
#include "upstream/services.h"

namespace user_listens {
namespace {

// How many notes about rows the health reply tells.
constexpr std::size_t kMostNotes = 10;

// Distinct members, of whom each may have several accounts.
using Names = std::unordered_set<std::string_view>;

// What the roster means for an account that is remembered.
enum class Fate : std::uint8_t {
  polled,       // the roster has it
  lost_column,  // of a public member; the roster has no column for its service any more
  kept,         // nobody knows what the roster says of it
  concealed,    // kept, but not shown
  dropped,      // its member has given it up
  removed,      // its member is private or not in the roster
};

// Members whom claims of one standing name: by username, or else by an account
// that is known to be theirs.
Names claimed(const Roster& roster, RowClaim::Standing standing, const Known& known, Arena& arena) {
  Names usernames;
  std::vector<std::string_view> accounts;
  for (const RowClaim& claim : roster.claims) {
    if (claim.standing != standing) continue;
    if (!claim.username.empty()) {
      usernames.insert(claim.username);
      continue;
    }
    for (std::size_t i = 0; i < kServices.size(); ++i) {
      if (claim.accounts[i].empty()) continue;
      accounts.push_back(account_key(kServices[i]->source, claim.accounts[i], arena));
    }
  }
  if (accounts.empty()) return usernames;
  const NameIndex is_claimed{std::move(accounts)};
  for (const Memory& memory : known.memories) {
    const Account& account = memory.account;
    const auto key = account_key(account.source, account.name, arena);
    if (!account.name.empty() && is_claimed.find(key)) usernames.insert(account.username);
  }
  return usernames;
}

class Fates {
 public:
  Fates(const Roster& roster, const Known& known, Arena& arena)
      : roster_(roster),
        doubts_absence_(known.is_uncertain && roster.not_understood > 0),
        polled_(index_of_accounts(roster.accounts)),
        unreadable_(index_of_accounts(roster.unreadable)),
        hidden_(claimed(roster, RowClaim::Standing::hidden, known, arena)),
        concealed_(claimed(roster, RowClaim::Standing::concealed, known, arena)),
        unclear_(claimed(roster, RowClaim::Standing::unclear, known, arena)) {}

  // What the roster says of an account. Who is public by name is not private by
  // an account that somebody else's row names.
  [[nodiscard]] Fate of(const Account& account) {
    if (polled_.find(account)) return Fate::polled;
    const auto username = account.username;
    if (is_member(username)) return of_other_account(account);
    if (hidden_.contains(username)) return Fate::removed;
    if (concealed_.contains(username)) return Fate::concealed;
    return unclear_.contains(username) || doubts_absence_ ? Fate::kept : Fate::removed;
  }

  [[nodiscard]] const Names& hidden() const { return hidden_; }

  // The same when no row names a public member who can be polled.
  [[nodiscard]] Fate while_broken(const Account& account) {
    if (is_member(account.username)) {
      return of_other_account(account) == Fate::lost_column ? Fate::lost_column : Fate::kept;
    }
    return hidden_.contains(account.username) ? Fate::removed : Fate::kept;
  }

 private:
  [[nodiscard]] bool is_member(std::string_view username) {
    if (!members_) members_.emplace(roster_.members);
    return members_->find(username).has_value();
  }

  // Of a member, for whom the roster does not have it.
  [[nodiscard]] Fate of_other_account(const Account& account) {
    if (unreadable_.find(account)) return Fate::kept;
    const auto service = service_named(account.source);
    return service && !roster_.has_column[*service] ? Fate::lost_column : Fate::dropped;
  }

  const Roster& roster_;
  bool doubts_absence_;  // a row that names nobody known may be of somebody who was not read
  AccountIndex polled_;
  AccountIndex unreadable_;
  std::optional<NameIndex> members_;  // made when it is needed
  Names hidden_;
  Names concealed_;
  Names unclear_;
};

// What became of those who are remembered.
struct Outcome {
  std::vector<Account> kept;
  std::vector<Account> lost;  // of them, accounts of lost columns
  Names remembered, removed, unclear, concealed;
  Names still_concealed;  // by an earlier refresh, and nobody knows better
};

void add(Outcome& outcome, const Memory& memory, Fate fate) {
  const Account& account = memory.account;
  outcome.remembered.insert(account.username);
  switch (fate) {
    case Fate::polled:
    case Fate::dropped:
      return;
    case Fate::lost_column:
      outcome.lost.push_back(account);
      break;
    case Fate::removed:
      outcome.removed.insert(account.username);
      return;
    case Fate::concealed:
      outcome.concealed.insert(account.username);
      break;
    case Fate::kept:
      outcome.unclear.insert(account.username);
      if (memory.is_concealed) outcome.still_concealed.insert(account.username);
      break;
  }
  outcome.kept.push_back(account);
}

// Every row says that its member is private: that is a roster, too.
bool is_all_private(const Roster& roster) {
  return roster.rows > 0 && roster.hidden == roster.rows && roster.not_understood == 0;
}

std::string_view members_in_words(std::size_t count, Arena& arena) {
  return arena.joined({decimal(count), count == 1 ? " member" : " members"});
}

// Concludes, and says so.
class Conclusions {
 public:
  Conclusions(Membership& membership, std::string_view setting, Arena& arena)
      : membership_(membership), setting_(setting), arena_(arena) {}

  void about_rows() {
    const auto& notes = membership_.roster.notes;
    for (std::size_t i = 0; i < std::min(notes.size(), kMostNotes); ++i) add(notes[i]);
    if (notes.size() > kMostNotes)
      add(arena_.filled("% more", {decimal(notes.size() - kMostNotes)}));
  }

  void conclude(std::string_view text) {
    add(text);
    membership_.conclusions.push_back(membership_.problems.back());
  }

  void about_lost_columns(const std::vector<Account>& lost) {
    for (const Service* service : kServices) {
      const auto count = static_cast<std::size_t>(
          std::count_if(lost.begin(), lost.end(),
                        [&](const Account& account) { return account.source == service->source; }));
      if (count == 0) continue;
      conclude(arena_.filled(
          "no row has the column %%, but % known: what was heard last stays. Select NULL for that "
          "column if nobody has an account there any more.",
          {service->source, kColumnEnding, counted(count, "account is", "accounts are")}));
    }
  }

  void about_members(const Outcome& outcome) {
    if (!outcome.unclear.empty()) {
      conclude(arena_.filled("% as known, because their rows cannot be understood.",
                             {counted(outcome.unclear.size(), "member stays", "members stay")}));
    }
    if (!outcome.concealed.empty()) {
      conclude(arena_.filled(
          "% until their profile_visibility is public again.",
          {counted(outcome.concealed.size(), "member is hidden", "members are hidden")}));
    }
  }

  void about_removed(const Outcome& outcome) {
    if (outcome.removed.size() > 1 && 2 * outcome.removed.size() > outcome.remembered.size()) {
      conclude(arena_.filled(
          "% of % are gone in one refresh.",
          {decimal(outcome.removed.size()), members_in_words(outcome.remembered.size(), arena_)}));
    }
  }

 private:
  void add(std::string_view text) {
    membership_.problems.push_back(arena_.joined({setting_, ": ", text}));
  }

  std::string_view counted(std::size_t count, std::string_view one, std::string_view many) {
    return arena_.joined({decimal(count), " ", count == 1 ? one : many});
  }

  Membership& membership_;
  std::string_view setting_;
  Arena& arena_;
};

Outcome outcome_of(Fates& fates, const Known& known, bool is_broken) {
  Outcome outcome;
  for (const Memory& memory : known.memories) {
    const Account& account = memory.account;
    add(outcome, memory, is_broken ? fates.while_broken(account) : fates.of(account));
  }
  return outcome;
}

}  // namespace

std::vector<Account> Membership::accounts() const {
  std::vector<Account> all = roster.accounts;
  for (const Account& account : kept) all.push_back(account);
  return all;
}

bool Membership::hides_somebody_of(const Entry& list) const {
  const NameIndex is_hidden{hidden};
  return std::any_of(list.tracks.begin(), list.tracks.end(), [&](const Listen& track) {
    return is_hidden.find(track.username).has_value();
  });
}

Membership membership_of(Result<Roster, RosterError> read, const Known& known,
                         std::string_view setting, Arena& arena) {
  Membership membership;
  const bool is_read = read.ok();
  if (is_read) membership.roster = std::move(read).value();
  Roster& roster = membership.roster;
  membership.is_whole = is_read && roster.not_understood == 0 && roster.unreadable.empty();
  Fates fates{roster, known, arena};
  Outcome outcome = outcome_of(fates, known, false);
  membership.holds = roster.accounts.empty() && !is_all_private(roster);
  if (membership.holds) outcome = outcome_of(fates, known, true);

  Conclusions conclusions{membership, setting, arena};
  conclusions.about_rows();
  conclusions.about_lost_columns(outcome.lost);
  if (!membership.holds) {
    conclusions.about_members(outcome);
  } else if (roster.rows > 0 && roster.members.empty()) {
    conclusions.conclude(roster.has_username ? "no row is understood as a public member."
                                             : "no row has the column username.");
  }
  conclusions.about_removed(outcome);
  membership.kept = std::move(outcome.kept);
  for (const Names& names : {outcome.concealed, outcome.still_concealed}) {
    for (const auto name : names) membership.concealed.push_back(name);
  }
  for (const auto name : fates.hidden()) membership.hidden.push_back(name);
  membership.removed = outcome.removed.size();
  return membership;
}

void report(const Membership& membership, Log& log) {
  const Roster& roster = membership.roster;
  if (!roster.notes.empty()) {
    log.warning("[CRON] WARNING: %", {enumeration(roster.notes, log.arena())});
  }
  for (const auto conclusion : membership.conclusions) {
    log.error("[CRON] WARNING: Setting %", {conclusion});
  }
  for (const Service* service : kServices) {
    const auto count =
        std::count_if(roster.accounts.begin(), roster.accounts.end(),
                      [&](const Account& account) { return account.source == service->source; });
    if (count == 0 && service != kServices.front()) continue;
    log.info("[CRON] Found % users with % usernames", {decimal(count), service->title});
  }
}

std::optional<Snapshot> snapshot_to_renew(const Membership& membership, const StoredState& state,
                                          const Known& brought_up_to_date, const Run& run) {
  if (!state.memory) return std::nullopt;
  const bool is_told =
      membership.problems.empty() || membership.problems == state.memory->roster_problems;
  const auto written_at = state.memory->written_at.value_or(run.now);
  const bool is_young = run.now - written_at < kKeepAliveAfter && !is_ahead(written_at, run.now);
  if (is_told && is_young) return std::nullopt;
  const Entry& list = state.list.entry;
  const bool is_list_later =
      is_list_written_later(state) && !is_ahead(*time_of_writing(list), run.now);
  // Of whom it does not show, one that was cut says nothing.
  const bool says_all = list.is_complete && list.last_updated >= state.memory->last_updated;
  if (is_list_later && !says_all) return std::nullopt;
  const Known known = is_list_later ? brought_up_to_date : recall_snapshot(state, run);
  Snapshot renewed = *state.memory;
  renewed.last_updated = known.last_updated;
  renewed.services = known.services;
  renewed.memories = known.memories;
  renewed.encoded.clear();
  renewed.writer = run.self;
  renewed.written_at = run.now;
  if (!is_told) renewed.roster_problems = membership.problems;
  (void)fit(renewed, kMaxSnapshotBytes - kSnapshotHeadBytes);
  return renewed;
}

}  // namespace user_listens
