#include "cache/snapshot.h"

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

void write_memory(json::Writer& out, const Memory& memory) {
  const auto scope = out.object();
  write_account_fields(out, memory.account);
  memory.last_answer ? out.field("lastAnswer", traits(*memory.last_answer).name)
                     : out.null_field("lastAnswer");
  out.field("failures", memory.failures);
  out.field("hours", memory.hours);
  out.field("askedAt", memory.asked_at);
  out.field("learnedAt", memory.learned_at);
  memory.listen ? write_listen(out.key("listen"), *memory.listen) : out.null_field("listen");
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
    } else if (path.key(0) != "members") {
      take_head(path, value);
    } else if (path.depth() == 1) {
      has_members = value.is(Kind::array);
    } else if (path.depth() == 2) {
      begin_member(value);
    } else if (path.depth() == 3) {
      take_member_field(path.key(2), value);
    } else if (path.depth() == 4 && path.key(2) == "listen") {
      if (!listen_.take(path.key(3), value)) is_whole = false;
    }
    return Flow::go_on;
  }

  Flow closed(const Path& path, Kind kind) override {
    if (kind != Kind::object || path.depth() < 2 || path.key(0) != "members") return Flow::go_on;
    if (path.depth() == 3 && path.key(2) == "listen") {
      memory_.listen = listen_.finish();
      if (!memory_.listen) is_whole = false;
    } else if (path.depth() == 2) {
      snapshot.memories.push_back(memory_);
    }
    return Flow::go_on;
  }

  Snapshot snapshot;
  std::int64_t version = 0;
  bool has_members = false;
  bool is_whole = true;

 private:
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
    if (key == "failures") memory_.failures = static_cast<std::uint32_t>(value.integer);
    if (key == "hours") memory_.hours = static_cast<std::uint32_t>(value.integer);
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

}  // namespace

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
    const auto members = out.key("members").array();
    for (const Memory& memory : snapshot.memories) write_memory(out, memory);
  }
  return out.take();
}

std::string complete_snapshot(std::string_view draft, std::string_view confirmation) {
  json::Writer head;
  {
    const auto scope = head.object();
    head.field("version", kFormatVersion);
    head.field("confirmation", confirmation);
  }
  std::string value = head.take();
  value.reserve(value.size() + draft.size());
  value.back() = ',';
  return value.append(draft.substr(1));
}

std::optional<Snapshot> read_snapshot(const Stored& stored, Arena& arena) {
  if (!stored.value || !stored.seal || !matches(*stored.seal, *stored.value)) return std::nullopt;
  SnapshotVisitor found{arena};
  found.snapshot.memories.reserve(stored.value->size() / kUsualMemoryBytes);
  if (json::walk(*stored.value, kMaxSnapshotBytes, found)) return std::nullopt;
  if (found.version != kFormatVersion || !found.has_members || !found.is_whole) return std::nullopt;
  return std::move(found.snapshot);
}

}  // namespace user_listens
