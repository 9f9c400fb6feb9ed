#include "cache/snapshot.h"

#include <algorithm>
#include <utility>

#include "base/json_reader.h"
#include "cache/format.h"

namespace user_listens {
namespace {

using json::Flow;
using json::Kind;
using json::Path;
using json::Value;

// Of one account in the snapshot: to reserve room by.
constexpr std::size_t kUsualMemoryBytes = 640;

// Of snapshots that do not say which service an account is of.
constexpr std::string_view kSourceAtFirst = "lastfm";

enum class Shown : std::uint8_t { yes, no };

void write_memories(json::Writer& out, std::span<const Memory> memories, Shown which) {
  const auto scope = out.array();
  for (const Memory& memory : memories) {
    if (memory.is_concealed == (which == Shown::no)) write_memory(out, memory);
  }
}

void write_service(json::Writer& out, const ServiceState& state) {
  const auto scope = out.object();
  out.field("source", state.source);
  out.field("pausedUntil", state.paused_until);
  out.field("pauses", state.pauses);
  out.field("refusesKey", state.refuses_key);
}

class SnapshotVisitor : public json::Visitor {
 public:
  explicit SnapshotVisitor(Arena& arena) : arena_(arena), listen_(arena) {}

  Flow value(const Path& path, const Value& value) override {
    if (path.depth() == 0) return Flow::go_on;
    if (path.key(0) == "services") {
      take_service(path, value);
    } else if (!is_in_members(path)) {
      take_head(path, value);
    } else if (path.depth() == 1) {
      has_members |= path.key(0) == "members" && value.is(Kind::array);
    } else if (path.depth() == 2) {
      begin_member(value);
      memory_.is_concealed = path.key(0) == "concealed";
    } else if (path.depth() == 3) {
      take_member_field(path.key(2), value);
    } else if (path.depth() == 4 && path.key(2) == "listen") {
      if (!listen_.take(path.key(3), value)) is_whole = false;
    }
    return Flow::go_on;
  }

  Flow closed(const Path& path, Kind kind) override {
    if (kind != Kind::object || path.depth() < 2 || !is_in_members(path)) return Flow::go_on;
    if (path.depth() == 3 && path.key(2) == "listen") {
      memory_.listen = listen_.finish();
      if (!memory_.listen) is_whole = false;
    } else if (path.depth() == 2) {
      take_memory();
    }
    return Flow::go_on;
  }

  Snapshot snapshot;
  std::int64_t version = 0;
  bool has_members = false;
  bool is_whole = true;

 private:
  static bool is_in_members(const Path& path) {
    return path.key(0) == "members" || path.key(0) == "concealed";
  }

  void begin_member(const Value& value) {
    memory_ = {.account = {.source = kSourceAtFirst}};
    listen_.begin();
    if (!value.is(Kind::object)) is_whole = false;
  }

  void take_member_field(std::string_view key, const Value& value) {
    if (auto* text = find_member(memory_.account, kAccountTexts, key)) {
      *text = arena_.keep(value.text);
    }
    if (key == "lastAnswer") memory_.last_answer = answer_kind(value.text);
    if (key == "askedAt") memory_.asked_at = parse_iso8601(value.text);
    if (key == "learnedAt") memory_.learned_at = parse_iso8601(value.text);
    if (key == "earlierStatedAt") memory_.earlier_stated = parse_iso8601(value.text);
    if (key == "earlierSince") memory_.earlier_since = parse_iso8601(value.text);
    if (key == "failures") memory_.failures = static_cast<std::uint32_t>(value.integer);
    if (key == "hours") memory_.hours = static_cast<std::uint32_t>(value.integer);
  }

  // Other rules may have held for what is a listen.
  void take_memory() {
    if (memory_.listen && !is_complete(*memory_.listen)) memory_.listen.reset();
    snapshot.memories.push_back(memory_);
  }

  void take_service(const Path& path, const Value& value) {
    if (path.depth() == 2) snapshot.services.push_back({});
    if (path.depth() != 3) return;
    ServiceState& state = snapshot.services.back();
    const auto key = path.last_key();
    if (key == "source") state.source = arena_.keep(value.text);
    if (key == "pausedUntil") state.paused_until = parse_iso8601(value.text);
    if (key == "pauses") state.pauses = static_cast<std::uint32_t>(value.integer);
    if (key == "refusesKey") state.refuses_key = value.boolean;
  }

