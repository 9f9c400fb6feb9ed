#include "upstream/play.h"

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/link.h"
#include "base/visible.h"
#include "listen/name.h"

namespace user_listens {
namespace {

// Players with a broken clock report plays of 1970 or of next year; neither is a
// time that we could show or sort by. The first real scrobbles are of 2002.
constexpr std::int64_t kEarliestPlay = 1'000'000'000;
constexpr std::int64_t kEndOfTime = 253'402'300'800;  // the year 10,000
constexpr Seconds kClockSkew{600};

// What the service says, if a clock can show it.
std::optional<UnixMillis> stated_at(const Play& play) {
  const bool is_time = !play.now_playing && play.played_at_s && *play.played_at_s >= kEarliestPlay;
  if (!is_time || *play.played_at_s >= kEndOfTime) return std::nullopt;
  return UnixMillis{Seconds{*play.played_at_s}};
}

std::optional<UnixMillis> played_at(const Play& play, UnixMillis now) {
  const auto stated = stated_at(play);
  return stated <= now + kClockSkew ? stated : std::nullopt;
}

// Whether a play that is offered later takes the place of the one before.
bool is_later(const Play& play, const Play& before, UnixMillis now) {
  if (play.now_playing || before.now_playing) return play.now_playing && !before.now_playing;
  return played_at(play, now) > played_at(before, now);
}

}  // namespace

bool Play::is_complete() const { return has_visible(artist) && has_visible(track); }

std::optional<std::int64_t> number(const json::Value& value) {
  if (value.is(json::Kind::integer)) return value.integer;
  if (value.is(json::Kind::string)) return ascii::integer(ascii::trimmed(value.text));
  return std::nullopt;
}

std::optional<std::int64_t> seconds(const json::Value& value) {
  if (const auto whole = number(value)) return whole;
  return floor_of(value.is(json::Kind::string) ? ascii::trimmed(value.text) : value.digits);
}

void LatestPlay::offer(const Play& play) {
  if (play.is_complete() && (!play_ || is_later(play, *play_, now_))) play_ = play;
}

Listen listen_of(const Play& play, const Account& account, UnixMillis now, Arena& arena) {
  Listen listen{.username = account.username,
                .artist = clean_name(play.artist, arena),
                .album = clean_name(play.album, arena),
                .track = clean_name(play.track, arena),
                .image = https_link(play.cover, arena),
                .played_at = played_at(play, now),
                .now_playing = play.now_playing,
                .url = https_link(play.url, arena),
                .source = account.source};
  if (listen.played_at) {
    hold_back(listen, now);
  } else {
    listen.stated_at = stated_at(play);
  }
  return listen;
}

}  // namespace user_listens
