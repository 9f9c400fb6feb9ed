#include "refresh/roster.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/json_reader.h"
#include "base/log.h"
#include "base/name_index.h"
#include "base/text.h"
#include "upstream/services.h"

namespace user_listens {
namespace {

using json::Flow;
using json::Kind;
using json::Path;
using json::Value;

// The names of an account on each service, as in kServices.
using AccountNames = std::array<std::string_view, kServices.size()>;

struct Row {
  std::string_view username;
  AccountNames accounts;
  bool is_object = false;
  std::string_view visibility = "public";
};

constexpr std::string_view kColumnEnding = "_username";  // of "lastfm_username"

std::string_view lowered(std::string_view text, Arena& arena) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), ascii::lower);
  return arena.keep(out);
}

// What is wrong with a name that has at most `most` bytes; "" if it is fit.
std::string_view trouble_with(std::string_view name, std::size_t most, Arena& arena) {
  if (name.size() > most) {
    return arena.joined(
        {"has ", decimal(name.size()), " bytes, at most ", decimal(most), " are allowed"});
  }
  const bool has_control = std::any_of(name.begin(), name.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  return has_control ? "holds a control character" : "";
}

// Admits rows and says why not.
class Admission {
 public:
  explicit Admission(Arena& arena) : arena_(arena) {}

  void admit(const Row& row) {
    ++roster_.rows;
    if (!row.is_object) return note(roster_.rows, "is no object");
    if (ascii::equal_ignoring_case(row.visibility, "private")) {
      ++roster_.hidden;
      return;
    }
    if (!ascii::equal_ignoring_case(row.visibility, "public")) {
      return note(roster_.rows, "has a profile_visibility that is neither public nor private");
    }
    if (row.username.empty()) return note(roster_.rows, "has no username");
    const auto trouble = trouble_with(row.username, kMaxUsernameBytes, arena_);
    if (!trouble.empty()) return note(roster_.rows, "is left out: its username %", {trouble});
    // Of those without an account only their number is of interest.
    if (row.accounts == AccountNames{}) {
      ++roster_.members;
    } else if (candidates_.size() == kMaxAccounts) {
      ++roster_.members;
      ++beyond_;
    } else {
      candidates_.push_back({.row = row, .number = roster_.rows});
    }
  }

  Roster take() {
    List<std::string_view> usernames;
    usernames.reserve(candidates_.size());
    for (const auto& candidate : candidates_) usernames.push_back(candidate.row.username);
    const NameIndex by_username{std::move(usernames)};
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      candidates_[i].is_listed_before = by_username.find(candidates_[i].row.username) != i;
    }
    const auto names = account_names();
    const NameIndex by_account{names};
    for (std::size_t i = 0; i < candidates_.size(); ++i) admit_candidate(i, names, by_account);
    if (beyond_ > 0) {
      roster_.notes.push_back(arena_.filled("accounts that are left out: % (at most % fit)",
                                            {decimal(beyond_), decimal(kMaxAccounts)}));
    }
    return std::move(roster_);
  }

 private:
  struct Candidate {
    Row row;
    std::size_t number;  // of the row, from 1
    bool is_listed_before = false;
  };

  // However they are spelt, at candidate times services plus service; "" where
  // there is none.
  [[nodiscard]] List<std::string_view> account_names() {
    List<std::string_view> names;
    names.reserve(candidates_.size() * kServices.size());
    for (const auto& candidate : candidates_) {
      for (std::size_t service = 0; service < kServices.size(); ++service) {
        const auto name = candidate.row.accounts[service];
        const bool counts = !candidate.is_listed_before && !name.empty();
        names.push_back(
            counts ? arena_.joined({kServices[service]->source, "\n", lowered(name, arena_)}) : "");
      }
    }
    return names;
  }

  void admit_candidate(std::size_t position, std::span<const std::string_view> names,
                       const NameIndex& by_account) {
    const auto& [row, number, is_listed_before] = candidates_[position];
    if (is_listed_before) {
      return note(number, "is left out: % is listed before", {for_log(row.username, arena_)});
    }
    ++roster_.members;
    for (std::size_t service = 0; service < kServices.size(); ++service) {
      const auto name = row.accounts[service];
      if (name.empty()) continue;
      const auto place = position * kServices.size() + service;
      auto trouble = trouble_with(name, kServices[service]->max_account_bytes, arena_);
      if (trouble.empty() && by_account.find(names[place]) != place) trouble = "is listed before";
      if (trouble.empty()) {
        admit_account({row.username, kServices[service]->source, name});
      } else {
        note(number, "(%) is not asked about: its %% %",
             {for_log(row.username, arena_), kServices[service]->source, kColumnEnding, trouble});
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

  void note(std::size_t row, Pattern trouble, Values values = {}) {
    roster_.notes.push_back(
        arena_.filled("roster row % %", {decimal(row), arena_.filled(trouble, values)}));
  }

  Arena& arena_;
  Roster roster_;
  List<Candidate> candidates_;
  std::size_t beyond_ = 0;  // accounts for which there is no room
};

class RowsVisitor : public json::Visitor {
 public:
  RowsVisitor(Admission& admission, Arena& arena) : admission_(admission), arena_(arena) {}

  Flow value(const Path& path, const Value& value) override {
    if (path.depth() == 0) is_array = value.is(Kind::array);
    if (!is_array) return Flow::stop;
    if (path.depth() == 1) {
      row_ = {};
      row_.is_object = value.is(Kind::object);
      if (!row_.is_object) admission_.admit(row_);
    } else if (path.depth() == 2) {
      take(path.key(1), value);
    }
    return Flow::go_on;
  }

  Flow closed(const Path& path, Kind) override {
    if (path.depth() == 1 && row_.is_object) admission_.admit(row_);
    return Flow::go_on;
  }

  bool is_array = false;

 private:
  void take(std::string_view column, const Value& value) {
    const auto text = arena_.keep(ascii::trimmed(value.text));
    if (column == "username") row_.username = text;
    if (column == "profile_visibility") row_.visibility = text;
    if (!column.ends_with(kColumnEnding)) return;
    column.remove_suffix(kColumnEnding.size());
    if (const auto service = service_named(column)) row_.accounts[*service] = text;
  }

  Admission& admission_;
  Arena& arena_;
  Row row_;
};

}  // namespace

Result<Roster, RosterError> read_roster_rows(std::string_view rows, Arena& arena) {
  Admission admission{arena};
  RowsVisitor visitor{admission, arena};
  if (const auto error = json::walk(rows, kMaxRosterBytes, visitor)) {
    return RosterError{arena.joined(
        {"the rows are ", json::name(error->fault), " at byte ", decimal(error->offset)})};
  }
  if (!visitor.is_array) return RosterError{"the rows are no JSON array"};
  return admission.take();
}

Result<Roster, RosterError> read_roster_setting(std::string_view setting, Arena& arena) {
  setting = ascii::trimmed(setting);
  if (setting.empty()) return RosterError{"no D1 is bound as DB and ROSTER is not set"};
  if (setting.front() == '[') return read_roster_rows(setting, arena);
  Admission admission{arena};
  while (!setting.empty()) {
    auto account = ascii::next_piece(setting, ',');
    if (account.empty()) continue;
    Row row{.username = ascii::next_piece(account, '='), .is_object = true};
    account = account.empty() ? row.username : ascii::trimmed(account);
    const auto colon = std::min(account.find(':'), account.size());
    const auto service =
        colon < account.size() ? service_named(account.substr(0, colon)) : std::nullopt;
    if (service) account.remove_prefix(colon + 1);
    row.accounts[service.value_or(0)] = ascii::trimmed(account);
    admission.admit(row);
  }
  return admission.take();
}

}  // namespace user_listens
