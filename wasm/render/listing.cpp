#include "render/listing.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/crc32c.h"
#include "base/link.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "listen/name.h"
#include "render/line.h"
#include "render/words.h"

namespace user_listens {
namespace {

constexpr std::string_view kYes = "1";

// Two names that stand behind one another, of those that are there.
std::string_view with_dot(std::string_view first, std::string_view second, Arena& arena) {
  const bool needs_dot = !first.empty() && !second.empty();
  return arena.joined({first, needs_dot ? " \u00b7 " : "", second});
}

// "" where a reader would see nothing.
std::string_view name_of(std::string_view text, Arena& arena) {
  const auto name = trimmed_to_visible(one_line(text, arena));
  return utf8::cut_to_characters(name, kMaxNameCharacters, arena);
}

void add_names(Fields& row, const Listen& listen, Arena& arena) {
  row[Field::member] = name_of(listen.username, arena);
  row[Field::artist] = name_of(listen.artist, arena);
  row[Field::album] = name_of(listen.album, arena);
  row[Field::title] = name_of(listen.track, arena);
  row[Field::by] = with_dot(row[Field::artist], row[Field::album], arena);
}

// Sentences of ours hold names of any direction.
void add_isolates(Fields& row) {
  constexpr std::array kInSentences{Field::member, Field::artist, Field::album, Field::title};
  const bool is_mixed = std::any_of(kInSentences.begin(), kInSentences.end(),
                                    [&](Field name) { return has_right_to_left(row[name]); });
  if (!is_mixed) return;
  row[Field::isolate] = kIsolate;
  row[Field::isolate_end] = kIsolateEnd;
}

void add_links(Fields& row, const Listen& listen, Arena& arena) {
  row[Field::image] = https_link(listen.image, arena);
  row[Field::url] = https_link(listen.url, arena);
}

void add_times(Fields& row, const Listen& listen, UnixMillis now, Arena& arena) {
  if (listen.now_playing) row[Field::playing] = kYes;
  const auto at = listen.now_playing ? listen.first_seen : listen.played_at;
  if (!at) return;
  row[Field::at] = arena.keep(to_iso8601(*at));
  row[Field::when] = in_relative_words(*at, now, arena);
  row[Field::exact] = in_exact_words(*at, arena);
  row[Field::date] = as_rfc822(*at, arena);
}

// The same play has the same id whether it is playing or has been played. Its
// album has no part in it: some services name that only once it has been played.
void add_id(Fields& row, const Listen& listen, Arena& arena) {
  const auto play = arena.joined({listen.username, "\n", listen.artist, "\n", listen.track});
  const auto begun = since(listen);
  const auto seconds = begun ? begun->time_since_epoch() / Seconds{1} : 0;
  row[Field::id] =
      arena.joined({"user-listens:", hexadecimal(crc32c(play)), "-", decimal(seconds)});
}

// The drawing that stands for a cover; site/cover.js draws the same.
void add_drawing(Fields& row, Arena& arena) {
  std::uint32_t hash = 7;
  for (const char c : arena.joined({row[Field::artist], "\n", row[Field::album]})) {
    hash = hash * 31 + static_cast<unsigned char>(c);
  }
  // The low bits of neighbouring names are alike: spread them.
  hash *= 0x9E3779B1;
  const auto hue = (hash >> 5) % 360;
  row[Field::hue] = arena.keep(decimal(hue));
  row[Field::tint] = arena.keep(decimal((hue + 40) % 360));
  row[Field::disc_x] = arena.keep(decimal(8 + (hash >> 9) % 48));
  row[Field::disc_y] = arena.keep(decimal(8 + (hash >> 15) % 48));
}

}  // namespace

static Field state_of(const Scene& scene, std::size_t count) {
  switch (scene.absence) {
    case Absence::warming:
      return Field::warming;
    case Absence::unreadable:
      return Field::unreadable;
    case Absence::none:
      return count > 0 ? Field::listed : Field::silent;
  }
  __builtin_trap();
}

Listing listing_of(const Scene& scene, Arena& arena) {
  Listing listing;
  std::size_t playing = 0;
  for (const Listen& listen : scene.listens) {
    if (listing.rows.size() == kMostRows) break;
    // What is stored has been looked at already: no form may show fewer rows.
    if (!is_complete(listen)) continue;
    Fields row;
    add_names(row, listen, arena);
    add_isolates(row);
    add_links(row, listen, arena);
    add_times(row, listen, scene.now, arena);
    add_id(row, listen, arena);
    add_drawing(row, arena);
    playing += listen.now_playing;
    listing.rows.push_back(row);
  }
  const auto count = listing.rows.size();
  if (count > 0) listing.rows.back()[Field::last] = kYes;
  Fields& list = listing.list;
  list[Field::origin] = scene.origin;
  list[Field::token] = scene.token;
  list[Field::rendered] = arena.keep(to_iso8601(scene.now));
  list[Field::count] = arena.keep(decimal(count));
  if (count != 1) list[Field::several] = kYes;
  if (playing > 0) list[Field::playing_count] = arena.keep(decimal(playing));
  list[state_of(scene, count)] = kYes;
  if (scene.is_stale) list[Field::stale] = kYes;
  list[Field::line_end] = "\n";
  if (scene.updated) {
    list[Field::updated] = arena.keep(to_iso8601(*scene.updated));
    list[Field::updated_when] = in_relative_words(*scene.updated, scene.now, arena);
    list[Field::updated_exact] = in_exact_words(*scene.updated, arena);
  }
  return listing;
}

}  // namespace user_listens
