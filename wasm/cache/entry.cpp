#include "cache/entry.h"

#include "cache/format.h"
#include "cache/freshness.h"

namespace user_listens {
namespace {

using json::Flow;
using json::Kind;
using json::Path;
using json::Value;

// How every sealed value begins; a changed layout takes a new format version.
constexpr std::string_view kSealedHead = R"({"version":2,"lastUpdated":")";
static_assert(kFormatVersion == 2);
constexpr std::string_view kWrittenKey = R"("writtenAt":")";
constexpr std::string_view kTracksKey = R"("tracks":)";

// Gathers what is there; judging it is read_entry's.
class EntryVisitor : public json::Visitor {
 public:
  explicit EntryVisitor(Arena& arena) : arena_(arena), track_(Keeper{arena}) {}

  Flow value(const Path& path, const Value& value) override {
    if (path.depth() == 0) {
      root = value.kind;
      is_in_list_ = root == Kind::array;
    } else if (path.depth() == 1 && root == Kind::object) {
      take_field(path.key(0), value);
    } else if (is_in_list_ && path.depth() == element_depth()) {
      return begin_track(value);
    } else if (is_in_list_ && path.depth() == element_depth() + 1) {
      if (!track_.take(path.last_key(), value)) track_is_whole_ = false;
    } else if (is_in_writer_ && path.depth() == 2) {
      take_deployment_field(entry.writer, path.last_key(), value, arena_);
    }
    return Flow::go_on;
  }

  Flow closed(const Path& path, Kind kind) override {
    if (kind != Kind::object || path.depth() != element_depth() || !is_in_list_) {
      return Flow::go_on;
    }
    const auto track = track_.finish();
    if (!track || !track_is_whole_) {
      has_broken_track = true;
    } else if (is_complete(*track)) {
      entry.tracks.push_back(*track);
    } else {
      has_blank_track = true;
    }
    return Flow::go_on;
  }

  Entry entry;
  Kind root = Kind::null;
  std::optional<std::int64_t> version;
  bool has_tracks = false;
  bool has_broken_track = false;
  bool has_blank_track = false;  // of which a reader would see nothing
  std::size_t item_count = 0;

 private:
  // Elements stand at [i] in a bare array, at tracks[i] in an entry.
  [[nodiscard]] std::size_t element_depth() const { return root == Kind::array ? 1 : 2; }

  void take_field(std::string_view key, const Value& value) {
    if (key == "complete") entry.is_complete = value.boolean;
    if (key == "version" && value.is(Kind::integer)) version = value.integer;
    if (key == "tracks") has_tracks = value.is(Kind::array);
    is_in_list_ = key == "tracks" && has_tracks;
    is_in_writer_ = key == "writer";
    // The text of what is no string is empty, and no time.
    if (key == "lastUpdated") entry.last_updated = parse_iso8601(value.text);
    if (key == "writtenAt") entry.written_at = parse_iso8601(value.text);
  }

  Flow begin_track(const Value& value) {
    if (++item_count > kMostTracks) return Flow::stop;
    track_.begin();
    track_is_whole_ = true;
    if (!value.is(Kind::object)) has_broken_track = true;
    return Flow::go_on;
  }

  Arena& arena_;
  bool is_in_list_ = false;
  bool is_in_writer_ = false;
  ListenReader track_;
  bool track_is_whole_ = false;
};

std::string_view text_until_quote(std::string_view text) { return text.substr(0, text.find('"')); }

struct Judgement {
  EntryState state;
  std::optional<EntryFault> fault;
};

Judgement judge(const EntryVisitor& found) {
  const auto corrupt = [](EntryFault fault) { return Judgement{EntryState::corrupt, fault}; };
  if (found.root == Kind::array) return {EntryState::old_format, {}};
  if (found.root != Kind::object) return corrupt(EntryFault::not_an_entry);
  if (found.item_count > kMostTracks) return corrupt(EntryFault::too_many_tracks);
  if (!found.version) return corrupt(EntryFault::version_malformed);
  if (*found.version < kFormatVersion) return {EntryState::outdated_version, {}};
  if (*found.version > kFormatVersion) return {EntryState::newer_version, {}};
  if (!found.entry.last_updated) return corrupt(EntryFault::time_malformed);
  if (!found.has_tracks) return corrupt(EntryFault::tracks_malformed);
  if (found.has_broken_track) return corrupt(EntryFault::track_malformed);
  return {EntryState::current, {}};
}

}  // namespace

std::string_view name(EntryState state) {
  switch (state) {
    case EntryState::current:
      return "current";
    case EntryState::old_format:
      return "old_format";
    case EntryState::outdated_version:
      return "outdated_version";
    case EntryState::newer_version:
      return "newer_version";
    case EntryState::corrupt:
      return "corrupt";
    case EntryState::missing:
      return "missing";
    case EntryState::unreadable:
      return "unreadable";
  }
  __builtin_trap();
}

