#include "service_rules.h"

#include <algorithm>
#include <string>
#include <utility>

namespace user_listens::simulation {
namespace {

constexpr Seconds kLongestPause = std::chrono::hours{6};

Violation broken_promise(std::string what) {
  return {Invariant::asked_with_reason, std::move(what)};
}

bool was_answered(const Run& run) {
  return std::any_of(run.told.begin(), run.told.end(),
                     [](Told told) { return told > Told::nothing; });
}

// The end of the pause that the snapshot has to name; nothing when there is none.
std::optional<UnixMillis> pause_to_remember(const Run& run) {
  const auto before = memory_of_service(run, run.finished).paused_until;
  const UnixMillis until = run.word.pause_to_remember();
  if (!run.has_right_clock() || until <= run.finished) return before;
  return std::max(before, std::optional{until});
}

std::string in_words(std::optional<UnixMillis> time) {
  return time ? std::string{std::string_view{to_iso8601(*time)}} : "no time";
}

}  // namespace

ServiceMemory memory_of_service(const Run& run, UnixMillis now) {
  const Document* snapshot = run.snapshot.meaning();
  if (snapshot == nullptr) return {};
  ServiceMemory memory{.is_doubtful = snapshot->written_at > now + kClockSkew};
  // A longer pause was dated by a clock that is ahead of this one.
  const auto until = snapshot->paused_until;
  const bool is_pause = until > now && *until <= now + kLongestPause;
  if (is_pause && !memory.is_doubtful) memory.paused_until = until;
  // Another deployment may have another key.
  memory.refuses_key = snapshot->refuses_key && snapshot->writer == run.deployment->id;
  return memory;
}

UnixMillis end_of_pause(Seconds pause, UnixMillis now) {
  return now + std::min(pause, kLongestPause);
}

Finding judge_request(const Run& run, UnixMillis now) {
  if (run.word.has_two(ServiceError::refuses_key)) {
    return broken_promise("goes on asking with a key that was refused");
  }
  const UnixMillis paused_until = run.word.paused_until();
  if (now < paused_until) {
    return broken_promise("asks a service that wants to be left alone until " +
                          in_words(paused_until));
  }
  return std::nullopt;
}

namespace {

Finding judge_pause(const Run& run, const Document& written) {
  const auto pause = pause_to_remember(run);
  if (pause && !(written.paused_until >= pause)) {
    return broken_promise("leaves the service alone until " + in_words(written.paused_until) +
                          ", which asked for " + in_words(pause));
  }
  if (written.paused_until > run.finished + kLongestPause) {
    return broken_promise("leaves the service alone for longer than anything may make it");
  }
  const ServiceMemory before = memory_of_service(run, run.finished);
  const bool knows_better = before.is_doubtful || written.paused_until <= run.finished;
  if (!knows_better && run.word.wants_no_pause() && written.paused_until > before.paused_until) {
    return broken_promise("leaves the service alone until " + in_words(written.paused_until) +
                          " for the error of one account");
  }
  return std::nullopt;
}

Finding judge_refusal(const Run& run, const Document& written) {
  using Verdict = ServiceWord::Verdict;
  const Verdict verdict = run.word.is_believed(ServiceError::refuses_key);
  if (verdict == Verdict::either) return std::nullopt;
  const bool was_before = memory_of_service(run, run.finished).refuses_key;
  const bool goes_on = verdict == Verdict::is_not_true && !was_answered(run) && was_before;
  const bool refuses_key = verdict == Verdict::is_true || goes_on;
  if (written.refuses_key == refuses_key) return std::nullopt;
  return broken_promise(refuses_key ? "forgets that the key is refused"
                                    : "says that the key is refused, which it is not");
}

}  // namespace

Finding judge_service_memory(const Run& run, const Document& written) {
  if (auto finding = judge_pause(run, written)) return finding;
  return judge_refusal(run, written);
}

}  // namespace user_listens::simulation
