// The public list as it is stored under Slot::recent.
//
//   {"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z",
//    "writer":{"id":"…","deployedAt":"…"},"writtenAt":"…","complete":true,
//    "tracks":[…]}
//
// Other version-2 writers exist: keys may come in any order, `writer`,
// `writtenAt`, `complete` and the seal may be missing, tracks may lack `url` and `source`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/json_reader.h"
#include "base/time.h"
#include "cache/deployment.h"
#include "cache/seal.h"
#include "cache/stored.h"
#include "listen/listen.h"
#include "settings/settings.h"

namespace user_listens {

// A row with every field at its longest: artist, album and track of 300 characters of four bytes,
// two links of 2,048 bytes, a user name of 128 bytes that are all escaped; the rest is times, names
// of fields and punctuation.
inline constexpr std::size_t kMaxRowBytes = 3 * 300 * 4 + 2 * 2048 + 2 * 128 + 512;

// As many of them as there may be, and what stands before them.
inline constexpr std::size_t kMaxEntryBytes = kMostTracks * kMaxRowBytes + 1024;

struct Entry {
  std::optional<UnixMillis> last_updated;  // when something was last learned
  Deployment writer;
  std::optional<UnixMillis> written_at;  // later, when the list was only kept alive
  // Its writer knew of every member, and who is not shown has nothing to show.
  bool is_complete = false;
  std::vector<Listen> tracks;
};

// Writers that do not say when they wrote did so when they learned something.
// Nothing when that is not known either.
[[nodiscard]] inline std::optional<UnixMillis> time_of_writing(const Entry& entry) {
  return entry.written_at ? entry.written_at : entry.last_updated;
}

// `last_updated` must be known.
[[nodiscard]] std::string encode_entry(const Entry& entry);

enum class EntryState : std::uint8_t {
  current,
  old_format,        // version 1's bare array:        [{"username":…
  outdated_version,  // "version" is a lower number:   {"version":1,…
  newer_version,     // "version" is a higher number:  {"version":3,…
  corrupt,           // anything else; EntryReading::fault says what
  missing,           // no value under the key
  unreadable,        // KV refused to tell, reading the value trapped, or it is too large
};
[[nodiscard]] std::string_view name(EntryState state);

enum class EntryFault : std::uint8_t {
  not_json,           // EntryReading::json_error says why:  {"tracks":[
  not_an_entry,       // JSON, but no object or array:       null
  version_malformed,  // missing, or no integer:             {"version":"2",…
  time_malformed,     // lastUpdated missing, or no time:    {…,"lastUpdated":"today"
  tracks_malformed,   // tracks missing, or no array:        {…,"tracks":"abc"
  track_malformed,    // an element is no track:             {…,"tracks":[null]
  too_many_tracks,    // more elements than kMostTracks, of which no more are read
  seal_broken,        // the bytes are not those that were sealed
};
[[nodiscard]] std::string_view name(EntryFault fault);

struct EntryReading {
  EntryState state = EntryState::missing;
  std::optional<EntryFault> fault;  // exactly with EntryState::corrupt
  std::optional<json::Error> json_error;
  std::int64_t version = 0;    // as found, with outdated_version and newer_version
  std::size_t item_count = 0;  // elements of the bare array or of `tracks`
  Entry entry;                 // whatever could be decoded; whole when current
};

// `value` is nothing when the key has no value.
[[nodiscard]] EntryReading read_entry(std::optional<std::string_view> value,
                                      const std::optional<Seal>& seal, Arena& arena);

// The same of what KV answered; EntryState::unreadable when it did not.
[[nodiscard]] EntryReading read_entry(const Stored& stored, Arena& arena);

// Whether the list is another writer's and says nothing: an empty one without
// our seal. What we know goes before it.
[[nodiscard]] bool is_foreign_blank(const EntryReading& reading, const Stored& stored);

// Whether the list can be believed, whatever its time: decoded whole, and not
// another writer's blank.
[[nodiscard]] bool is_credible(const EntryReading& reading, const Stored& stored);

// The same, and it is not of a clock that runs ahead.
[[nodiscard]] bool is_credible(const EntryReading& reading, const Stored& stored, UnixMillis now);

// An entry that carries its own seal, unparsed. The views point into the value.
struct SealedEntry {
  std::string_view last_updated;  // ISO 8601
  std::string_view written_at;    // the same
  std::string_view tracks;        // a JSON array
  std::size_t count;
  std::uint32_t crc32c;  // of the value
};
[[nodiscard]] std::optional<SealedEntry> open_sealed(std::string_view value, const Seal& seal);

}  // namespace user_listens
