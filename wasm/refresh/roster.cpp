#include "refresh/roster.h"

#include <algorithm>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/log.h"
#include "base/name_index.h"
#include "base/text.h"
#include "base/visible.h"

namespace user_listens {
namespace {

// Rows that a join has multiplied; the others are counted.
constexpr std::size_t kMostRepetitionNotes = 3;

// Why the text of a cell is no name of at most `most` bytes; "" if it is one.
std::string_view cell_error(const Cell& cell, std::size_t most, Arena& arena) {
  if (cell.kind == Cell::Kind::other) return "is no text";
  if (cell.kind == Cell::Kind::repaired) return "is no well-formed Unicode";
  if (cell.text.size() > most) {
    return arena.joined(
        {"has ", decimal(cell.text.size()), " bytes, at most ", decimal(most), " are allowed"});
  }
  const bool has_control = std::any_of(cell.text.begin(), cell.text.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (has_control) return "holds a control character";
  return cell.text.empty() || has_visible(cell.text) ? "" : "has no visible character";
}

// The same of an account, whose name becomes a part of a URL's path.
std::string_view account_error(const Cell& cell, const Service& service, Arena& arena) {
  const auto error = cell_error(cell, service.max_account_bytes, arena);
  const auto name = trimmed_to_visible(cell.text);
  return error.empty() && (name == "." || name == "..") ? "is no name but a part of a path" : error;
}

RowClaim::Standing standing_of(const Cell& visibility) {
  return ascii::equal_ignoring_case(visibility.text, "private") ? RowClaim::Standing::hidden
                                                                : RowClaim::Standing::concealed;
}

bool is_public(const Cell& visibility) {
  return visibility.kind == Cell::Kind::missing ||
         ascii::equal_ignoring_case(visibility.text, "public");
}

// Admits rows and says why not.
class Admission : public RosterRowSink {
 public:
  explicit Admission(Arena& arena) : arena_(arena) {}

  void begin() override {
    roster_ = {};
    candidates_ = {};
    positions_.clear();
    beyond_ = repetitions_ = 0;
  }

  void has_column(std::size_t service) override { roster_.has_column[service] = true; }

  void row(const RosterRow& row) override {
    ++roster_.rows;
    if (!row.is_object) {
      ++roster_.not_understood;
      return note(roster_.rows, "is no object");
    }
    roster_.has_username |= row.username.kind != Cell::Kind::missing;
    if (!is_public(row.visibility)) return admit_other(row);
    const auto error = cell_error(row.username, kMaxUsernameBytes, arena_);
    if (row.username.text.empty() && error.empty()) {
      note(roster_.rows, "has no username");
    } else if (!error.empty()) {
      note(roster_.rows, "is left out: its username %", {error});
    } else {
      return admit_public(row);
    }
    ++roster_.not_understood;
    claim(RowClaim::Standing::unclear, "", row);
  }

  Roster take() {
    drop_claimed();
    const auto names = account_names();
    const NameIndex by_account{names};
    for (std::size_t i = 0; i < candidates_.size(); ++i) admit_accounts(i, names, by_account);
    if (repetitions_ > kMostRepetitionNotes) {
      roster_.notes.push_back(arena_.filled("% more rows name a member who is listed before",
                                            {decimal(repetitions_ - kMostRepetitionNotes)}));
    }
    if (beyond_ > 0) {
      roster_.notes.push_back(arena_.filled("accounts that are left out: % (at most % fit)",
                                            {decimal(beyond_), decimal(kMaxAccounts)}));
    }
    return std::move(roster_);
  }

 private:
  // A public member with an account.
  struct Candidate {
    std::string_view username;
    ByService<std::string_view> accounts;
    std::size_t number;  // of the row, from 1
  };

  // Where a member stands who has no account so far, or for whom there is no room.
  static constexpr std::uint32_t kNoCandidate = 0xFFFFFFFF;

  // A row that is not public. Privately nameless is the row by which our own
  // query tells that there are private members at all. Another username that
  // cannot be read leaves open whose row it is: the account may be a new one.
  void admit_other(const RosterRow& row) {
    const auto standing = standing_of(row.visibility);
    const bool is_named =
        !row.username.text.empty() && cell_error(row.username, kMaxUsernameBytes, arena_).empty();
    const bool is_hidden = standing == RowClaim::Standing::hidden;
    if (is_hidden) ++roster_.hidden;
    claim(standing, is_named ? row.username.text : "", row);
    const bool is_marker = row.username.kind == Cell::Kind::text && row.username.text.empty();
    if (is_hidden && (is_named || is_marker)) return;
    ++roster_.not_understood;
    is_hidden ? note(roster_.rows, "is private, but has no username")
              : note(roster_.rows, "has a profile_visibility that is neither public nor private");
  }

  // Of those without an account only the name is of interest.
  void admit_public(const RosterRow& row) {
    const auto username = row.username.text;
    const auto accounts = accounts_of(row, username);
    const bool has_account = accounts != ByService<std::string_view>{};
    const auto [place, is_new] = positions_.try_emplace(username, kNoCandidate);
    if (is_new) roster_.members.push_back(username);
    if (place->second != kNoCandidate || (!is_new && !has_account))
      return note_repetition(username);
    if (!has_account) return;
    if (candidates_.size() == kMaxAccounts) {
      ++beyond_;
      return;
    }
    place->second = static_cast<std::uint32_t>(candidates_.size());
    candidates_.push_back({username, accounts, roster_.rows});
  }

  // The accounts that can be understood; the others are noted.
  ByService<std::string_view> accounts_of(const RosterRow& row, std::string_view username) {
    ByService<std::string_view> names{};
    for (std::size_t i = 0; i < kServices.size(); ++i) {
      const Cell& cell = row.accounts[i];
      const auto error = account_error(cell, *kServices[i], arena_);
      names[i] = error.empty() ? trimmed_to_visible(cell.text) : "";
      const bool is_cut = error.empty() && names[i] != cell.text;
      if (!error.empty()) {
        roster_.unreadable.push_back({.username = username, .source = kServices[i]->source});
        note_account(roster_.rows, username, i, error);
      } else if (is_cut) {
        note(roster_.rows, "(%): its %% has invisible characters at its ends, which are left out",
             {for_log(username, arena_), kServices[i]->source, kColumnEnding});
      }
    }
    return names;
  }

  // Keeps what a row says that makes no public member, if it names somebody.
  void claim(RowClaim::Standing standing, std::string_view username, const RosterRow& row) {
    RowClaim claim{.standing = standing, .username = username, .accounts = {}};
    bool names_somebody = !username.empty();
    for (std::size_t i = 0; i < kServices.size(); ++i) {
      const Cell& cell = row.accounts[i];
      if (!account_error(cell, *kServices[i], arena_).empty()) continue;
      claim.accounts[i] = trimmed_to_visible(cell.text);
      names_somebody |= !claim.accounts[i].empty();
    }
    if (names_somebody) roster_.claims.push_back(claim);
  }

  // Who is public in one row only is not public.
  void drop_claimed() {
    std::vector<std::string_view> claimed;
    for (const RowClaim& claim : roster_.claims) claimed.push_back(claim.username);
    const NameIndex is_claimed{std::move(claimed)};
    const auto keeps = [&](std::string_view name) { return !is_claimed.find(name); };
    std::vector<std::string_view> members;
    for (const auto name : roster_.members) {
      if (keeps(name)) members.push_back(name);
    }
    std::vector<Candidate> candidates;
    for (const Candidate& candidate : candidates_) {
      if (keeps(candidate.username)) candidates.push_back(candidate);
    }
    roster_.members = std::move(members);
    candidates_ = std::move(candidates);
  }

  // However they are spelt, at candidate times services plus service; "" where
  // there is none.
  [[nodiscard]] std::vector<std::string_view> account_names() {
    std::vector<std::string_view> names;
    names.reserve(candidates_.size() * kServices.size());
    for (const auto& candidate : candidates_) {
      for (std::size_t service = 0; service < kServices.size(); ++service) {
        const auto name = candidate.accounts[service];
        names.push_back(name.empty() ? "" : account_key(kServices[service]->source, name, arena_));
      }
    }
    return names;
  }

  void admit_accounts(std::size_t position, std::span<const std::string_view> names,
                      const NameIndex& by_account) {
    const auto& [username, accounts, number] = candidates_[position];
    for (std::size_t service = 0; service < kServices.size(); ++service) {
      if (accounts[service].empty()) continue;
      const auto place = position * kServices.size() + service;
      if (by_account.find(names[place]) == place) {
        admit_account({username, kServices[service]->source, accounts[service]});
      } else {
        note_account(number, username, service, "is listed before");
      }
    }
  }

  void admit_account(const Account& account) {
    if (roster_.accounts.size() < kMaxAccounts) {
      roster_.accounts.push_back(account);
    } else {
      ++beyond_;
    }
  }

  void note_repetition(std::string_view username) {
    if (++repetitions_ > kMostRepetitionNotes) return;
    note(roster_.rows, "is left out: % is listed before", {for_log(username, arena_)});
  }

  void note_account(std::size_t row, std::string_view username, std::size_t service,
                    std::string_view error) {
    note(row, "(%) is not asked about: its %% %",
         {for_log(username, arena_), kServices[service]->source, kColumnEnding, error});
  }

  void note(std::size_t row, FormatString error, FormatArguments values = {}) {
    roster_.notes.push_back(
        arena_.filled("roster row % %", {decimal(row), arena_.filled(error, values)}));
  }

  Arena& arena_;
  Roster roster_;
  std::vector<Candidate> candidates_;
  std::unordered_map<std::string_view, std::uint32_t> positions_;  // of members in candidates_
  std::size_t beyond_ = 0;       // accounts for which there is no room
  std::size_t repetitions_ = 0;  // rows of members who are listed before
};

}  // namespace

Result<Roster, RosterError> read_roster_rows(std::string_view rows, Arena& arena) {
  Admission admission{arena};
  if (const auto error = read_json_rows(rows, admission, arena)) return *error;
  return admission.take();
}

Result<Roster, RosterError> read_roster_setting(std::string_view setting, Arena& arena) {
  setting = ascii::trimmed(setting);
  if (setting.empty()) return RosterError{"no D1 is bound as DB and ROSTER is not set"};
  if (setting.front() == '[') return read_roster_rows(setting, arena);
  Admission admission{arena};
  read_listed_rows(setting, admission);
  return admission.take();
}

}  // namespace user_listens
