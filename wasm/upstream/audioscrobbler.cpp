#include "upstream/audioscrobbler.h"

#include <array>

#include "base/ascii.h"
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
  if (found.user && !ascii::equal_ignoring_case(*found.user, question.account.name)) {
    return {AnswerKind::another_users, "", {}};
  }
  if (found.play) {
    Reading reading{AnswerKind::listened, "", found.play};
    reading.play->url = link(found.play->url, arena);
    return reading;
  }
  const bool is_empty = found.has_tracks ? !found.has_elements : found.says_none;
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

Reading read_recent_tracks(const Question& question, const Received& received, Arena& arena) {
  RecentTracksVisitor visitor{arena};
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
