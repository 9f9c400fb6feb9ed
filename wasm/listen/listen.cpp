#include "listen/listen.h"

#include <array>

#include "base/named_member.h"

namespace user_listens {

using json::Kind;
using json::Value;

namespace {

constexpr std::array kRequired{NamedText<Listen>{"username", &Listen::username},
                               NamedText<Listen>{"artist", &Listen::artist},
                               NamedText<Listen>{"track", &Listen::track}};
constexpr std::array kOptional{
    NamedText<Listen>{"album", &Listen::album}, NamedText<Listen>{"url", &Listen::url},
    NamedText<Listen>{"source", &Listen::source}, NamedText<Listen>{"image", &Listen::image}};

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
  auto* text = find_member(listen_, kRequired, field);
  if (text != nullptr) {
    required_ |= text == &listen_.username ? 1U : text == &listen_.artist ? 2U : 4U;
    if (value.is(Kind::null)) return false;
  } else {
    text = find_member(listen_, kOptional, field);
  }
  if (field == "nowPlaying") {
    listen_.now_playing = value.boolean;
    return value.is(Kind::boolean);
  }
  // Null is the same as absent.
  if (value.is(Kind::null)) return true;
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
