#include "upstream/play.h"

#include "base/ascii.h"
#include "base/url.h"
#include "base/utf8.h"

namespace user_listens {
namespace {

// Players with a broken clock report plays of 1970 or of tomorrow; neither is a
// time that we could show or sort by. The first real scrobbles are of 2002.
constexpr std::int64_t kEarliestPlay = 1'000'000'000;
constexpr Seconds kClockSkew{600};

std::optional<UnixMillis> played_at(const Play& play, UnixMillis now) {
  if (play.now_playing || !play.played_at_s || *play.played_at_s < kEarliestPlay) {
    return std::nullopt;
  }
  const auto latest = std::chrono::floor<Seconds>(now + kClockSkew).time_since_epoch().count();
  if (*play.played_at_s > latest) return std::nullopt;
  return UnixMillis{Seconds{*play.played_at_s}};
}

bool is_https(std::string_view url) {
  return url.size() <= kMaxUrlBytes && host_of(url, "https://").has_value();
}

}  // namespace

bool Play::is_complete() const {
  return !ascii::trimmed(artist).empty() && !ascii::trimmed(track).empty();
}

bool is_cover(std::string_view url) { return is_https(url); }

std::optional<std::int64_t> number(const json::Value& value) {
  if (value.is(json::Kind::integer)) return value.integer;
  if (value.is(json::Kind::string)) return ascii::integer(ascii::trimmed(value.text));
  return std::nullopt;
}

Listen listen_of(const Play& play, const Account& account, UnixMillis now, Arena& arena) {
  const auto name = [&](std::string_view text) {
    return utf8::cut(ascii::trimmed(text), kMaxNameBytes, arena);
  };
  return {.username = account.username,
          .artist = name(play.artist),
          .album = name(play.album),
          .track = name(play.track),
          .image = play.cover,
          .played_at = played_at(play, now),
          .now_playing = play.now_playing,
          .url = is_https(play.url) ? play.url : "",
          .source = account.source};
}

}  // namespace user_listens
