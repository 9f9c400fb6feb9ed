#include "refresh/roster.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/json_reader.h"
#include "base/log.h"
#include "base/name_index.h"
#include "base/named_member.h"
#include "base/text.h"
#include "upstream/lastfm.h"

namespace user_listens {
namespace {

using json::Flow;
using json::Kind;
using json::Path;
using json::Value;

constexpr std::array kColumns{NamedText<Member>{"username", &Member::username},
                              NamedText<Member>{"lastfm_username", &Member::lastfm},
                              NamedText<Member>{"listenbrainz_username", &Member::listenbrainz},
                              NamedText<Member>{"librefm_username", &Member::librefm}};

struct Row {
  Member member;
  bool is_object = false;
  std::string_view visibility = "public";
};

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
    if (!row.is_object) return note(roster_.rows, {"is no object"});
    if (ascii::equal_ignoring_case(row.visibility, "private")) {
      ++roster_.hidden;
      return;
    }
    if (!ascii::equal_ignoring_case(row.visibility, "public")) {
      return note(roster_.rows, {"has a profile_visibility that is neither public nor private"});
    }
    const auto& username = row.member.username;
    if (username.empty()) return note(roster_.rows, {"has no username"});
    const auto trouble = trouble_with(username, kMaxUsernameBytes, arena_);
    if (!trouble.empty()) return note(roster_.rows, {"is left out: its username ", trouble});
    candidates_.push_back(row.member);
    row_numbers_.push_back(roster_.rows);
  }

  Roster take() {
    const NameIndex by_username = index_of(candidates_, &Member::username);
    std::vector<std::string_view> accounts;
    accounts.reserve(candidates_.size());
    for (const Member& member : candidates_) {
      const bool is_first = by_username.find(member.username) == accounts.size();
      accounts.push_back(is_first ? lowered(member.lastfm, arena_) : "");
    }
    const NameIndex by_account{accounts};
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Member& member = candidates_[i];
      if (by_username.find(member.username) != i) {
        note(row_numbers_[i],
             {"is left out: ", for_log(member.username, arena_), " is listed before"});
        continue;
      }
      check_account(member, row_numbers_[i], by_account.find(accounts[i]) != i);
      roster_.members.push_back(member);
    }
    return std::move(roster_);
  }

 private:
  void check_account(Member& member, std::size_t row, bool is_listed_before) {
    if (member.lastfm.empty()) return;
    auto trouble = trouble_with(member.lastfm, lastfm::kMaxAccountBytes, arena_);
    if (trouble.empty() && is_listed_before) trouble = "is listed before";
    if (trouble.empty()) return;
    note(row, {"(", for_log(member.username, arena_), ") is not asked about: its lastfm_username ",
               trouble});
    member.lastfm = {};
  }

  void note(std::size_t row, std::initializer_list<std::string_view> trouble) {
    roster_.notes.push_back(
        arena_.joined({"roster row ", decimal(row), " ", arena_.joined(trouble)}));
  }

  Arena& arena_;
  Roster roster_;
  std::vector<Member> candidates_;
  std::vector<std::size_t> row_numbers_;  // of the candidates, from 1
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
    if (auto* name = find_member(row_.member, kColumns, column)) *name = text;
    if (column == "profile_visibility") row_.visibility = text;
  }

  Admission& admission_;
  Arena& arena_;
  Row row_;
};

}  // namespace

std::size_t Roster::with_lastfm() const {
  return static_cast<std::size_t>(std::count_if(
      members.begin(), members.end(), [](const Member& member) { return !member.lastfm.empty(); }));
}

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
    Row row{.is_object = true};
    row.member.username = ascii::next_piece(account, '=');
    row.member.lastfm = account.empty() ? row.member.username : ascii::trimmed(account);
    admission.admit(row);
  }
  return admission.take();
}

}  // namespace user_listens