std::string_view name(EntryFault fault) {
  switch (fault) {
    case EntryFault::not_json:
      return "not JSON";
    case EntryFault::not_an_entry:
      return "neither an object nor an array";
    case EntryFault::version_malformed:
      return "version is missing or no integer";
    case EntryFault::time_malformed:
      return "lastUpdated is missing or no time";
    case EntryFault::tracks_malformed:
      return "tracks is missing or no array";
    case EntryFault::track_malformed:
      return "an element of tracks is no track";
    case EntryFault::too_many_tracks:
      return "tracks has more elements than a list may have";
    case EntryFault::seal_broken:
      return "its bytes are not those that were sealed";
  }
  __builtin_trap();
}

std::string encode_entry(const Entry& entry) {
  json::Writer out;
  out.reserve((entry.tracks.size() + 1) * kUsualListenBytes);
  {
    const auto scope = out.object();
    out.field("version", kFormatVersion);
    out.field("lastUpdated", *entry.last_updated);
    write_deployment(out.key("writer"), entry.writer);
    out.field("writtenAt", entry.written_at);
    out.field("complete", entry.is_complete);
    const auto list = out.key("tracks").array();
    for (const Listen& track : entry.tracks) write_listen(out, track);
  }
  return out.take();
}

EntryReading read_entry(std::optional<std::string_view> value, const std::optional<Seal>& seal,
                        Arena& arena) {
  EntryReading reading;
  if (!value) return reading;
  EntryVisitor found{arena};
  const bool is_sealed = seal && matches(*seal, *value);
  // A seal tells of damage and is no signature: what does not begin as ours do is not ours.
  const bool is_ours = is_sealed && value->starts_with(kSealedHead);
  reading.json_error = json::walk(*value, is_ours ? kMaxEntryBytes : kMaxUnsealedBytes, found);
  const auto [state, fault] = judge(found);
  reading.state = state;
  reading.fault = fault;
  if (reading.json_error) {
    reading.state = EntryState::corrupt;
    reading.fault = EntryFault::not_json;
  } else if (seal && !is_sealed) {
    reading.state = EntryState::corrupt;
    reading.fault = EntryFault::seal_broken;
  }
  reading.version = found.version.value_or(0);
  reading.item_count = found.item_count;
  reading.entry = std::move(found.entry);
  if (found.has_blank_track) reading.entry.is_complete = false;
  if (const auto updated = reading.entry.last_updated) {
    for (Listen& track : reading.entry.tracks) hold_back(track, *updated);
  }
  return reading;
}

EntryReading read_entry(const Stored& stored, Arena& arena) {
  if (stored.value || !(stored.error || stored.oversize))
    return read_entry(stored.value, stored.seal, arena);
  EntryReading reading;
  reading.state = EntryState::unreadable;
  return reading;
}

bool is_foreign_blank(const EntryReading& reading, const Stored& stored) {
  return reading.state == EntryState::current && reading.entry.tracks.empty() && !stored.seal;
}

bool is_credible(const EntryReading& reading, const Stored& stored) {
  return reading.state == EntryState::current && !is_foreign_blank(reading, stored);
}

bool is_credible(const EntryReading& reading, const Stored& stored, UnixMillis now) {
  return is_credible(reading, stored) && *reading.entry.last_updated <= now + kFreshFor;
}

std::optional<SealedEntry> open_sealed(std::string_view value, const Seal& seal) {
  if (seal.version != kFormatVersion || !matches(seal, value)) return std::nullopt;
  if (!value.starts_with(kSealedHead)) return std::nullopt;
  // Quotes within strings are escaped, so the key's text cannot occur within
  // `writer`, which stands before it.
  const auto tracks = value.find(kTracksKey);
  const auto time_end = value.find('"', kSealedHead.size());
  if (tracks == std::string_view::npos || time_end > tracks) return std::nullopt;
  const auto tracks_begin = tracks + kTracksKey.size();
  if (!value.ends_with("]}") || value[tracks_begin] != '[') return std::nullopt;
  const auto head = value.substr(0, tracks);
  const auto written = head.find(kWrittenKey);
  const auto last_updated = value.substr(kSealedHead.size(), time_end - kSealedHead.size());
  return SealedEntry{
      .last_updated = last_updated,
      .written_at = written == std::string_view::npos
                        ? last_updated
                        : text_until_quote(head.substr(written + kWrittenKey.size())),
      .tracks = value.substr(tracks_begin, value.size() - tracks_begin - 1),
      .count = seal.count,
      .crc32c = seal.crc32c};
}

}  // namespace user_listens
