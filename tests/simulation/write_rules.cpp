#include "write_rules.h"

#include <algorithm>
#include <bitset>
#include <utility>
#include <vector>

#include "asking_rules.h"
#include "hiding_rules.h"
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
  return run.roster->hides_everybody() || std::any_of(run.told.begin(), run.told.end(), is_news);
}

bool everybody_answered(const Run& run) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    const Claim claim = run.roster->claims.at(i);
    if (claim == Claim::unclear || claim == Claim::veiled) return false;
    if (run.roster->is_public(i) && run.told.at(i) <= Told::nothing) return false;
  }
  return true;
}

std::string text(UnixMillis time) { return std::string{std::string_view{to_iso8601(time)}}; }

Violation poorer(std::size_t member, std::string_view why) {
  return {Invariant::never_poorer, member_name(member).append(" ").append(why)};
}

// Whether what is known of the member must stay. A row that is not understood
// counts for a member whom it names, or whose account it does.
bool is_to_stay(const Run& run, std::size_t member) {
  if (run.roster->is_public(member)) return true;
  if (run.roster->claims.at(member) != Claim::unclear) return false;
  if (run.roster->must_hide(member)) return false;
  const auto& clue = run.roster->clues.at(member);
  if (!clue) return true;
  const Document* snapshot = run.snapshot.meaning();
  if (snapshot == nullptr) return false;
  return std::any_of(snapshot->rows.begin(), snapshot->rows.end(),
                     [&](const Row& row) { return row.member == member && row.account == clue; });
}

// Who is hidden for a word that nobody knows is in no list, but remembered.
Finding judge_veiled(const Run& run, const Document& written, const Knowledge& known,
                     std::size_t member) {
  const bool is_lost = written.is_snapshot && known.has_listen_of(run, member) &&
                       !run.roster->was_hidden(member) && !written.remembers(member);
  if (!is_lost) return std::nullopt;
  return poorer(member, "is not remembered, though its row may be understood again");
}

Finding judge_member(const Run& run, const Document& written, const Knowledge& known,
                     std::size_t member) {
  if (run.roster->claims.at(member) == Claim::veiled) {
    return judge_veiled(run, written, known, member);
  }
  if (!is_to_stay(run, member)) return std::nullopt;
  const bool is_cut = !written.is_snapshot && written.rows.size() == run.deployment->max_tracks;
  const bool is_there = written.row_of(member) != nullptr;
  const Told told = run.told.at(member);
  if (told == Told::private_history) {
    if (!is_there) return std::nullopt;
    return Violation{Invariant::never_private, member_name(member) + " hides the history"};
  }
  if (is_there || is_cut) return std::nullopt;
  if (told == Told::listen) return poorer(member, "has a listen, which is not there");
  if (!known.has_listen_of(run, member) || run.roster->was_hidden(member)) return std::nullopt;
  return poorer(member, "had a listen in what was read, which is gone");
}

Finding judge_members(const Run& run, const Document& written) {
  const Knowledge known{run};
  // Nothing could be read and not everybody answered: it may be poorer.
  const bool is_blind = !run.list.error.empty() || !run.snapshot.error.empty();
  if (is_blind && !known.last_updated() && !everybody_answered(run)) {
    return Violation{Invariant::never_poorer, "written, though what is stored could not be read"};
  }
  if (written.is_complete && run.snapshot.meaning() == nullptr && !everybody_answered(run)) {
    return Violation{Invariant::never_poorer, "claims to know everybody, and cannot"};
  }
  std::bitset<kMaxMembers> seen;
  for (const Row& row : written.rows) {
    if (seen.test(row.member)) return poorer(row.member, "is there twice");
    seen.set(row.member);
  }
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (auto finding = judge_member(run, written, known, i)) return finding;
  }
  return std::nullopt;
}

// Its rows, but that what a clock ahead has dated was at `latest`, and plays no more.
std::vector<Row> held_back(const Document& snapshot, UnixMillis latest) {
  std::vector<Row> rows = snapshot.rows;
  const bool is_ahead = snapshot.last_updated > latest + kClockSkew;
  for (Row& row : rows) {
    if (is_ahead) row.now_playing = false;
    if (row.asked_at) row.asked_at = std::min(*row.asked_at, latest);
    if (row.played_at) row.played_at = std::min(*row.played_at, latest);
  }
  return rows;
}

// The list that a renewed snapshot takes into account: it was written after that.
const Document* list_since(const Run& run, const Document& snapshot) {
  const Document* list = run.list.meaning();
  if (list == nullptr || !list->origin || !list->written_at) return nullptr;
  const bool is_ahead = *list->written_at > run.finished + kClockSkew;
  return is_ahead || list->written_at <= snapshot.written_at ? nullptr : list;
}

// A row of a renewed snapshot: as it was, or with what the list tells of the member.
Finding judge_renewed_row(const Row& row, std::vector<Row> before, const Document* list) {
  const Row* listed = list == nullptr ? nullptr : list->row_of(row.member);
  const auto same = std::find_if(before.begin(), before.end(), [&](const Row& one) {
    return one.member == row.member && one.account == row.account;
  });
  if (same == before.end()) {
    if (listed != nullptr) return std::nullopt;
    return poorer(row.member, "is in the renewed snapshot, and in nothing that was read");
  }
  Row expected = *same;
  if (list != nullptr && !row.is_concealed) {
    expected.has_listen = listed != nullptr;
    const Row& listen = listed != nullptr ? *listed : Row{};
    if (row.has_listen != expected.has_listen || row.play != listen.play) {
      return poorer(row.member, "is renewed with another listen than the list's");
    }
    expected.now_playing = row.now_playing;
    expected.play = row.play;
    expected.played_at = row.played_at;
  }
  if (row == expected) return std::nullopt;
  return poorer(row.member, "is not as it was in the snapshot that was read");
}

