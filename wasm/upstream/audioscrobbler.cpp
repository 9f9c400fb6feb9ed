#include "upstream/audioscrobbler.h"

#include <array>

#include "base/url.h"
#include "upstream/recent_tracks.h"

namespace user_listens::audioscrobbler {
namespace {

// https://www.last.fm/api/errorcodes; every other code is transient. GNU FM
// says 7 of an account that it does not know, or that has played nothing.
constexpr std::array kErrors{
    ErrorRow{6, AnswerKind::unknown_account}, ErrorRow{7, AnswerKind::unknown_account},
    ErrorRow{10, AnswerKind::key_refused},    ErrorRow{17, AnswerKind::private_history},
    ErrorRow{26, AnswerKind::key_refused},    ErrorRow{29, AnswerKind::rate_limited},
};

// Old answers have http:// links to pages that are https:// today.
std::string_view link(std::string_view url, Arena& arena) {
  const bool is_old = host_of(url, "http://") == "www.last.fm";
  return is_old ? arena.joined({"https", url.substr(4)}) : url;
}

Reading of_plays(const RecentTracks& found, const Question& question, Arena& arena) {
  if (!found.has_recent_tracks) return {AnswerKind::unreadable, "no recenttracks", {}};
  if (found.user) {
    if (const auto other = of_other_user(*found.user, question.account.name, arena)) return *other;
  }
  const bool counts_some = found.total > 0;
  if (counts_some && !found.has_elements) {
    return of_contradiction("no track", "total", *found.total, arena);
  }
  if (const auto& play = found.latest.play()) {
    // What plays is no scrobble yet, and may be the first one.
    if (found.total == 0 && !play->now_playing) {
      return of_contradiction("a track", "total", 0, arena);
    }
    Reading reading{AnswerKind::listened, "", play};
    reading.play->url = link(play->url, arena);
    return reading;
  }
  // 2014's shape has no "track" (no_track_key.json).
  const bool is_empty = found.has_tracks ? !found.has_elements : found.total == 0;
  if (is_empty) return {AnswerKind::silent, "", {}};
  return {AnswerKind::unreadable, "no complete track", {}};
}

}  // namespace

std::string_view recent_tracks_url(const Question& question, const Access& access, Arena& arena) {
  const auto key = percent_encoded(access.secret);
  return arena.joined({access.url,
                       "?method=user.getrecenttracks&user=", percent_encoded(question.account.name),
                       key.empty() ? "" : "&api_key=", key, "&format=json&limit=1"});
}

Reading read_recent_tracks(const Question& question, const Received& received, UnixMillis now,
                           Arena& arena) {
  RecentTracksVisitor visitor{now, arena};
  const auto error = walk_body(received.body, visitor);
  // An error is believed on any status, 200 included (error8_on_200.json), but
  // not one that was cut: 10 may have been 100 (error_cut_in_code.json).
  if (visitor.found.error_code && !error) {
    const auto code = *visitor.found.error_code;
    const auto kind = kind_of_error(code, kErrors).value_or(AnswerKind::service_error);
    return of_error_code(kind, code, arena);
  }
  if (!is_success(received.status)) return of_status(received.status, arena);
  if (error) return of_error(*error);
  return of_plays(visitor.found, question, arena);
}

}  // namespace user_listens::audioscrobbler
