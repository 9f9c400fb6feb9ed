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

constexpr std::array kMemoryTexts{NamedText<Memory>{"username", &Memory::username},
                                  NamedText<Memory>{"account", &Memory::account}};

void write_memory(json::Writer& out, const Memory& memory) {
  const auto scope = out.object();
  out.field("username", memory.username);
  out.field("account", memory.account);
  memory.last_answer ? out.field("lastAnswer", traits(*memory.last_answer).name)
                     : out.null_field("lastAnswer");
  out.field("failures", memory.failures);
  out.field("learnedAt", memory.learned_at);
  memory.listen ? write_listen(out.key("listen"), *memory.listen) : out.null_field("listen");
}

class SnapshotVisitor : public json::Visitor {
 public:
  explicit SnapshotVisitor(Arena& arena) : arena_(arena), listen_(arena) {}

  Flow value(const Path& path, const Value& value) override {
    if (path.depth() == 0) return Flow::go_on;
    if (path.key(0) != "members") {
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
      member_.listen = listen_.finish();
      if (!member_.listen) is_whole = false;
    } else if (path.depth() == 2) {
      snapshot.members.push_back(member_);
    }
    return Flow::go_on;
  }

  Snapshot snapshot;
  std::int64_t version = 0;
  bool has_members = false;
  bool is_whole = true;

 private:
  void begin_member(const Value& value) {
    member_ = {};
    listen_.begin();
    if (!value.is(Kind::object)) is_whole = false;
  }

  void take_member_field(std::string_view key, const Value& value) {
    if (auto* text = find_member(member_, kMemoryTexts, key)) *text = arena_.keep(value.text);
    if (key == "lastAnswer") member_.last_answer = answer_kind(value.text);
    if (key == "learnedAt") member_.learned_at = parse_iso8601(value.text);
    if (key == "failures") member_.failures = static_cast<std::uint32_t>(value.integer);
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
  Memory member_;
  ListenReader listen_;
};

}  // namespace

void write_refresh_counts(json::Writer& out, const RefreshCounts& counts) {
  const auto scope = out.object();
  for (const auto& [name, count] : kRefreshCounts) out.field(name, counts.*count);
}

std::string encode_snapshot_draft(const Snapshot& snapshot) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("lastUpdated", snapshot.last_updated);
    out.field("writtenAt", snapshot.written_at);
    write_deployment(out.key("writer"), snapshot.writer);
    write_refresh_counts(out.key("refresh"), snapshot.refresh);
    const auto members = out.key("members").array();
    for (const Memory& member : snapshot.members) write_memory(out, member);
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
  value.back() = ',';
  return value.append(draft.substr(1));
}

std::optional<Snapshot> read_snapshot(const Stored& stored, Arena& arena) {
  if (!stored.value || !stored.seal || !matches(*stored.seal, *stored.value)) return std::nullopt;
  SnapshotVisitor found{arena};
  if (json::walk(*stored.value, kMaxSnapshotBytes, found)) return std::nullopt;
  if (found.version != kFormatVersion || !found.has_members || !found.is_whole) return std::nullopt;
  return std::move(found.snapshot);
}

}  // namespace user_listens
