// One play of one track by one member, as every other part sees it.
//
// The field names are those of the public list (design: "KV", "API").
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/named_member.h"
#include "base/time.h"

namespace user_listens {

// Valid while the arena of the call is.
struct Listen {
  std::string_view username;  // the member's name on the site
  std::string_view artist;
  std::string_view album;  // "" when the service names none
  std::string_view track;
  std::string_view image;               // https URL of a cover, about 300 pixels wide; "" for none
  std::optional<UnixMillis> played_at;  // nothing: unknown, or playing now
  bool now_playing = false;
  std::string_view url;     // the track's page on the service; "" when unknown
  std::string_view source;  // the service: "lastfm", …
  // Only in a list, and only of a row that played when it was last heard but
  // was not confirmed by the refresh that wrote the list: when that was.
  std::optional<UnixMillis> confirmed_at;

  // Since when this play is known, if that is not `played_at`: what names it in
  // feeds. A play that was seen while it played stays the same one, and its
  // service may say afterwards that it began earlier.
  std::optional<UnixMillis> first_seen;

  // What the service says of when it was played, if its clock was ahead.
  std::optional<UnixMillis> stated_at;

  friend bool operator==(const Listen&, const Listen&) = default;
};

inline constexpr std::array kListenTexts{&Listen::username, &Listen::artist, &Listen::track,
                                         &Listen::album,    &Listen::url,    &Listen::source,
                                         &Listen::image};

// Since when the play is known; nothing when nobody knows.
[[nodiscard]] inline std::optional<UnixMillis> since(const Listen& listen) {
  return listen.first_seen ? listen.first_seen : listen.played_at;
}

// When the service says that it was played. Nothing when it does not, as of what
// is playing.
[[nodiscard]] inline std::optional<UnixMillis> stated_time(const Listen& listen) {
  return listen.stated_at ? listen.stated_at : listen.played_at;
}

// Whether it is worth a row: a reader sees something of both artist and track.
[[nodiscard]] bool is_complete(const Listen& listen);

// No play lies later than when it was heard of. It keeps the time that was
// stated, by which the service will go on to tell of it, and its place in feeds.
// Returns whether it lay later.
bool hold_back(Listen& listen, UnixMillis heard_at);

// In JSON, to reserve room by.
inline constexpr std::size_t kUsualListenBytes = 384;

// In JSON no "firstSeenAt" is later than "playedAt": "feedIdAt" stands in its place.
void write_listen(json::Writer& out, const Listen& listen);

// Takes the fields of one listen as a visitor meets them, whoever wrote it. Unknown fields are
// passed over, since later writers may add some.
class ListenReader {
 public:
  explicit ListenReader(Keeper keeper);

  // False when the field is known and its value is of the wrong kind.
  [[nodiscard]] bool take(std::string_view name, const json::Value& value);

  // The listen, once username, artist and track have been taken: names cleaned,
  // links checked. It need not be complete.
  [[nodiscard]] std::optional<Listen> finish() const;

  // Forgets what it took.
  void begin();

  // In JSON: how its value is taken, and whether that is of the right kind.
  struct Field {
    std::string_view name;
    bool (*take)(Listen& listen, const json::Value& value, const Keeper& keeper);
    std::uint32_t required = 0;  // a bit of its own; 0: it may be missing
  };
  static constexpr std::size_t kFields = 13;

 private:
  Keeper keeper_;
  NamesInOrder<Field, kFields> fields_;
  Listen listen_;
  std::uint32_t required_ = 0;  // bits of the required fields that were taken
};

}  // namespace user_listens
