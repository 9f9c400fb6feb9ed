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

using Field = ListenReader::Field;

template <std::string_view Listen::*Text>
bool take_text(Listen& listen, const Value& value, const Keeper& keeper) {
  listen.*Text = keeper.keep(value.text);
  return value.is(Kind::string);
}

template <std::string_view Listen::*Name>
bool take_name(Listen& listen, const Value& value, const Keeper& keeper) {
  listen.*Name = keeper.keep(clean_name(value.text, keeper.arena()));
  return value.is(Kind::string);
}

template <std::string_view Listen::*Link>
bool take_link(Listen& listen, const Value& value, const Keeper& keeper) {
  listen.*Link = keeper.keep(https_link(value.text, keeper.arena()));
  return value.is(Kind::string);
}

template <std::optional<UnixMillis> Listen::*Time>
bool take_time(Listen& listen, const Value& value, const Keeper&) {
  listen.*Time = parse_iso8601(value.text);
  return (listen.*Time).has_value();
}

bool take_now_playing(Listen& listen, const Value& value, const Keeper&) {
  listen.now_playing = value.boolean;
  return value.is(Kind::boolean);
}

constexpr std::uint32_t kAllRequired = 0b111;
// In the order in which write_listen puts them.
constexpr std::array<Field, ListenReader::kFields> kListenFields{
    {{"username", take_text<&Listen::username>, 0b001},
     {"artist", take_name<&Listen::artist>, 0b010},
     {"album", take_name<&Listen::album>},
     {"track", take_name<&Listen::track>, 0b100},
     {"image", take_link<&Listen::image>},
     {"playedAt", take_time<&Listen::played_at>},
     {"nowPlaying", take_now_playing},
     {"url", take_link<&Listen::url>},
     {"source", take_text<&Listen::source>},
     {"confirmedAt", take_time<&Listen::confirmed_at>},
     {"firstSeenAt", take_time<&Listen::first_seen>},
     {"feedIdAt", take_time<&Listen::first_seen>},
     {"statedAt", take_time<&Listen::stated_at>}}};

std::string_view other_name_of_first_seen(const Listen& listen) {
  const bool is_later = listen.played_at && listen.first_seen > listen.played_at;
  return is_later ? "firstSeenAt" : "feedIdAt";
}

}  // namespace

bool is_complete(const Listen& listen) {
  return has_visible(listen.artist) && has_visible(listen.track);
}

bool hold_back(Listen& listen, UnixMillis heard_at) {
  if (!listen.played_at || *listen.played_at <= heard_at) return false;
  if (!listen.first_seen) listen.first_seen = listen.played_at;
  listen.stated_at = listen.played_at;
  listen.played_at = heard_at;
  return true;
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

ListenReader::ListenReader(Keeper keeper) : keeper_(keeper), fields_(kListenFields) {}

bool ListenReader::take(std::string_view name, const Value& value) {
  const Field* field = fields_.find(name);
  if (field == nullptr) return true;
  required_ |= field->required;
  // Null is the same as absent, and "nowPlaying" must be there or be true or false.
  if (value.is(Kind::null)) return field->required == 0 && field->take != take_now_playing;
  return field->take(listen_, value, keeper_);
}

void ListenReader::begin() {
  listen_ = {};
  required_ = 0;
}

std::optional<Listen> ListenReader::finish() const {
  if (required_ != kAllRequired) return std::nullopt;
  return listen_;
}

}  // namespace user_listens
