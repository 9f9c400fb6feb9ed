#include "cache/snapshot.h"

#include <algorithm>
#include <utility>

#include "base/json_reader.h"
#include "cache/format.h"
#include "listen/account_index.h"

namespace user_listens {
namespace {

using json::Flow;
using json::Kind;
using json::Path;
using json::Value;

// Of one account in the snapshot: to reserve room by.
constexpr std::size_t kUsualMemoryBytes = 640;
constexpr std::size_t kLeastMemoryBytes = 128;
// Of what stands around them, if it is not unusually much.
constexpr std::size_t kUsualHeadBytes = 2048;

// Of snapshots that do not say which service an account is of.
constexpr std::string_view kSourceAtFirst = "lastfm";

enum class Shown : std::uint8_t { yes, no };

// Writes the memories of a snapshot, those that have not changed by copying them.
class MemoryWriter {
 public:
  MemoryWriter(std::span<const Memory> memories, const Snapshot* read)
      : memories_(memories), read_(read), read_of_(index_of_accounts(memories_of(read))) {}

  void write(json::Writer& out, Shown which) {
    const auto scope = out.array();
    for (const Memory& memory : memories_) {
      if (memory.is_concealed != (which == Shown::no)) continue;
      const auto same = read_of_.find(memory.account);
      if (same && !read_->encoded[*same].empty() && read_->memories[*same] == memory) {
        out.raw(read_->encoded[*same]);
      } else {
        write_memory(out, memory);
      }
    }
  }

 private:
  static std::span<const Memory> memories_of(const Snapshot* read) {
    return read == nullptr ? std::span<const Memory>{} : read->memories;
  }

  std::span<const Memory> memories_;
  const Snapshot* read_;
  AccountIndex read_of_;
};

// To reserve room by: as many for each member as in the snapshot that was read, and some
// more, since growing takes twice as much for a moment.
std::size_t probable_bytes(const Snapshot& snapshot, const Snapshot* read) {
  std::size_t each = kUsualMemoryBytes;
  if (read != nullptr && !read->encoded.empty()) {
    std::size_t bytes = 0;
    for (const auto encoded : read->encoded) bytes += encoded.size();
    each = std::max(each, bytes / read->encoded.size() + kUsualMemoryBytes / 16);
  }
  return (snapshot.memories.size() + 1) * each + kUsualHeadBytes;
}

bool may_be_copied(const Snapshot* read, const Snapshot& snapshot) {
  return read != nullptr && read->encoded.size() == read->memories.size() &&
         is_same(read->writer, snapshot.writer);
}

void write_service(json::Writer& out, const ServiceState& state) {
  const auto scope = out.object();
  out.field("source", state.source);
  out.field("pausedUntil", state.paused_until);
  out.field("pauses", state.pauses);
  out.field("refusesKey", state.refuses_key);
}

// In JSON: a field of an element of "members", and how its value is taken.
struct MemberField {
  std::string_view name;
  void (*take)(Memory& memory, const Value& value, const Keeper& keeper);
};

template <std::string_view Account::*Text>
void take_text(Memory& memory, const Value& value, const Keeper& keeper) {
  memory.account.*Text = keeper.keep(value.text);
}

template <std::optional<UnixMillis> Memory::*Time>
void take_time(Memory& memory, const Value& value, const Keeper&) {
  memory.*Time = parse_iso8601(value.text);
}

template <std::uint32_t Memory::*Number>
void take_number(Memory& memory, const Value& value, const Keeper&) {
  memory.*Number = static_cast<std::uint32_t>(value.integer);
}

void take_answer(Memory& memory, const Value& value, const Keeper&) {
  memory.last_answer = answer_kind(value.text);
}

// Its own fields are taken one by one.
void take_listen(Memory&, const Value&, const Keeper&) {}

// In the order in which write_memory puts them.
constexpr std::array kMemberFields{
    MemberField{"username", take_text<&Account::username>},
    MemberField{"source", take_text<&Account::source>},
    MemberField{"account", take_text<&Account::name>},
    MemberField{"lastAnswer", take_answer},
    MemberField{"failures", take_number<&Memory::failures>},
    MemberField{"hours", take_number<&Memory::hours>},
    MemberField{"askedAt", take_time<&Memory::asked_at>},
    MemberField{"learnedAt", take_time<&Memory::learned_at>},
    MemberField{"earlierStatedAt", take_time<&Memory::earlier_stated>},
    MemberField{"earlierSince", take_time<&Memory::earlier_since>},
    MemberField{"listen", take_listen}};

class SnapshotVisitor : public json::Visitor {
 public:
  SnapshotVisitor(std::string_view text, Arena& arena)
      : text_(text), keeper_(arena, text), listen_(keeper_) {}

  Flow value(const Path& path, const Value& value) override {
    switch (path.depth()) {
      case 0:
        break;
      case 1:
        begin_section(path.key(0), value);
        break;
      case 2:
        section_ == Section::members ? begin_member(path, value) : take_part(path.key(1), value);
        break;
      case 3:
        if (section_ == Section::services) take_service(path.key(2), value);
        if (section_ == Section::members) take_member_field(path.key(2), value);
        break;
      default:
        if (section_ == Section::members && path.depth() == 4 && is_in_listen_) {
          if (!listen_.take(path.key(3), value)) is_whole = false;
        }
    }
    return Flow::go_on;
  }

