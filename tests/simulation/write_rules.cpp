#include "write_rules.h"

#include <algorithm>
#include <bitset>

#include "asking_rules.h"
#include "row_rules.h"
#include "service_rules.h"
#include "stand_down_rules.h"

namespace user_listens::simulation {
namespace {

// A list from further ahead than this is of a broken clock.
constexpr Seconds kFutureIsBroken = std::chrono::minutes{15};

bool is_news(Told told) {
  return told == Told::listen || told == Told::silence || told == Told::private_history;
}

bool learned_something(const Run& run) {
  return run.roster->public_members == 0 || std::any_of(run.told.begin(), run.told.end(), is_news);
}

bool everybody_answered(const Run& run) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (run.roster->is_public(i) && run.told.at(i) <= Told::nothing) return false;
  }
  return true;
}

std::string text(UnixMillis time) { return std::string{std::string_view{to_iso8601(time)}}; }

Violation poorer(std::size_t member, std::string_view why) {
  return {Invariant::never_poorer, member_name(member).append(" ").append(why)};
}

Finding judge_members(const Run& run, const Document& written) {
  const Knowledge known{run};
  // Nothing could be read and not everybody answered: it may be poorer.
  const bool is_blind = !run.list.trouble.empty() || !run.snapshot.trouble.empty();
  if (is_blind && !known.last_updated() && !everybody_answered(run)) {
    return Violation{Invariant::never_poorer, "written, though what is stored could not be read"};
  }
  if (written.is_complete && run.snapshot.meaning() == nullptr && !everybody_answered(run)) {
    return Violation{Invariant::never_poorer, "claims to know everybody, and cannot"};
  }
  const bool is_cut = !written.is_snapshot && written.rows.size() == run.deployment->max_tracks;
  std::bitset<kMaxMembers> seen;
  for (const Row& row : written.rows) {
    if (!run.roster->is_public(row.member)) {
      return Violation{Invariant::never_private,
                       member_name(row.member) + " is not public in the roster that was read"};
    }
    if (seen.test(row.member)) return poorer(row.member, "is there twice");
    seen.set(row.member);
  }
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (!run.roster->is_public(i)) continue;
    const bool is_there = written.row_of(i) != nullptr;
    const Told told = run.told.at(i);
    if (told == Told::private_history) {
      if (is_there)
        return Violation{Invariant::never_private, member_name(i) + " hides the history"};
    } else if (told == Told::listen && !is_there && !is_cut) {
      return poorer(i, "has a listen, which is not there");
    } else if (!is_there && !is_cut && known.has_listen_of(run, i)) {
      return poorer(i, "had a listen in what was read, which is gone");
    }
  }
  return std::nullopt;
}

Finding judge_times(const Run& run, const Document& written, UnixMillis now) {
  const auto lie = [](std::string what) {
    return Violation{Invariant::true_times, std::move(what)};
  };
  if (!written.last_updated) return lie("has no lastUpdated");
  const UnixMillis told = *written.last_updated;
  if (learned_something(run)) {
    if (told != run.finished)
      return lie("lastUpdated is not that of this refresh, " + text(run.finished));
  } else if (told != std::min(Knowledge{run}.last_updated().value_or(now), run.finished)) {
    return lie("nothing was learned, but lastUpdated is not that of what was known: " + text(told));
  }
  if (told > now + kFutureIsBroken) return lie("lastUpdated is of the future");
  if (written.written_at && *written.written_at != run.finished) {
    return lie("writtenAt is not the time of writing");
  }
  return std::nullopt;
}

Finding judge_writer(const Run& run, const Document& written) {
  const auto& deployment = *run.deployment;
  const bool is_named = written.version == 2 && written.writer == deployment.id &&
                        written.deployed_at == deployment.deployed_at;
  if (!is_named) return Violation{Invariant::known_writer, "does not name its writer"};
  if (const auto reason = reason_to_stand_down(run)) {
    return Violation{Invariant::known_writer, "should have stood down: " + *reason};
  }
  return std::nullopt;
}

}  // namespace

Knowledge::Knowledge(const Run& run) : snapshot_(run.snapshot.meaning()) {
  const Document* list = run.list.meaning();
  if (list == nullptr) return;
  if (*list->last_updated > run.finished + kFutureIsBroken) return;
  if (snapshot_ == nullptr || *list->last_updated > *snapshot_->last_updated) list_ = list;
  list_is_whole_ = list_ != nullptr && list_->is_complete;
}

bool Knowledge::has_listen_of(const Run& run, std::size_t member) const {
  if (is_of_another_account(run, member)) return false;
  if (list_ != nullptr && list_->row_of(member) != nullptr) return true;
  return snapshot_ != nullptr && !list_is_whole_ && snapshot_->row_of(member) != nullptr;
}

std::optional<UnixMillis> Knowledge::last_updated() const {
  if (list_ != nullptr) return list_->last_updated;
  if (snapshot_ != nullptr) return snapshot_->last_updated;
  return std::nullopt;
}

bool Knowledge::is_of_another_account(const Run& run, std::size_t member) const {
  if (snapshot_ == nullptr) return false;
  return std::any_of(snapshot_->rows.begin(), snapshot_->rows.end(), [&](const Row& row) {
    return row.member == member && row.account && row.account != run.roster->accounts.at(member);
  });
}

Finding judge_write(const Run& run, const Document& written, UnixMillis now,
                    MusicService& service) {
  if (auto finding = judge_writer(run, written)) return finding;
  if (auto finding = judge_members(run, written)) return finding;
  if (auto finding = judge_times(run, written, now)) return finding;
  if (written.is_snapshot) {
    if (auto finding = judge_service_memory(run, written)) return finding;
    if (auto finding = judge_account_memory(run, written)) return finding;
  }
  for (const Row& row : written.rows) {
    if (!row.has_listen) continue;
    if (auto finding = judge_row(row, run.finished, now, service)) return finding;
  }
  return std::nullopt;
}

}  // namespace user_listens::simulation
