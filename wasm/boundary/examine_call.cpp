// What stands under a key, told in full: for the operator, who may see names.
//
// Nothing is decided here that the Worker decides otherwise: the value is read by
// what a refresh and a reply read it with.
#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "boundary/calls.h"
#include "boundary/facts.h"
#include "cache/format.h"
#include "cache/freshness.h"
#include "cache/seal.h"
#include "cache/snapshot.h"
#include "reply/findings.h"
#include "upstream/services.h"

namespace user_listens::boundary {
namespace {

constexpr std::string_view kVersion1Key = "user-listens:recent";
constexpr std::string_view kVersionedPrefix = "user-listens:v";

// The number in "user-listens:v3:recent".
std::optional<std::int64_t> version_of(std::string_view key) {
  if (key == kVersion1Key) return 1;
  if (!key.starts_with(kVersionedPrefix)) return std::nullopt;
  key.remove_prefix(kVersionedPrefix.size());
  return ascii::integer(key.substr(0, key.find(':')));
}

std::string_view role_of(std::string_view key) {
  for (std::size_t slot = 0; slot < kSlotNames.size(); ++slot) {
    if (key == key_of(Slot(slot))) return kSlotNames[slot];
  }
  const auto version = version_of(key);
  if (!version || *version < 1 || *version == kFormatVersion) return "unknown";
  return *version < kFormatVersion ? "older_version" : "newer_version";
}

// A value that was saved without its metadata may have been sealed: it is read as
// if it had been.
Stored found_under_key(const json::Facts& facts, std::optional<std::string_view> value) {
  if (!facts.is_true("sealUnknown")) {
    return {.value = value, .seal = read_seal(facts, "metadata.")};
  }
  return {.value = value, .seal = value ? std::optional{seal_of(*value, 0)} : std::nullopt};
}

std::string_view seal_in_words(const Stored& stored, const json::Facts& facts) {
  if (facts.is_true("sealUnknown")) return "unknown";
  if (!stored.value || !stored.seal) return "none";
  return matches(*stored.seal, *stored.value) ? "matches" : "broken";
}

void write_writer(json::Writer& out, const Deployment& writer) {
  const bool is_known = !writer.id.empty() || writer.deployed_at;
  is_known ? write_deployment(out.key("writer"), writer) : out.null_field("writer");
}

// Where the parser gave up.
void write_json_error(json::Writer& out, const std::optional<json::Error>& error) {
  if (!error) return out.null_field("jsonError");
  const auto scope = out.key("jsonError").object();
  out.field("what", json::name(error->fault));
  out.field("atByte", error->offset);
}

void write_list_value(json::Writer& out, const EntryReading& found, const Stored& stored,
                      UnixMillis now) {
  out.field("status", status_of(found, stored, now));
  write_list(out, found, stored, now);
  write_json_error(out, found.json_error);
  out.field("version", found.version);
  out.field("items", found.item_count);
  out.field("writtenAt", time_of_writing(found.entry));
  out.field("complete", found.entry.is_complete);
  write_writer(out, found.entry.writer);
}

// Why nobody believes it; the order is that of how much it tells.
void write_broken_snapshot(json::Writer& out, const Stored& stored, Arena& arena) {
  const EntryReading found = read_entry(stored.value, std::nullopt, arena);
  const auto tell = [&](std::string_view state, std::string_view fault) {
    out.field("snapshot", state);
    out.field("fault", fault);
  };
  if (!stored.value) {
    out.field("snapshot", name(EntryState::missing));
    out.null_field("fault");
  } else if (found.state == EntryState::newer_version ||
             found.state == EntryState::outdated_version) {
    tell(name(found.state), "it is of another format version");
  } else if (stored.seal && !matches(*stored.seal, *stored.value)) {
    tell(name(EntryState::corrupt), name(EntryFault::seal_broken));
  } else if (found.json_error) {
    tell(name(EntryState::corrupt), name(EntryFault::not_json));
  } else if (!stored.seal) {
    tell("unsealed", "it carries no seal of ours");
  } else {
    tell(name(EntryState::corrupt), "it holds no members as we write them");
  }
  write_json_error(out, found.json_error);
  out.field("version", found.version);
  out.field("lastUpdated", found.entry.last_updated);
  out.field("writtenAt", found.entry.written_at);
  write_writer(out, found.entry.writer);
}

void write_remembered(json::Writer& out, const Memory& memory) {
  const auto scope = out.object();
  write_account_fields(out, memory.account);
  out.field("failures", memory.failures);
  out.field("askedAt", memory.asked_at);
  out.field("learnedAt", memory.learned_at);
  out.field("hasListen", memory.listen.has_value());
}

void write_those_who_answered(json::Writer& out, std::span<const Memory> memories,
                              std::optional<AnswerKind> kind) {
  const auto is_one = [kind](const Memory& memory) { return memory.last_answer == kind; };
  if (std::none_of(memories.begin(), memories.end(), is_one)) return;
  const auto scope = out.object();
  out.field("kind", kind ? traits(*kind).name : "never_asked");
  out.field("words", kind ? traits(*kind).words : "never asked");
  out.field("isFailure", kind && traits(*kind).is_failure);
  const auto accounts = out.key("accounts").array();
  for (const Memory& memory : memories) {
    if (is_one(memory)) write_remembered(out, memory);
  }
}

void write_answers(json::Writer& out, std::span<const Memory> memories) {
  const auto answers = out.key("answers").array();
  for (std::size_t kind = 0; kind < kAnswerKinds; ++kind) {
    write_those_who_answered(out, memories, AnswerKind(kind));
  }
  write_those_who_answered(out, memories, std::nullopt);
}

// How they are called, and which setting holds what they refuse.
void write_known_services(json::Writer& out) {
  const auto services = out.key("knownServices").array();
  for (const Service* service : kServices) {
    const auto scope = out.object();
    out.field("source", service->source);
    out.field("title", service->title);
    out.field("secretSetting", service->secret_setting);
  }
}

void write_snapshot_value(json::Writer& out, const Stored& stored, Arena& arena) {
  const auto snapshot = read_snapshot(stored, arena);
  if (!snapshot) return write_broken_snapshot(out, stored, arena);
  out.reserve(stored.value->size() / 2);
  out.field("snapshot", name(EntryState::current));
  out.null_field("fault");
  out.null_field("jsonError");
  out.field("version", kFormatVersion);
  out.field("lastUpdated", snapshot->last_updated);
  out.field("writtenAt", snapshot->written_at);
  write_writer(out, snapshot->writer);
  write_last_refresh(out, snapshot);
  write_accounts(out, snapshot->memories);
  write_services(out, snapshot->services);
  write_known_services(out);
  write_answers(out, snapshot->memories);
}

}  // namespace

Output examine(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const auto key = facts.text_or_empty("key");
  const Stored stored = found_under_key(facts, part(parts, 1));
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("role", role_of(key));
    out.field("formatVersion", kFormatVersion);
    out.field("freshForSeconds", kFreshFor.count());
    out.field("seal", seal_in_words(stored, facts));
    if (key == key_of(Slot::snapshot)) {
      write_snapshot_value(out, stored, arena);
    } else {
      write_list_value(out, read_entry(stored, arena), stored, time_of(facts, "nowMs"));
    }
  }
  return output_of(out.take());
}

}  // namespace user_listens::boundary
