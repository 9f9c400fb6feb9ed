#include "upstream/lastfm.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.h"
#include "base/json_mending.h"
#include "base/json_reader.h"
#include "base/text.h"
#include "base/url.h"
#include "base/utf8.h"

namespace user_listens::lastfm {
namespace {

using json::Flow;
using json::Kind;
using json::Path;
using json::Value;

// The grey star that stands for "no cover", on whatever host
// (placeholder_cover.json).
constexpr std::string_view kPlaceholderCover = "2a96cbd8b46e442fc41c2b86b821562f";

constexpr std::array<std::string_view, 4> kCoverSizes{"small", "medium", "large", "extralarge"};

// Players with a broken clock report plays of 1970 (epoch_date.json) or of
// tomorrow; neither is a time that we could show or sort by. The first real
// scrobbles are of 2002.
constexpr std::int64_t kEarliestPlay = 1'000'000'000;
constexpr Seconds kClockSkew{600};

struct ErrorRow {
  std::int64_t code;
  AnswerKind kind;
};
// https://www.last.fm/api/errorcodes; every other code is transient.
constexpr std::array kErrors{
    ErrorRow{6, AnswerKind::unknown_account},  ErrorRow{10, AnswerKind::key_refused},
    ErrorRow{17, AnswerKind::private_history}, ErrorRow{26, AnswerKind::key_refused},
    ErrorRow{29, AnswerKind::rate_limited},
};

AnswerKind kind_of_error(std::int64_t code) {
  for (const auto& row : kErrors) {
    if (row.code == code) return row.kind;
  }
  return AnswerKind::service_error;
}

// Numbers come as numbers or as text (string_attributes.json).
std::optional<std::int64_t> number(const Value& value) {
  if (value.is(Kind::integer)) return value.integer;
  if (value.is(Kind::string)) return ascii::integer(ascii::trimmed(value.text));
  return std::nullopt;
}

// A play as the service describes it, field by field.
struct Play {
  std::string_view artist, album, track, url;
  std::string_view cover;
  std::size_t cover_rank = 0;
  std::optional<std::int64_t> played_at_s;
  bool now_playing = false;

  [[nodiscard]] bool is_complete() const {
    return !ascii::trimmed(artist).empty() && !ascii::trimmed(track).empty();
  }
};

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

class AnswerVisitor : public json::Visitor {
 public:
  explicit AnswerVisitor(Arena& arena) : arena_(arena) {}

  Flow value(const Path& path, const Value& value) override {
    if (path.depth() == 0) return Flow::go_on;
    if (path.key(0) != "recenttracks") {
      take_error(path, value);
    } else if (path.depth() == 1) {
      has_recent_tracks = value.is(Kind::object);
    } else if (path.key(1) == "track" && has_recent_tracks) {
      take_track(path, value);
    } else {
      take_attribute(path, value);
    }
    return flow();
  }

  Flow closed(const Path& path, Kind kind) override {
    if (kind != Kind::object) return Flow::go_on;
    if (path.depth() == track_depth() + 2 && is_track(path) && path.key(track_depth()) == "image") {
      offer_cover();
    } else if (path.depth() == track_depth() && is_track(path)) {
      if (!play && play_.is_complete()) play = play_;
      play_ = {};
    }
    return flow();
  }

  std::optional<std::int64_t> error_code;
  bool has_recent_tracks = false;
  bool has_tracks = false;  // "track" is there, whatever it holds
  bool has_elements = false;
  bool says_none = false;  // 2014's shape without "track" (no_track_key.json)
  std::optional<std::string_view> user;
  std::optional<Play> play;  // the first complete one

 private:
  // A list of plays at recenttracks.track[i], or a single one
  // (single_object.json) at recenttracks.track.
  [[nodiscard]] std::size_t track_depth() const { return tracks_are_listed_ ? 3 : 2; }
  [[nodiscard]] bool is_track(const Path& path) const {
    return has_tracks && path.key(0) == "recenttracks" && path.key(1) == "track";
  }

