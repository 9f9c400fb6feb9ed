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

bool was_refused(const Run& run) {
  return std::find(run.told.begin(), run.told.end(), Told::refused_key) != run.told.end();
}

bool was_answered(const Run& run) {
  return std::any_of(run.told.begin(), run.told.end(),
                     [](Told told) { return told > Told::nothing; });
}

// The end of the pause that the snapshot has to name; nothing when there is none.
std::optional<UnixMillis> pause_to_remember(const Run& run) {
  const auto before = memory_of_service(run, run.finished).paused_until;
  const bool has_right_clock = run.clock_error == Millis{0};
  if (!has_right_clock || run.paused_until <= run.finished) return before;
  return std::max(before, std::optional{run.paused_until});
}

std::string in_words(std::optional<UnixMillis> time) {
  return time ? std::string{std::string_view{to_iso8601(*time)}} : "no time";
}

}  // namespace

ServiceMemory memory_of_service(const Run& run, UnixMillis now) {
  const Document* snapshot = run.snapshot.meaning();
  if (snapshot == nullptr) return {};
  ServiceMemory memory;
  // A longer pause was dated by a clock that is ahead of this one.
  const auto until = snapshot->paused_until;
  if (until > now && *until <= now + kLongestPause) memory.paused_until = until;
  // Another deployment may have another key.
  memory.refuses_key = snapshot->refuses_key && snapshot->writer == run.deployment->id;
  return memory;
}

UnixMillis end_of_pause(Seconds pause, UnixMillis now) {
  return now + std::min(pause, kLongestPause);
}

Finding judge_request(const Run& run, UnixMillis now) {
  if (was_refused(run)) return broken_promise("goes on asking with a key that was refused");
  if (now < run.paused_until) {
    return broken_promise("asks a service that wants to be left alone until " +
                          in_words(run.paused_until));
  }
  return std::nullopt;
}

Finding judge_service_memory(const Run& run, const Document& written) {
  const auto pause = pause_to_remember(run);
  if (pause && !(written.paused_until >= pause)) {
    return broken_promise("leaves the service alone until " + in_words(written.paused_until) +
                          ", which asked for " + in_words(pause));
  }
  if (written.paused_until > run.finished + kLongestPause) {
    return broken_promise("leaves the service alone for longer than anything may make it");
  }
  const bool refuses_key =
      was_refused(run) || (!was_answered(run) && memory_of_service(run, run.finished).refuses_key);
  if (written.refuses_key == refuses_key) return std::nullopt;
  return broken_promise(refuses_key ? "forgets that the key is refused"
                                    : "says that the key is refused, which it is not");
}

}  // namespace user_listens::simulation
