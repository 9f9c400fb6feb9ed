#include "hiding_rules.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace user_listens::simulation {
namespace {

// Whether the row of the member is understood as private, or there is none. When
// memory cannot be read, a row without a name may be anybody's.
bool must_hide(const RosterCopy& roster, std::size_t member, bool is_uncertain) {
  const auto& clues = roster.clues;
  switch (roster.claims.at(member)) {
    case Claim::hidden:
      return true;
    case Claim::absent:
      return !is_uncertain || std::none_of(clues.begin(), clues.end(),
                                           [](const auto& clue) { return clue.has_value(); });
    case Claim::unclear:
    case Claim::unspecified:
    case Claim::veiled:
      return roster.before && must_hide(*roster.before, member, is_uncertain);
    case Claim::shown:
      return false;
  }
  return false;
}

bool must_hide(const Run& run, std::size_t member) {
  const bool is_uncertain = !run.list.error.empty() || !run.snapshot.error.empty();
  return run.roster && must_hide(*run.roster, member, is_uncertain);
}

// What the roster says, if it could be read.
Claim claim_about(const Run& run, std::size_t member) {
  return run.roster ? run.roster->claims.at(member) : Claim::unclear;
}

// Whether a whole list that is newer than the snapshot was written because its
// writer had erased the member, about whom this roster is not clear.
bool comes_back(const Run& run, std::size_t member) {
  const Claim claim = claim_about(run, member);
  if (claim != Claim::unclear && claim != Claim::unspecified) return false;
  const auto& before = run.roster ? run.roster->before : nullptr;
  if (before && before->is_public(member) && run.told.at(member) == Told::listen) return false;
  const Document* list = run.list.meaning();
  const Document* snapshot = run.snapshot.meaning();
  if (list == nullptr || snapshot == nullptr || !list->origin || !list->is_complete) return false;
  const bool is_newer =
      list->last_updated > snapshot->last_updated && is_nearly_right(*list->origin);
  return is_newer && run.has_right_clock() && list->origin->roster->must_hide(member);
}

Violation shows(std::size_t member, std::string_view why) {
  return {Invariant::never_private, member_name(member).append(" ").append(why)};
}

// Whether `reading` is of a refresh that has read the roster after `run` did, by
// clocks that say so.
bool is_of_later_roster(const Run& run, const Reading& reading) {
  const Document* found = reading.meaning();
  if (found == nullptr || !found->origin || !run.has_right_clock()) return false;
  const Origin& origin = *found->origin;
  return origin.roster && origin.roster_read > run.roster_truly_read && is_nearly_right(origin);
}

Finding judge_later_roster(const Run& run, const Document& written, const Reading& reading) {
  if (!is_of_later_roster(run, reading)) return std::nullopt;
  const RosterCopy& later = *reading.meaning()->origin->roster;
  for (const Row& row : written.rows) {
    if (!later.must_hide(row.member)) continue;
    return shows(row.member, "is hidden by a roster that was read since, as what was read says");
  }
  return std::nullopt;
}

}  // namespace

Finding judge_hiding(const Run& run, const Document& written) {
  for (const Row& row : written.rows) {
    if (must_hide(run, row.member)) {
      return shows(row.member, "is not public in the roster that was read");
    }
    if (row.is_concealed) continue;
    if (claim_about(run, row.member) == Claim::veiled) {
      return shows(row.member, "has a visibility that is not understood");
    }
    if (row.has_listen && comes_back(run, row.member)) {
      return shows(row.member, "was erased, and comes back by a row that is not understood");
    }
  }
  for (const Reading* reading :
       {&run.first_list, &run.first_snapshot, &run.list, &run.snapshot, &run.read_back}) {
    if (auto finding = judge_later_roster(run, written, *reading)) return finding;
  }
  return std::nullopt;
}

Finding judge_warning(const Run& run) {
  const Document* snapshot = run.first_snapshot.meaning();
  const bool could_not_read = !run.first_list.error.empty() || snapshot == nullptr;
  if (!run.roster || run.says_stands_down || run.says_many_are_gone || could_not_read) {
    return std::nullopt;
  }
  // Beside the snapshot, the list may know more.
  const bool knows_all = run.first_list.meaning() != nullptr &&
                         run.first_list.meaning()->last_updated <= snapshot->last_updated;
  if (!knows_all) return std::nullopt;
  Members known;
  Members gone;
  for (const Row& row : snapshot->rows) {
    known.set(row.member);
    if (run.roster->must_hide(row.member)) gone.set(row.member);
  }
  if (gone.count() < 2 || 2 * gone.count() <= known.count()) return std::nullopt;
  return Violation{Invariant::never_poorer, "does not warn that most members are gone"};
}

Finding judge_leaving(const Run& run) {
  const bool could_not_read = !run.list.error.empty() || !run.snapshot.error.empty();
  if (!run.roster || run.says_stands_down || run.puts > 0 || could_not_read) return std::nullopt;
  for (const Reading* reading : {&run.list, &run.snapshot}) {
    const Document* found = reading->meaning();
    if (found == nullptr) continue;
    for (const Row& row : found->rows) {
      if (row.has_listen && must_hide(run, row.member)) {
        return shows(row.member, "is hidden, but nothing is written to say so");
      }
    }
  }
  return std::nullopt;
}

}  // namespace user_listens::simulation
