#include "refresh/confirm.h"

#include "base/text.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "cache/freshness.h"
#include "refresh/stored_state.h"

namespace user_listens {
namespace {

// Whether `found` was written before `ours`, or by a clock so wrong that it may
// have been.
bool is_older_list(const EntryReading& found, const Entry& ours, UnixMillis now) {
  const auto found_at = *time_of_writing(found.entry);
  return found_at <= *time_of_writing(ours) || is_ahead(found_at, now);
}

// Whether `found` can be what was stored before our write.
bool may_be_older(const EntryReading& found, const Entry& ours, UnixMillis now) {
  if (found.state == EntryState::missing) return true;
  return found.state == EntryState::current && ours.last_updated && is_older_list(found, ours, now);
}

// Whether `found` is of this product, and by a newer deployment or written since
// this run began. It may be older than `ours` all the same: KV had not shown it
// to this run before.
bool is_later_list(const EntryReading& found, const Entry& ours, const WriteFacts& facts) {
  if (found.state != EntryState::current || !facts.read_back.seal) return false;
  const auto found_at = *time_of_writing(found.entry);
  return is_newer(found.entry.writer, ours.writer) ||
         (found_at > facts.started && !is_ahead(found_at, facts.now));
}

}  // namespace

std::string_view name(Confirmation confirmation) {
  switch (confirmation) {
    case Confirmation::confirmed:
      return "confirmed";
    case Confirmation::unconfirmed:
      return "unconfirmed";
    case Confirmation::mismatch:
      return "mismatch";
    case Confirmation::refused:
      return "refused";
  }
  __builtin_trap();
}

std::optional<Verdict> confirm_write(const WriteFacts& facts,
                                     std::span<const std::string_view> secrets, Log& log) {
  Arena& arena = log.arena();
  const auto done = arena.joined(
      {"[CRON] Pre-warmed user listens cache with ", decimal(facts.track_count), " tracks"});
  // Whatever KV said of the write: a time-out may hide that it was done.
  if (facts.read_back.value == facts.written) {
    log.info("% (verified)", {done});
    return Verdict{Confirmation::confirmed};
  }
  if (facts.look == 1 && !facts.refusal) return std::nullopt;
  const Entry ours = read_entry(facts.written, std::nullopt, arena).entry;
  const EntryReading found = read_entry(facts.read_back, arena);
  const bool earns_snapshot = !is_later_list(found, ours, facts);
  if (facts.refusal) {
    log.error("[CRON] WARNING: KV refused the list: %. What was stored before stays.",
              {for_log(*facts.refusal, secrets, arena)});
    return Verdict{Confirmation::refused, earns_snapshot};
  }
  const auto key = key_of(Slot::recent);
  if (facts.read_back.error) {
    log.info("%", {done});
    log.warning("[CRON] WARNING: The write is not confirmed: % could not be read back: %",
                {key, for_log(*facts.read_back.error, secrets, arena)});
    return Verdict{Confirmation::unconfirmed, earns_snapshot};
  }
  auto what = in_words(found, arena);
  if (found.state != EntryState::missing) {
    what = arena.filled("% by %", {what, in_words(found.entry.writer, arena)});
  }
  if (may_be_older(found, ours, facts.now)) {
    log.info("%", {done});
    log.warning(
        "[CRON] WARNING: The write is not confirmed: % still answers with %. KV may be behind; "
        "nothing is rolled back.",
        {key, what});
    return Verdict{Confirmation::unconfirmed, earns_snapshot};
  }
  log.error("[CRON] WARNING: Verification failed: % holds %, not the list just written by %.",
            {key, what, in_words(ours.writer, arena)});
  return Verdict{Confirmation::mismatch, earns_snapshot};
}

}  // namespace user_listens
