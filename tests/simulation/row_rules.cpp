#include "row_rules.h"

#include <string>

namespace user_listens::simulation {
namespace {

using std::chrono::minutes;

// For how long after it was last heard of a play may be called playing.
constexpr Seconds kPlayingLease = minutes{10};
constexpr Seconds kWrongClock = minutes{20};
constexpr Seconds kWrongClockPlays = minutes{60};

// Whether `time` can be when a finished play was played: when it began, as the
// service says, or when a refresh last heard that it was playing.
bool is_time_of(const Play& play, UnixMillis time, UnixMillis latest) {
  if (time == std::chrono::floor<Seconds>(play.begin)) return true;
  const Seconds earlier = play.was_seen_by_wrong_clock ? kWrongClock : Seconds{0};
  const UnixMillis end = play.was_seen_by_wrong_clock ? latest : play.confirmed_until;
  return time >= play.begin - earlier && time <= end;
}

// A clock that was ahead has heard it in the future: it may be believed for an
// hour, which is longer than any refresh lets pass.
bool is_playing_by(const Play& play, UnixMillis clock) {
  if (clock - play.confirmed_until <= kPlayingLease) return true;
  return clock - play.claimed_until <= kPlayingLease &&
         clock - play.confirmed_until <= kWrongClockPlays;
}

}  // namespace

Finding judge_row(const Row& row, const RowTimes& times, MusicService& service) {
  const auto wrong = [&](std::string_view why) {
    return Violation{Invariant::never_unplayed, in_words(row).append(": ").append(why)};
  };
  const Play* play = service.listening(row.member).find(row.play);
  if (play == nullptr || play->begin > times.now) return wrong("was never played");
  if (row.now_playing) {
    if (row.played_at) return wrong("plays now, but has a time of play");
    if (!is_playing_by(*play, times.clock)) {
      return wrong("was last heard playing at " +
                   std::string{std::string_view{to_iso8601(play->confirmed_until)}});
    }
    return std::nullopt;
  }
  if (!row.played_at) {
    // A broken clock makes the true time one of tomorrow.
    if (play->was_seen_by_wrong_clock) return std::nullopt;
    return wrong("has no time of play");
  }
  if (!is_time_of(*play, *row.played_at, times.latest)) {
    return wrong("was played from " + std::string{std::string_view{to_iso8601(play->begin)}} +
                 ", last heard playing at " +
                 std::string{std::string_view{to_iso8601(play->confirmed_until)}});
  }
  return std::nullopt;
}

std::string in_words(const Row& row) {
  std::string words = member_name(row.member) + "'s row of " + track_name(row.member, row.play);
  if (row.now_playing) return words + ", playing now";
  if (!row.played_at) return words + ", played some time";
  return words + ", played at " + std::string{std::string_view{to_iso8601(*row.played_at)}};
}

}  // namespace user_listens::simulation
