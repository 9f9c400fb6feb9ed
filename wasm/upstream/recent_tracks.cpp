#include "upstream/recent_tracks.h"

#include <algorithm>
#include <array>

#include "base/link.h"

namespace user_listens::audioscrobbler {

using json::Flow;
using json::Kind;
using json::Path;
using json::Value;

namespace {

// The grey star that stands for "no cover", on whatever host
// (placeholder_cover.json).
constexpr std::string_view kPlaceholderCover = "2a96cbd8b46e442fc41c2b86b821562f";

constexpr std::array<std::string_view, 4> kCoverSizes{"small", "medium", "large", "extralarge"};

struct PlayText {
  std::string_view field;
  std::string_view part;  // within the field, "" for the field itself
  std::string_view Play::*text;
};
constexpr std::array kPlayTexts{
    PlayText{"name", "", &Play::track},
    PlayText{"url", "", &Play::url},
    PlayText{"artist", "#text", &Play::artist},
    PlayText{"artist", "name", &Play::artist},  // extended.json
    PlayText{"album", "#text", &Play::album},
};

}  // namespace

Flow RecentTracksVisitor::value(const Path& path, const Value& value) {
  if (path.depth() == 0) return Flow::go_on;
  if (path.depth() == 1) is_in_recent_tracks_ = path.key(0) == "recenttracks";
  if (path.depth() == 2) is_in_track_ = is_in_recent_tracks_ && path.key(1) == "track";
  if (!is_in_recent_tracks_) {
    take_error(path, value);
  } else if (path.depth() == 1) {
    found.has_recent_tracks = value.is(Kind::object);
  } else if (is_in_track_ && found.has_recent_tracks) {
    take_track(path, value);
  } else {
    take_attribute(path, value);
  }
  return Flow::go_on;
}

Flow RecentTracksVisitor::closed(const Path& path, Kind kind) {
  if (kind != Kind::object) return Flow::go_on;
  if (path.depth() == track_depth() + 2 && is_in_a_track() && path.key(track_depth()) == "image") {
    end_cover();
  } else if (path.depth() == track_depth() && is_in_a_track()) {
    play_.cover = largest_cover();
    found.latest.offer(play_);
    play_ = {};
    covers_.clear();
  }
  return Flow::go_on;
}

// A list of plays at recenttracks.track[i], or a single one
// (single_object.json) at recenttracks.track.
std::size_t RecentTracksVisitor::track_depth() const { return tracks_are_listed_ ? 3 : 2; }

bool RecentTracksVisitor::is_in_a_track() const { return found.has_tracks && is_in_track_; }

void RecentTracksVisitor::take_error(const Path& path, const Value& value) {
  // GNU FM wraps it: {"error":{"#text":"…","code":"7"}}.
  if (path.is({"error"}) || path.is({"error", "code"})) {
    if (const auto code = number(value)) found.error_code = code;
  }
}

void RecentTracksVisitor::take_attribute(const Path& path, const Value& value) {
  const bool is_attribute = path.depth() == 2 || (path.depth() == 3 && path.key(1) == "@attr");
  if (!is_attribute) return;
  if (path.last_key() == "user" && value.is(Kind::string) && !value.text.empty()) {
    found.user = arena_.get().keep(value.text);
  }
  if (path.last_key() == "total") found.total = number(value);
}

void RecentTracksVisitor::take_track(const Path& path, const Value& value) {
  if (path.depth() == 2) {
    found.has_tracks = true;
    tracks_are_listed_ = value.is(Kind::array);
    found.has_elements = !tracks_are_listed_;
    return;
  }
  if (path.depth() == 3 && tracks_are_listed_) {
    found.has_elements = true;
    return;
  }
  const std::size_t at = track_depth();
  if (path.depth() <= at) return;
  if (path.depth() == at + 1) take_field(path.key(at), "", value);
  if (path.depth() == at + 2) take_field(path.key(at), path.key(at + 1), value);
  if (path.depth() == at + 3 && path.key(at) == "image") {
    if (path.key(at + 2) == "size") cover_.size = arena_.get().keep(value.text);
    if (path.key(at + 2) == "#text") cover_.url = arena_.get().keep(value.text);
  }
}

void RecentTracksVisitor::take_field(std::string_view field, std::string_view part,
                                     const Value& value) {
  for (const auto& row : kPlayTexts) {
    if (row.field == field && row.part == part) play_.*row.text = arena_.get().keep(value.text);
  }
  if (field == "date" && part == "uts") play_.played_at_s = seconds(value);
  if (field == "@attr" && part == "nowplaying") play_.now_playing = value.text == "true";
}

void RecentTracksVisitor::end_cover() {
  const auto* const size = std::find(kCoverSizes.begin(), kCoverSizes.end(), cover_.size);
  const bool is_known = size != kCoverSizes.end();
  cover_.rank = is_known ? static_cast<std::size_t>(size - kCoverSizes.begin()) + 1 : 1;
  if (cover_.url.find(kPlaceholderCover) == std::string_view::npos) covers_.push_back(cover_);
  cover_ = {};
}

// Their order is not documented.
std::string_view RecentTracksVisitor::largest_cover() {
  while (!covers_.empty()) {
    const auto largest = std::max_element(
        covers_.begin(), covers_.end(),
        [](const Cover& one, const Cover& other) { return one.rank < other.rank; });
    const auto link = https_link(largest->url, arena_);
    if (!link.empty()) return link;
    covers_.erase(largest);
  }
  return {};
}

}  // namespace user_listens::audioscrobbler