  // The user stands behind the plays, and a play must not be believed before
  // we know whose it is (another_users_tracks.json).
  [[nodiscard]] Flow flow() const { return play && user ? Flow::stop : Flow::go_on; }

  void take_error(const Path& path, const Value& value) {
    // GNU FM wraps it: {"error":{"#text":"…","code":"7"}}.
    if (path.is({"error"}) || path.is({"error", "code"})) {
      if (const auto code = number(value)) error_code = code;
    }
  }

  void take_attribute(const Path& path, const Value& value) {
    const bool is_attribute = path.depth() == 2 || (path.depth() == 3 && path.key(1) == "@attr");
    if (!is_attribute) return;
    if (path.last_key() == "user" && value.is(Kind::string) && !value.text.empty()) {
      user = arena_.keep(value.text);
    }
    if (path.last_key() == "total" && number(value) == 0) says_none = true;
  }

  void take_track(const Path& path, const Value& value) {
    if (path.depth() == 2) {
      has_tracks = true;
      tracks_are_listed_ = value.is(Kind::array);
      has_elements = !tracks_are_listed_;
      return;
    }
    if (path.depth() == 3 && tracks_are_listed_) {
      has_elements = true;
      return;
    }
    const std::size_t at = track_depth();
    if (play || path.depth() <= at) return;
    if (path.depth() == at + 1) take_field(path.key(at), "", value);
    if (path.depth() == at + 2) take_field(path.key(at), path.key(at + 1), value);
    if (path.depth() == at + 3 && path.key(at) == "image") {
      if (path.key(at + 2) == "size") cover_size_ = arena_.keep(value.text);
      if (path.key(at + 2) == "#text") cover_url_ = arena_.keep(value.text);
    }
  }

  void take_field(std::string_view field, std::string_view part, const Value& value) {
    for (const auto& row : kPlayTexts) {
      if (row.field == field && row.part == part) play_.*row.text = arena_.keep(value.text);
    }
    if (field == "date" && part == "uts") play_.played_at_s = number(value);
    if (field == "@attr" && part == "nowplaying") play_.now_playing = value.text == "true";
  }

  // The largest of the covers; their order is not documented.
  void offer_cover() {
    const auto* const size = std::find(kCoverSizes.begin(), kCoverSizes.end(), cover_size_);
    const auto rank = size == kCoverSizes.end() ? 1 : std::size_t(size - kCoverSizes.begin()) + 1;
    const bool is_cover = host_of(cover_url_, "https://") && cover_url_.size() <= kMaxUrlBytes &&
                          cover_url_.find(kPlaceholderCover) == std::string_view::npos;
    if (!play && is_cover && rank > play_.cover_rank) {
      play_.cover = cover_url_;
      play_.cover_rank = rank;
    }
    cover_url_ = {};
    cover_size_ = {};
  }

