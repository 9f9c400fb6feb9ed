#include "refresh/confirm.h"

#include "base/text.h"
#include "cache/entry.h"
#include "cache/format.h"

namespace user_listens {
namespace {

std::string_view in_words(const EntryReading& found, Arena& arena) {
  switch (found.state) {
    case EntryState::missing:
      return "no value";
    case EntryState::old_format:
      return arena.joined(
          {"the old format (bare array with ", decimal(found.item_count), " items)"});
    case EntryState::outdated_version:
    case EntryState::newer_version:
      return arena.joined({"version ", decimal(found.version)});
    case EntryState::corrupt:
      return "a corrupt value";
    case EntryState::current:
      break;
  }
  return arena.joined({"the list of ", to_iso8601(*found.entry.last_updated)});
}

std::string_view by_whom(const Deployment& writer, Arena& arena) {
  if (writer.id.empty()) return " by an unknown writer";
  const auto who = arena.joined({" by writer ", for_log(writer.id, arena)});
  if (!writer.deployed_at) return who;
  return arena.joined({who, " deployed ", to_iso8601(*writer.deployed_at)});
}

// Whether `found` can be what was stored before our write.
bool may_be_older(const EntryReading& found, std::string_view written, Arena& arena) {
  if (found.state == EntryState::missing) return true;
  if (found.state != EntryState::current) return false;
  const auto ours = read_entry(written, std::nullopt, arena);
  return *found.entry.last_updated <= *ours.entry.last_updated;
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

std::optional<Confirmation> confirm_write(const WriteFacts& facts, std::string_view secret,
                                          Log& log) {
  Arena& arena = log.arena();
  if (facts.refusal) {
    log.error({"[CRON] WARNING: KV refused the list: ", for_log(*facts.refusal, secret, arena),
               ". What was stored before stays."});
    return Confirmation::refused;
  }
  const auto done = arena.joined(
      {"[CRON] Pre-warmed user listens cache with ", decimal(facts.track_count), " tracks"});
  if (facts.read_back.value == facts.written) {
    log.info({done, " (verified)"});
    return Confirmation::confirmed;
  }
  if (facts.look == 1) return std::nullopt;
  const auto key = key_of(Slot::recent);
  if (facts.read_back.trouble) {
    log.info({done});
    log.warning({"[CRON] WARNING: The write is not confirmed: ", key,
                 " could not be read back: ", for_log(*facts.read_back.trouble, secret, arena)});
    return Confirmation::unconfirmed;
  }
  const EntryReading found = read_entry(facts.read_back.value, facts.read_back.seal, arena);
  const auto whose = found.state == EntryState::missing ? "" : by_whom(found.entry.writer, arena);
  const auto what = arena.joined({in_words(found, arena), whose});
  if (may_be_older(found, facts.written, arena)) {
    log.info({done});
    log.warning({"[CRON] WARNING: The write is not confirmed: ", key, " still answers with ", what,
                 ". KV may be behind; nothing is rolled back."});
    return Confirmation::unconfirmed;
  }
  log.error({"[CRON] WARNING: Verification failed: ", key, " holds ", what,
             ", not the list just written", by_whom(facts.writer, arena), "."});
  return Confirmation::mismatch;
}

}  // namespace user_listens
