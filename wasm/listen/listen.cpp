#include "listen/listen.h"

namespace user_listens {

using json::Kind;
using json::Value;

namespace {

// Left out when there is none.
constexpr std::array kTimes{
    NamedMember<Listen, std::optional<UnixMillis>>{"confirmedAt", &Listen::confirmed_at},
    NamedMember<Listen, std::optional<UnixMillis>>{"firstSeenAt", &Listen::first_seen}};

}  // namespace

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
    if (time) out.field(name, time);
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
  // Other writers may not have been so careful; a page must never load it.
  const bool is_safe = text != &listen_.image || value.text.starts_with("https://");
  if (is_safe) *text = arena_.get().keep(value.text);
  return value.is(Kind::string);
}

std::optional<Listen> ListenReader::finish() const {
  if (required_ != 7) return std::nullopt;
  return listen_;
}

}  // namespace user_listens