  Arena& arena_;
  bool tracks_are_listed_ = false;
  Play play_;  // the one being read
  std::string_view cover_url_;
  std::string_view cover_size_;
};

// The track's page. Old answers have http:// links; what is no web link at all
// is replaced by the account's page, since the link must lead to the service.
std::string_view link(const Play& play, const Subject& subject, Arena& arena) {
  const bool is_old = host_of(play.url, "http://") == "www.last.fm";
  const auto url = is_old ? arena.joined({"https", play.url.substr(4)}) : play.url;
  if (url.size() <= kMaxUrlBytes && host_of(url, "https://")) return url;
  return arena.joined({"https://www.last.fm/user/", percent_encoded(subject.account)});
}

std::optional<UnixMillis> played_at(const Play& play, UnixMillis now) {
  if (play.now_playing || !play.played_at_s || *play.played_at_s < kEarliestPlay) {
    return std::nullopt;
  }
  const auto latest = std::chrono::floor<Seconds>(now + kClockSkew).time_since_epoch().count();
  if (*play.played_at_s > latest) return std::nullopt;
  return UnixMillis{Seconds{*play.played_at_s}};
}

Listen listen_of(const Play& play, const Subject& subject, UnixMillis now, Arena& arena) {
  const auto name = [&](std::string_view text) {
    return utf8::cut(ascii::trimmed(text), kMaxNameBytes, arena);
  };
  return {.username = subject.username,
          .artist = name(play.artist),
          .album = name(play.album),
          .track = name(play.track),
          .image = play.cover,
          .played_at = played_at(play, now),
          .now_playing = play.now_playing,
          .url = link(play, subject, arena),
          .source = subject.source};
}

struct Parsed {
  AnswerVisitor answer;
  std::optional<json::Error> error;
};

Parsed parse(std::string_view body, Arena& arena) {
  Parsed parsed{AnswerVisitor{arena}, {}};
  parsed.error = json::walk(body, kMaxAnswerBytes, parsed.answer);
  if (!parsed.error || parsed.error->fault != json::Fault::malformed) return parsed;
  Parsed again{AnswerVisitor{arena}, {}};
  // Mending may lengthen the text: three bytes for a broken one.
  again.error = json::walk(json::mended(body), 3 * kMaxAnswerBytes, again.answer);
  return again.error ? parsed : again;
}

struct Verdict {
  AnswerKind kind;
  std::string_view detail;
};

Verdict of_status(std::int64_t status, Arena& arena) {
  const auto kind = status == 429 ? AnswerKind::rate_limited : AnswerKind::http_error;
  return {kind, arena.joined({"HTTP ", decimal(status)})};
}

Verdict of_plays(const AnswerVisitor& answer, const Subject& subject) {
  if (!answer.has_recent_tracks) return {AnswerKind::unreadable, "no recenttracks"};
  if (answer.user && !ascii::equal_ignoring_case(*answer.user, subject.account)) {
    return {AnswerKind::another_users, ""};
  }
  if (answer.play) return {AnswerKind::listened, ""};
  const bool is_empty = answer.has_tracks ? !answer.has_elements : answer.says_none;
  if (is_empty) return {AnswerKind::silent, ""};
  return {AnswerKind::unreadable, "no complete track"};
}

Verdict verdict(const Parsed& parsed, const Subject& subject, std::int64_t status, Arena& arena) {
  // An error is believed on any status, 200 included (error8_on_200.json), but
  // not one that was cut: 10 may have been 100 (error_cut_in_code.json).
  if (parsed.answer.error_code && !parsed.error) {
    const auto code = *parsed.answer.error_code;
    return {kind_of_error(code), arena.joined({"error ", decimal(code)})};
  }
  if (status < 200 || status > 299) return of_status(status, arena);
  if (parsed.error) {
    if (parsed.error->fault == json::Fault::too_large) return {AnswerKind::too_large, ""};
    return {AnswerKind::unreadable, json::name(parsed.error->fault)};
  }
  return of_plays(parsed.answer, subject);
}

}  // namespace

std::string_view recent_tracks_url(std::string_view base_url, std::string_view account,
                                   std::string_view key, Arena& arena) {
  return arena.joined({base_url, "?method=user.getrecenttracks&user=", percent_encoded(account),
                       "&api_key=", percent_encoded(key), "&format=json&limit=1"});
}

Answer read_recent_tracks(const Subject& subject, const Received& received, UnixMillis now,
                          Arena& arena) {
  Answer answer{.username = subject.username, .source = subject.source, .account = subject.account};
  if (received.failure) {
    answer.kind = *received.failure;
    return answer;
  }
  const Parsed parsed = parse(received.body, arena);
  const auto [kind, detail] = verdict(parsed, subject, received.status, arena);
  answer.kind = kind;
  answer.detail = detail;
  if (kind == AnswerKind::listened) {
    answer.listen = listen_of(*parsed.answer.play, subject, now, arena);
  }
  return answer;
}

}  // namespace user_listens::lastfm
