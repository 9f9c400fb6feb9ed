#include "upstream/listenbrainz.h"

#include <array>
#include <functional>
#include <vector>

#include "base/link.h"
#include "base/text.h"
#include "base/url.h"

namespace user_listens::listenbrainz {
namespace {

using json::Flow;
using json::Kind;
using json::Path;
using json::Value;

constexpr std::string_view kCovers = "https://coverartarchive.org/release/";

constexpr std::array kPlayTexts{NamedText<Play>{"artist_name", &Play::artist},
                                NamedText<Play>{"track_name", &Play::track},
                                NamedText<Play>{"release_name", &Play::album}};

// Of a listen: payload.listens[i], its fields, and those of track_metadata.
constexpr std::size_t kListenDepth = 3;

class ListensVisitor : public BodyVisitor {
 public:
  ListensVisitor(UnixMillis now, Arena& arena) : latest(now), now_(now), arena_(arena) {}

  Flow value(const Path& path, const Value& value) override {
    if (path.is({"code"})) error_code = number(value);
    if (path.is({"payload", "listens"})) has_listens = value.is(Kind::array);
    if (path.is({"payload", "user_id"})) take_user(value);
    if (path.is({"payload", "count"})) count = number(value);
    if (!is_listen(path)) return Flow::go_on;
    if (path.depth() == kListenDepth) has_elements = true;
    if (path.depth() == kListenDepth + 1) {
      if (path.last_key() == "listened_at") play_.played_at_s = seconds(value);
      if (path.last_key() == "user_name") take_user(value);
    }
    if (path.depth() <= kListenDepth + 1 || path.key(kListenDepth) != "track_metadata") {
      return Flow::go_on;
    }
    if (path.depth() == kListenDepth + 2) take_metadata(path.last_key(), value);
    if (path.depth() == kListenDepth + 3 && path.key(kListenDepth + 1) == "mbid_mapping") {
      take_mapping(path.last_key(), value);
    }
    return Flow::go_on;
  }

  Flow closed(const Path& path, Kind) override {
    if (!is_listen(path) || path.depth() != kListenDepth) return Flow::go_on;
    play_.cover = cover();
    latest.offer(play_);
    play_ = {};
    cover_id_.reset();
    cover_release_ = {};
    return Flow::go_on;
  }

  void begin() override { *this = ListensVisitor{now_, arena_}; }

  std::optional<std::int64_t> error_code;
  bool has_listens = false;
  bool has_elements = false;
  std::optional<std::int64_t> count;    // of the listens in this answer
  std::vector<std::string_view> users;  // whose listens these are, as often as it is said
  LatestPlay latest;

 private:
  [[nodiscard]] std::string_view keep(const Value& value) { return arena_.get().keep(value.text); }

  // A listen, or something in it.
  [[nodiscard]] bool is_listen(const Path& path) const {
    return has_listens && path.depth() >= kListenDepth && path.key(0) == "payload" &&
           path.key(1) == "listens";
  }

  // Said of the answer and of each listen; what is no name does not undo another
  // (another_user_id_before_no_name.json).
  void take_user(const Value& value) {
    const bool is_new = users.empty() || users.back() != value.text;
    if (!value.text.empty() && is_new) users.push_back(keep(value));
  }

  void take_metadata(std::string_view key, const Value& value) {
    if (auto* text = find_member(play_, kPlayTexts, key)) *text = keep(value);
  }

  // The release that carries the cover, which is not always the one that was
  // played (cover_of_another_release.json).
  void take_mapping(std::string_view key, const Value& value) {
    if (key == "caa_id") cover_id_ = number(value);
    if (key == "caa_release_mbid") cover_release_ = keep(value);
  }

  [[nodiscard]] std::string_view cover() {
    if (!cover_id_ || *cover_id_ <= 0 || cover_release_.empty()) return {};
    return https_link(arena_.get().joined({kCovers, percent_encoded(cover_release_), "/",
                                           decimal(*cover_id_), "-250.jpg"}),
                      arena_);
  }

  UnixMillis now_;
  std::reference_wrapper<Arena> arena_;
  Play play_;  // the one being read
  std::optional<std::int64_t> cover_id_;
  std::string_view cover_release_;
};

constexpr std::array kErrors{
    ErrorRow{401, AnswerKind::key_refused},
    ErrorRow{403, AnswerKind::key_refused},
    ErrorRow{404, AnswerKind::unknown_account},
    ErrorRow{429, AnswerKind::rate_limited},
};

// Errors are JSON and carry the status as their code; a page of HTML with 404
// says nothing of an account (error404_page.txt).
Reading of_failure(std::int64_t status, std::optional<std::int64_t> code, Arena& arena) {
  const auto kind = code == status ? kind_of_error(status, kErrors) : std::nullopt;
  return kind ? of_error_code(*kind, status, arena) : of_status(status, arena);
}

}  // namespace

std::string_view url(const Question& question, const Access& access, Arena& arena) {
  return arena.joined({access.url, access.url.ends_with('/') ? "" : "/", "user/",
                       percent_encoded(question.account.name),
                       question.step == playing_now ? "/playing-now" : "/listens?count=1"});
}

Reading read(const Question& question, const Received& received, UnixMillis now, Arena& arena) {
  ListensVisitor found{now, arena};
  const auto error = walk_body(received.body, found);
  if (!is_success(received.status)) {
    return of_failure(received.status, error ? std::nullopt : found.error_code, arena);
  }
  if (error) return of_error(*error);
  if (!found.has_listens) return {AnswerKind::unreadable, "no listens", {}};
  for (const auto user : found.users) {
    if (const auto other = of_other_user(user, question.account.name, arena)) return *other;
  }
  // "playing_now" is true even when nothing plays (playing_nothing.json), so the
  // count alone tells.
  if (found.count && (*found.count > 0) != found.has_elements) {
    return of_contradiction(found.has_elements ? "a listen" : "no listen", "count", *found.count,
                            arena);
  }
  if (const auto& play = found.latest.play()) {
    Reading reading{AnswerKind::listened, "", play};
    reading.play->now_playing = question.step == playing_now;
    return reading;
  }
  if (question.step == playing_now) return {AnswerKind::not_playing, "", {}};
  if (!found.has_elements) return {AnswerKind::silent, "", {}};
  return {AnswerKind::unreadable, "no complete track", {}};
}

}  // namespace user_listens::listenbrainz
