// The body of user.getRecentTracks, taken apart; audioscrobbler.h says what it
// means.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "upstream/play.h"
#include "upstream/reading.h"

namespace user_listens::audioscrobbler {

// What a body says, field by field.
struct RecentTracks {
  explicit RecentTracks(UnixMillis now) : latest(now) {}

  std::optional<std::int64_t> error_code;
  bool has_recent_tracks = false;
  bool has_tracks = false;  // "track" is there, whatever it holds
  bool has_elements = false;
  std::optional<std::int64_t> total;  // scrobbles of the user
  std::optional<std::string_view> user;
  LatestPlay latest;
};

class RecentTracksVisitor : public BodyVisitor {
 public:
  RecentTracksVisitor(UnixMillis now, Arena& arena) : found(now), now_(now), arena_(arena) {}

  json::Flow value(const json::Path& path, const json::Value& value) override;
  json::Flow closed(const json::Path& path, json::Kind kind) override;
  void begin() override { *this = RecentTracksVisitor{now_, arena_}; }

  RecentTracks found;

 private:
  struct Cover {
    std::string_view url;
    std::string_view size;
    std::size_t rank = 0;  // the larger the better
  };

  [[nodiscard]] std::size_t track_depth() const;
  [[nodiscard]] bool is_in_a_track() const;
  void take_error(const json::Path& path, const json::Value& value);
  void take_attribute(const json::Path& path, const json::Value& value);
  void take_track(const json::Path& path, const json::Value& value);
  void take_field(std::string_view field, std::string_view part, const json::Value& value);
  void end_cover();
  [[nodiscard]] std::string_view largest_cover();

  UnixMillis now_;
  std::reference_wrapper<Arena> arena_;
  bool is_in_recent_tracks_ = false;  // where the value or the end stands that is told
  bool is_in_track_ = false;
  bool tracks_are_listed_ = false;
  Play play_;  // the one being read
  Cover cover_;
  std::vector<Cover> covers_;  // of the play
};

}  // namespace user_listens::audioscrobbler