  Flow closed(const Path& path, Kind kind) override {
    if (kind != Kind::object || section_ != Section::members) return Flow::go_on;
    if (path.depth() == 3 && is_in_listen_) {
      memory_.listen = listen_.finish();
      if (!memory_.listen) is_whole = false;
    } else if (path.depth() == 2) {
      take_memory(text_.substr(member_begin_, path.bytes_read() - member_begin_));
    }
    return Flow::go_on;
  }

  Snapshot snapshot;
  std::int64_t version = 0;
  bool has_members = false;
  bool is_whole = true;

 private:
  // What stands at the root, as far as it has parts.
  enum class Section : std::uint8_t { other, members, services, refresh, problems, writer };

  void begin_section(std::string_view key, const Value& value) {
    section_ = section_of(key);
    are_concealed_ = key == "concealed";
    if (section_ == Section::members) has_members |= !are_concealed_ && value.is(Kind::array);
    if (key == "version") version = value.integer;
    if (key == "confirmation") snapshot.confirmation = keeper_.keep(value.text);
    if (key == "lastUpdated") snapshot.last_updated = parse_iso8601(value.text);
    if (key == "writtenAt") snapshot.written_at = parse_iso8601(value.text);
  }

  static Section section_of(std::string_view key) {
    if (key == "members" || key == "concealed") return Section::members;
    if (key == "services") return Section::services;
    if (key == "refresh") return Section::refresh;
    if (key == "rosterProblems") return Section::problems;
    return key == "writer" ? Section::writer : Section::other;
  }

  // An element or a field of what stands at the root.
  void take_part(std::string_view key, const Value& value) {
    if (section_ == Section::services) snapshot.services.push_back({});
    if (section_ == Section::problems) snapshot.roster_problems.push_back(keeper_.keep(value.text));
    if (section_ == Section::writer) {
      take_deployment_field(snapshot.writer, key, value, keeper_.arena());
    }
    if (section_ != Section::refresh) return;
    if (auto* count = find_member(snapshot.refresh, kRefreshCounts, key)) *count = value.integer;
  }

  void begin_member(const Path& path, const Value& value) {
    member_begin_ = path.bytes_read() - 1;
    memory_ = {.account = {.source = kSourceAtFirst}, .is_concealed = are_concealed_};
    listen_.begin();
    if (!value.is(Kind::object)) is_whole = false;
  }

  void take_member_field(std::string_view key, const Value& value) {
    const auto* const field = fields_.find(key);
    is_in_listen_ = field != nullptr && field->take == take_listen;
    if (field != nullptr) field->take(memory_, value, keeper_);
  }

  // Other rules may have held for what is a listen.
  void take_memory(std::string_view encoded) {
    const bool is_blank = memory_.listen && !is_complete(*memory_.listen);
    if (is_blank) memory_.listen.reset();
    snapshot.memories.push_back(memory_);
    snapshot.encoded.push_back(is_blank ? std::string_view{} : encoded);
  }

  void take_service(std::string_view key, const Value& value) {
    ServiceState& state = snapshot.services.back();
    if (key == "source") state.source = keeper_.keep(value.text);
    if (key == "pausedUntil") state.paused_until = parse_iso8601(value.text);
    if (key == "pauses") state.pauses = static_cast<std::uint32_t>(value.integer);
    if (key == "refusesKey") state.refuses_key = value.boolean;
  }

  std::string_view text_;
  Keeper keeper_;
  std::size_t member_begin_ = 0;
  Section section_ = Section::other;
  bool are_concealed_ = false;
  bool is_in_listen_ = false;
  NamesInOrder<MemberField, kMemberFields.size()> fields_{kMemberFields};
  Memory memory_;
  ListenReader listen_;
};

// Nothing was learned after `lastUpdated`, and no play lies later than when it was
// learned: a list is read by the same rule, and must not differ.
void put_times_in_order(Snapshot& snapshot) {
  for (std::size_t i = 0; i < snapshot.memories.size(); ++i) {
    Memory& memory = snapshot.memories[i];
    bool is_changed = false;
    if (snapshot.last_updated && memory.learned_at > snapshot.last_updated) {
      memory.learned_at = snapshot.last_updated;
      is_changed = true;
    }
    const auto latest = memory.learned_at ? memory.learned_at : snapshot.last_updated;
    if (memory.listen && latest) is_changed |= hold_back(*memory.listen, *latest);
    if (is_changed) snapshot.encoded[i] = {};
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

std::string encode_snapshot_draft(const Snapshot& snapshot, const Snapshot* read) {
  json::Writer out;
  out.reserve(probable_bytes(snapshot, read));
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
    MemoryWriter writer{memories, may_be_copied(read, snapshot) ? read : nullptr};
    writer.write(out.key("members"), Shown::yes);
    const bool conceals = std::any_of(memories.begin(), memories.end(),
                                      [](const Memory& memory) { return memory.is_concealed; });
    if (conceals) writer.write(out.key("concealed"), Shown::no);
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
  SnapshotVisitor found{*stored.value, arena};
  // As many as the seal says, if there can be so many: growing takes twice the room.
  const auto count = std::min(stored.seal->count, stored.value->size() / kLeastMemoryBytes);
  found.snapshot.memories.reserve(count);
  found.snapshot.encoded.reserve(count);
  if (json::walk(*stored.value, kMaxSnapshotBytes, found)) return std::nullopt;
  if (found.version != kFormatVersion || !found.has_members || !found.is_whole) return std::nullopt;
  put_times_in_order(found.snapshot);
  return std::move(found.snapshot);
}

}  // namespace user_listens