  void take_head(const Path& path, const Value& value) {
    const auto key = path.last_key();
    if (path.depth() == 2 && path.key(0) == "refresh") {
      if (auto* count = find_member(snapshot.refresh, kRefreshCounts, key)) *count = value.integer;
    } else if (path.depth() == 2 && path.key(0) == "rosterProblems") {
      snapshot.roster_problems.push_back(arena_.keep(value.text));
    } else if (path.depth() == 2 && path.key(0) == "writer") {
      take_deployment_field(snapshot.writer, key, value, arena_);
    } else if (path.depth() == 1) {
      if (key == "version") version = value.integer;
      if (key == "confirmation") snapshot.confirmation = arena_.keep(value.text);
      if (key == "lastUpdated") snapshot.last_updated = parse_iso8601(value.text);
      if (key == "writtenAt") snapshot.written_at = parse_iso8601(value.text);
    }
  }

  Arena& arena_;
  Memory memory_;
  ListenReader listen_;
};

// Nothing was learned after `lastUpdated`, and no play lies later than when it was
// learned: a list is read by the same rule, and must not differ.
void put_times_in_order(Snapshot& snapshot) {
  for (Memory& memory : snapshot.memories) {
    if (memory.learned_at && snapshot.last_updated) {
      memory.learned_at = std::min(*memory.learned_at, *snapshot.last_updated);
    }
    const auto latest = memory.learned_at ? memory.learned_at : snapshot.last_updated;
    if (memory.listen && latest) hold_back(*memory.listen, *latest);
  }
}

}  // namespace

void write_memory(json::Writer& out, const Memory& memory) {
  const auto scope = out.object();
  write_account_fields(out, memory.account);
  memory.last_answer ? out.field("lastAnswer", traits(*memory.last_answer).name)
                     : out.null_field("lastAnswer");
  out.field("failures", memory.failures);
  out.field("hours", memory.hours);
  out.field("askedAt", memory.asked_at);
  out.field("learnedAt", memory.learned_at);
  if (memory.earlier_stated) out.field("earlierStatedAt", memory.earlier_stated);
  if (memory.earlier_since) out.field("earlierSince", memory.earlier_since);
  memory.listen ? write_listen(out.key("listen"), *memory.listen) : out.null_field("listen");
}

void write_services(json::Writer& out, std::span<const ServiceState> services) {
  const auto scope = out.key("services").array();
  for (const ServiceState& state : services) write_service(out, state);
}

void write_refresh_counts(json::Writer& out, const RefreshCounts& counts) {
  const auto scope = out.object();
  for (const auto& [name, count] : kRefreshCounts) out.field(name, counts.*count);
}

std::string encode_snapshot_draft(const Snapshot& snapshot) {
  json::Writer out;
  out.reserve((snapshot.memories.size() + 1) * kUsualMemoryBytes);
  {
    const auto scope = out.object();
    out.field("lastUpdated", snapshot.last_updated);
    out.field("writtenAt", snapshot.written_at);
    write_deployment(out.key("writer"), snapshot.writer);
    write_refresh_counts(out.key("refresh"), snapshot.refresh);
    write_services(out, snapshot.services);
    if (!snapshot.roster_problems.empty()) {
      const auto problems = out.key("rosterProblems").array();
      for (const auto problem : snapshot.roster_problems) out.value(problem);
    }
    const auto& memories = snapshot.memories;
    write_memories(out.key("members"), memories, Shown::yes);
    const bool conceals = std::any_of(memories.begin(), memories.end(),
                                      [](const Memory& memory) { return memory.is_concealed; });
    if (conceals) write_memories(out.key("concealed"), memories, Shown::no);
  }
  return out.take();
}

std::string complete_snapshot(std::string draft, std::string_view confirmation) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("version", kFormatVersion);
    out.field("confirmation", confirmation);
  }
  std::string head = out.take();
  head.back() = ',';
  // In the draft's own memory, which has room for it.
  draft.replace(0, 1, head);
  return draft;
}

std::optional<Snapshot> read_snapshot(const Stored& stored, Arena& arena) {
  if (!stored.value || !stored.seal || !matches(*stored.seal, *stored.value)) return std::nullopt;
  SnapshotVisitor found{arena};
  found.snapshot.memories.reserve(stored.value->size() / kUsualMemoryBytes);
  if (json::walk(*stored.value, kMaxSnapshotBytes, found)) return std::nullopt;
  if (found.version != kFormatVersion || !found.has_members || !found.is_whole) return std::nullopt;
  put_times_in_order(found.snapshot);
  return std::move(found.snapshot);
}

}  // namespace user_listens
