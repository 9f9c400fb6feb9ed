#include "listen/listen.h"

#include "base/link.h"
#include "base/visible.h"
#include "listen/name.h"

namespace user_listens {

using json::Kind;
using json::Value;

namespace {

// Left out when there is none. Both names of `first_seen` are read; which one is
// written, its time decides.
constexpr std::array kTimes{
    NamedMember<Listen, std::optional<UnixMillis>>{"confirmedAt", &Listen::confirmed_at},
    NamedMember<Listen, std::optional<UnixMillis>>{"firstSeenAt", &Listen::first_seen},
    NamedMember<Listen, std::optional<UnixMillis>>{"feedIdAt", &Listen::first_seen},
    NamedMember<Listen, std::optional<UnixMillis>>{"statedAt", &Listen::stated_at}};

std::string_view other_name_of_first_seen(const Listen& listen) {
  const bool is_later = listen.played_at && listen.first_seen > listen.played_at;
  return is_later ? "firstSeenAt" : "feedIdAt";
}

}  // namespace

bool is_complete(const Listen& listen) {
  return has_visible(listen.artist) && has_visible(listen.track);
}

void hold_back(Listen& listen, UnixMillis heard_at) {
  if (!listen.played_at || *listen.played_at <= heard_at) return;
  if (!listen.first_seen) listen.first_seen = listen.played_at;
  listen.stated_at = listen.played_at;
  listen.played_at = heard_at;
}

void write_listen(json::Writer& out, const Listen& listen) {
  const auto scope = out.object();
  out.field("username", listen.username);
  out.field("artist", listen.artist);
  out.field("album", listen.album);
  out.field("track", listen.track);
  listen.image.empty() ? out.null_field("image") : out.field("image", listen.image);
  out.field("playedAt", listen.played_at);
  out.field("nowPlaying", listen.now_playing);
  out.field("url", listen.url);
  out.field("source", listen.source);
  for (const auto& [name, member] : kTimes) {
    const auto& time = listen.*member;
    if (time && name != other_name_of_first_seen(listen)) out.field(name, time);
  }
}

bool ListenReader::take(std::string_view field, const Value& value) {
  auto* const text = find_member(listen_, kListenTexts, field);
  const auto required = text == &listen_.username ? 1U
                        : text == &listen_.artist ? 2U
                        : text == &listen_.track  ? 4U
                                                  : 0U;
  required_ |= required;
  if (field == "nowPlaying") {
    listen_.now_playing = value.boolean;
    return value.is(Kind::boolean);
  }
  // Null is the same as absent.
  if (value.is(Kind::null)) return required == 0;
  auto* const time = field == "playedAt" ? &listen_.played_at : find_member(listen_, kTimes, field);
  if (time != nullptr) {
    *time = parse_iso8601(value.text);
    return time->has_value();
  }
  if (text == nullptr) return true;
  const bool is_link = text == &listen_.image || text == &listen_.url;
  const bool is_name = text == &listen_.artist || text == &listen_.album || text == &listen_.track;
  Arena& arena = arena_.get();
  *text = is_link ? https_link(value.text, arena)
                  : arena.keep(is_name ? clean_name(value.text, arena) : value.text);
  return value.is(Kind::string);
}

std::optional<Listen> ListenReader::finish() const {
  if (required_ != 7) return std::nullopt;
  return listen_;
}

}  // namespace user_listens