// The snapshot is written again as it was, but for what a list tells that was
// written since.
Finding judge_renewal(const Run& run, const Document& written) {
  const Document* read = run.snapshot.meaning();
  if (read == nullptr) {
    return Violation{Invariant::never_poorer, "is a snapshot, though none was read"};
  }
  const Document* list = list_since(run, *read);
  const auto before = held_back(*read, run.finished);
  if (list != nullptr && (!list->is_complete || list->last_updated < read->last_updated)) {
    return Violation{Invariant::never_private, "is renewed beside a list that was written since"};
  }
  for (const Row& row : written.rows) {
    if (auto finding = judge_renewed_row(row, before, list)) return finding;
  }
  for (const Row& row : before) {
    const bool is_there = std::any_of(
        written.rows.begin(), written.rows.end(),
        [&](const Row& one) { return one.member == row.member && one.account == row.account; });
    if (!is_there) return poorer(row.member, "is not remembered any more");
  }
  const auto told = list != nullptr ? list->last_updated : read->last_updated;
  if (written.last_updated == std::min(*told, run.finished)) return std::nullopt;
  return Violation{Invariant::true_times, "nothing was learned, but lastUpdated is another"};
}

Finding judge_times(const Run& run, const Document& written, UnixMillis now) {
  const auto lie = [](std::string what) {
    return Violation{Invariant::true_times, std::move(what)};
  };
  if (!written.last_updated) return lie("has no lastUpdated");
  const UnixMillis told = *written.last_updated;
  if (run.clock_error.now > Millis{0}) {
    const bool is_possible = told <= run.finished && written.written_at <= run.finished;
    if (!is_possible) return lie("is dated later than even its wrong clock says");
    return std::nullopt;
  }
  if (learned_something(run)) {
    if (told != run.finished)
      return lie("lastUpdated is not that of this refresh, " + text(run.finished));
  } else if (run.list.is_foreign_list() && run.snapshot.meaning() == nullptr) {
    return std::nullopt;  // it may be all that is known
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
  const auto is_ahead = [&](const Document& one) {
    return *one.last_updated > run.finished + kClockSkew;
  };
  // Only a clock that is ahead says that the list is the later one.
  const bool is_doubtful = snapshot_ != nullptr && is_ahead(*list) && !is_ahead(*snapshot_);
  if (is_doubtful) return;
  // Of two values with the same lastUpdated, the one written last is newer.
  const auto age = [](const Document& one) {
    return std::pair{one.last_updated, one.origin ? one.written_at : std::nullopt};
  };
  if (snapshot_ == nullptr || age(*list) > age(*snapshot_)) list_ = list;
  list_is_whole_ = list_ != nullptr && list_->is_complete;
}

bool Knowledge::has_listen_of(const Run& run, std::size_t member) const {
  if (is_of_another_account(run, member)) return false;
  if (list_ != nullptr && list_->row_of(member) != nullptr) return true;
  if (snapshot_ == nullptr || is_said_to_have_none(member)) return false;
  const bool may_stay_concealed = run.roster->claims.at(member) == Claim::unclear;
  return may_stay_concealed ? snapshot_->row_of(member) != nullptr : snapshot_->remembers(member);
}

// The newer list is whole, and does not show the member. Whom its writer only
// concealed may have a listen all the same.
bool Knowledge::is_said_to_have_none(std::size_t member) const {
  if (!list_is_whole_) return false;
  return !list_->origin || list_->origin->roster->claims.at(member) != Claim::veiled;
}

std::optional<UnixMillis> Knowledge::last_updated() const {
  if (list_ != nullptr) return list_->last_updated;
  if (snapshot_ != nullptr) return snapshot_->last_updated;
  return std::nullopt;
}

bool Knowledge::is_of_another_account(const Run& run, std::size_t member) const {
  if (snapshot_ == nullptr) return false;
  return std::any_of(snapshot_->rows.begin(), snapshot_->rows.end(), [&](const Row& row) {
    const auto& account = run.roster->accounts.at(member);
    return row.member == member && row.account && account && row.account != account;
  });
}

Finding judge_write(const Run& run, const Document& written, UnixMillis now,
                    MusicService& service) {
  if (auto finding = judge_writer(run, written)) return finding;
  if (auto finding = judge_hiding(run, written)) return finding;
  if (run.renews) return judge_renewal(run, written);
  if (auto finding = judge_members(run, written)) return finding;
  if (auto finding = judge_times(run, written, now)) return finding;
  const bool is_ahead = run.clock_error.now > Millis{0};
  if (written.is_snapshot && !is_ahead) {
    if (auto finding = judge_service_memory(run, written)) return finding;
    if (auto finding = judge_account_memory(run, written)) return finding;
  }
  for (const Row& row : written.rows) {
    if (!row.has_listen) continue;
    const RowTimes times{
        .clock = is_ahead ? now : run.finished, .now = now, .latest = run.finished};
    if (auto finding = judge_row(row, times, service)) return finding;
  }
  return std::nullopt;
}

}  // namespace user_listens::simulation
