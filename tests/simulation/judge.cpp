#include "judge.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "asking_rules.h"
#include "deadline_rules.h"
#include "hiding_rules.h"
#include "service_rules.h"
#include "stand_down_rules.h"
#include "write_rules.h"

namespace user_listens::simulation {

static constexpr int kMostPuts = 3;
// How long a good list is never lost.
static constexpr Seconds kPromise = std::chrono::days{7};

void Judge::note_key(std::string_view key) {
  if (std::find(keys_.begin(), keys_.end(), key) == keys_.end()) keys_.emplace_back(key);
}

void Judge::logged(std::string_view who, std::string_view line) {
  if (line.find(kApiKey) != std::string_view::npos) {
    look_at(who, Violation{Invariant::few_puts_no_secrets, "a log line holds the API key"});
  }
  if (journal_.is_open()) journal_.note(timeline_.now(), who, line);
}

void Judge::requests(const Run& run, std::size_t member) {
  look_at(run.name, judge_request(run, timeline_.now()));
  look_at(run.name, judge_question(run, member));
}

void Judge::asked(Run& run) {
  tally_.count(Count::plans_checked);
  run.asking_took = timeline_.now() - run.asking_began;
  expect_questions(run);
  look_at(run.name, judge_asking(run, tally_));
  // What the service said may have ended the asking as well.
  if (!run.word.may_stop()) run.cut |= left_out(run);
}

void Judge::waits_for_nothing(const Run& run) {
  look_at(run.name,
          Violation{Invariant::fresh_when_refreshed, "waits for nothing, and is not over"});
}

void Judge::confirm_plays(const Run& run) {
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (run.told.at(i) != Told::listen) continue;
    Play& play = *service_.listening(i).find(run.play.at(i));
    if (!run.has_right_clock()) play.was_seen_by_wrong_clock = true;
    if (!run.now_playing.at(i)) continue;
    const bool is_ahead = run.clock_error.now > Millis{0};
    play.confirmed_until =
        std::max(play.confirmed_until, is_ahead ? timeline_.now() : run.finished);
    if (is_ahead) play.claimed_until = std::max(play.claimed_until, run.finished);
  }
  for (const Reading* reading : {&run.list, &run.snapshot}) confirm_plays_ahead(run, *reading);
}

// What was heard in the future, was heard now at the latest.
void Judge::confirm_plays_ahead(const Run& run, const Reading& reading) {
  const Document* found = reading.meaning();
  const bool is_ahead = run.clock_error.now > Millis{0};
  if (found == nullptr || is_ahead || !found->written_at || *found->written_at <= run.finished) {
    return;
  }
  for (const Row& row : found->rows) {
    if (!row.has_listen || !row.now_playing) continue;
    Play& play = *service_.listening(row.member).find(row.play);
    play.was_seen_by_wrong_clock = true;
    play.confirmed_until = std::max(play.confirmed_until, run.finished);
  }
}

std::shared_ptr<const Document> Judge::written(Run& run, std::string_view value, Count kind) {
  tally_.count(kind);
  if (++run.puts > kMostPuts) {
    look_at(run.name, Violation{Invariant::few_puts_no_secrets, "more than three puts"});
  }
  auto document = read_document(value);
  const bool is_of_kind = document && document->is_snapshot == (kind == Count::snapshots_checked);
  if (!is_of_kind) {
    look_at(run.name, Violation{Invariant::never_unplayed,
                                std::string{"writes what is not of this world: "}.append(value)});
    return nullptr;
  }
  auto finding = judge_write(run, *document, timeline_.now(), service_);
  if (finding) finding->what.append(", in ").append(value);
  look_at(run.name, std::move(finding));
  if (kind == Count::snapshots_checked) last_snapshot_ = timeline_.now();
  document->origin = Origin{.roster = run.roster,
                            .roster_read = run.roster_truly_read,
                            .written = timeline_.now(),
                            .ahead = run.clock_error.now,
                            .cut = run.cut,
                            .heard = run.heard};
  return std::make_shared<const Document>(*std::move(document));
}

void Judge::concluded(const Run& run) {
  look_at(run.name, judge_leaving(run));
  look_at(run.name, judge_warning(run));
  if (run.cut.any()) tally_.count(Count::deadlines);
  look_at(run.name, judge_deadline(run));
  look_at(run.name, judge_plan(run));
  if (!run.says_stands_down) return;
  tally_.count(Count::stood_down);
  const UnixMillis newer_landed = deployments_.newer_landed(*run.deployment);
  look_at(run.name, judge_standing_down(run, newer_landed, timeline_.now()));
}

void Judge::version_one_wrote(std::string_view key) {
  tally_.count(Count::version_one_writes);
  if (std::find(keys_.begin(), keys_.end(), key) == keys_.end()) return;
  look_at("version 1", Violation{Invariant::known_writer,
                                 std::string{"writes its format to our key "}.append(key)});
}

void Judge::replied(const Reply& reply) {
  tally_.count(Count::replies_checked);
  const bool has_outlived_copy =
      std::any_of(reply.read.begin(), reply.read.end(),
                  [&](const Reading& reading) { return is_outlived(reading, timeline_.now()); });
  if (has_outlived_copy) tally_.count(Count::outlived_copies);
  auto finding = judge_reply(reply, timeline_.now(), service_);
  if (!finding) finding = judge_memory(reply);
  if (finding) finding->what.append(", in the reply ").append(reply.body);
  look_at("api", std::move(finding));
}

Finding Judge::judge_memory(const Reply& reply) {
  if (reply.question.kind != Question::Kind::list) return std::nullopt;
  bool& has_shown = has_shown_.at(reply.at);
  const bool is_none = reply.body.find(R"("cached":true)") == std::string::npos;
  if (!is_none) has_shown = true;
  // What cannot be read, is damaged or is kept for too long, cannot be shown.
  const bool has_fault =
      std::any_of(reply.read.begin(), reply.read.end(), [&](const Reading& reading) {
        if (is_outlived(reading, timeline_.now())) return true;
        return reading.copy ? !reading.copy->meaning : !reading.error.empty();
      });
  // The last puts before a long silence may have been refused.
  const bool is_over = timeline_.now() - last_snapshot_ > kPromise - std::chrono::hours{1};
  if (!is_none || !has_shown || has_fault || is_over) return std::nullopt;
  return Violation{Invariant::never_poorer, "says that there is nothing, and has shown a list"};
}

void Judge::look_at(std::string_view who, Finding finding) {
  if (!finding || finding_) return;
  finding->what = std::string{who}.append(" ").append(finding->what);
  journal_.note(timeline_.now(), "VIOLATION", finding->what);
  finding_ = std::move(finding);
  timeline_.stop();
}

}  // namespace user_listens::simulation
