// A list as the fields of templates.
#include "render/listing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "listen/name.h"
#include "samples.h"

namespace user_listens {
namespace {

// A full minute, as the core rounds it.
constexpr std::string_view kFullMinute = "2025-12-04T14:25:00.000Z";

Scene scene_of(const std::vector<Listen>& listens) {
  return {.now = samples::time(kFullMinute),
          .updated = samples::time("2025-12-04T14:24:00.000Z"),
          .origin = "https://site.example",
          .listens = listens};
}

Fields only_row(const Listen& listen, Arena& arena) {
  const auto listing = listing_of(scene_of({listen}), arena);
  REQUIRE(listing.rows.size() == 1);
  return listing.rows.front();
}

struct NamesCase {
  std::string_view name;
  std::string_view artist;
  std::string_view album;
  std::string_view track;
  std::string_view title;  // "": there is no row
  std::string_view by_artist;
  std::string_view by;
};

// NOLINTBEGIN(misc-misleading-bidirectional): some are about these characters.
constexpr auto kNamesCases = std::to_array<NamesCase>({
    {"all", "Björk", "Post", "Jóga", "Jóga", "Björk", "Björk \u00b7 Post"},
    {"no album", "Björk", "", "Jóga", "Jóga", "Björk", "Björk"},
    {"no artist", "", "Post", "Jóga", "", "", ""},
    {"a track alone", "", "", "Jóga", "", "", ""},
    {"an artist alone", "Björk", "", "", "", "", ""},
    {"artist and album", "Björk", "Post", "", "", "", ""},
    {"an artist of zero width", "\u200b", "Post", "Jóga", "", "", ""},
    {"a track of no-break spaces", "Björk", "Post", "\u00a0\u00a0", "", "", ""},
    {"an album of zero width is none", "Björk", "\u2060", "Jóga", "Jóga", "Björk", "Björk"},
    {"ends of zero width", "\u200bBjörk", "Post\ufeff", "\u2063Jóga", "Jóga", "Björk",
     "Björk \u00b7 Post"},
    {"an album alone is nothing to show", "", "Post", "", "", "", ""},
    {"nothing", "", "", "", "", "", ""},
    {"blanks", " \n", "\u3000", "\t", "", "", ""},
    {"nothing but characters that go", "\u202E", "\u2066", "\u2069", "", "", ""},
    {"each is one line", "a\nb", " c\td ", "\u202Ee", "e", "a b", "a b \u00b7 c d"},
});

// NOLINTEND(misc-misleading-bidirectional)

struct DrawingCase {
  std::string_view artist;
  std::string_view album;
  std::array<std::string_view, 4> drawing;  // hue, tint, disc_x, disc_y
};

// What site/cover.js draws.
constexpr auto kDrawingCases = std::to_array<DrawingCase>({
    {"Massive Attack", "Mezzanine", {"70", "110", "16", "55"}},
    {"Björk", "", {"29", "69", "48", "13"}},
    {"椎名林檎", "無罪モラトリアム", {"315", "355", "14", "28"}},
    {"AC/DC", "Back in Black", {"199", "239", "27", "18"}},
    {" AC/DC\n", "Back\tin Black", {"199", "239", "27", "18"}},
});

struct ListingStateCase {
  std::string_view name;
  std::size_t rows = 0;
  std::size_t playing = 0;
  bool is_stale = false;
  Absence absence = Absence::none;
  std::string_view count;
  std::string_view several;
  std::string_view playing_count;
  std::string_view state;  // the one of listed, silent, warming and unreadable that holds
};

constexpr auto kListingStateCases = std::to_array<ListingStateCase>({
    {"nobody", 0, 0, false, Absence::none, "0", "1", "", "silent"},
    {"one", 1, 0, false, Absence::none, "1", "", "", "listed"},
    {"one who plays", 1, 1, false, Absence::none, "1", "", "1", "listed"},
    {"three, two of whom play", 3, 2, false, Absence::none, "3", "1", "2", "listed"},
    {"fifty", 50, 50, false, Absence::none, "50", "1", "50", "listed"},
    {"stale", 2, 0, true, Absence::none, "2", "1", "", "listed"},
    {"nobody, and stale", 0, 0, true, Absence::none, "0", "1", "", "silent"},
    {"warming", 0, 0, false, Absence::warming, "0", "1", "", "warming"},
    {"unreadable", 0, 0, false, Absence::unreadable, "0", "1", "", "unreadable"},
});

std::string id_of(const Listen& listen) {
  Arena arena;
  return std::string{only_row(listen, arena)[Field::id]};
}

}  // namespace

TEST_CASE("listing: title, artist and album of a row") {
  for (const auto& c : kNamesCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto listing = listing_of(
        scene_of(
            {{.username = " al\nice ", .artist = c.artist, .album = c.album, .track = c.track}}),
        arena);
    REQUIRE(listing.rows.size() == (c.title.empty() ? 0U : 1U));
    if (c.title.empty()) continue;
    const Fields& row = listing.rows.front();
    CHECK(row[Field::member] == "al ice");
    CHECK(row[Field::title] == c.title);
    CHECK(row[Field::artist] == c.by_artist);
    CHECK(row[Field::by] == c.by);
  }
}

TEST_CASE("listing: names beyond 300 characters are cut") {
  const std::string most(kMaxNameCharacters, 'x');
  for (const auto& [name, shown] : {std::pair{most, most}, std::pair{most + "x", most}}) {
    Arena arena;
    const auto row =
        only_row({.username = name, .artist = name, .album = name, .track = name}, arena);
    for (const Field field : {Field::member, Field::artist, Field::album, Field::title}) {
      CHECK(utf8::count(row[field]) == shown.size());
      CHECK(row[field].ends_with("\u2026") == (name != shown));
    }
  }
}

TEST_CASE("listing: when it was played, or since when it plays") {
  Listen listen = samples::listen("alice");
  listen.first_seen = samples::time("2025-12-04T14:10:00.000Z");
  for (const bool is_playing : {false, true}) {
    CAPTURE(is_playing);
    Arena arena;
    listen.now_playing = is_playing;
    const auto row = only_row(listen, arena);
    CHECK(row[Field::playing] == (is_playing ? "1" : ""));
    CHECK(row[Field::at] == (is_playing ? "2025-12-04T14:10:00.000Z" : "2025-12-04T14:20:00.000Z"));
    CHECK(row[Field::when] == (is_playing ? "15 min ago" : "5 min ago"));
    CHECK(row[Field::exact] == (is_playing ? "4 Dec 2025, 14:10 UTC" : "4 Dec 2025, 14:20 UTC"));
    CHECK(row[Field::date] ==
          (is_playing ? "Thu, 04 Dec 2025 14:10:00 GMT" : "Thu, 04 Dec 2025 14:20:00 GMT"));
  }
}

TEST_CASE("listing: a row without a time has empty time fields") {
  Listen undated = samples::listen("alice");
  undated.played_at.reset();
  for (const Listen& listen : {undated, samples::playing("alice")}) {
    Arena arena;
    const auto row = only_row(listen, arena);
    for (const Field field : {Field::at, Field::when, Field::exact, Field::date}) {
      CHECK(row[field].empty());
    }
  }
}

TEST_CASE("listing: the id is that of the play, now and later") {
  Listen playing = samples::playing("alice");
  playing.first_seen = samples::time(kFullMinute);
  const auto id = id_of(playing);
  CHECK(id == "user-listens:0da237ea-1764858300");
  Listen played = samples::listen("alice");
  played.first_seen = playing.first_seen;
  CHECK(id_of(played) == id);
  played.first_seen.reset();
  played.played_at = samples::time(kFullMinute);
  CHECK(id_of(played) == id);
  // Of which more became known later.
  played.album = "Mezzanine (Deluxe)";
  played.image = played.url = "";
  played.confirmed_at = samples::now();
  CHECK(id_of(played) == id);
}

TEST_CASE("listing: another play has another id") {
  const Listen listen = samples::listen("alice");
  std::vector<Listen> others(5, listen);
  others[1].username = "alicf";
  others[2].track = "Teardrops";
  others[3].artist = "Massive Attach";
  others[4].played_at = *listen.played_at + Seconds{1};
  std::set<std::string> ids;
  for (const Listen& other : others) ids.insert(id_of(other));
  CHECK(ids.size() == others.size());
  // Two accounts may tell of the same play.
  Listen elsewhere = listen;
  elsewhere.source = "librefm";
  CHECK(id_of(elsewhere) == id_of(listen));
  Listen undated = listen;
  undated.played_at.reset();
  CHECK(id_of(undated).ends_with("-0"));
}

TEST_CASE("listing: the drawing that stands for a cover") {
  for (const auto& c : kDrawingCases) {
    CAPTURE(c.artist);
    Arena arena;
    const auto row =
        only_row({.username = "a", .artist = c.artist, .album = c.album, .track = "t"}, arena);
    CHECK(row[Field::hue] == c.drawing[0]);
    CHECK(row[Field::tint] == c.drawing[1]);
    CHECK(row[Field::disc_x] == c.drawing[2]);
    CHECK(row[Field::disc_y] == c.drawing[3]);
  }
}

TEST_CASE("listing: counts and state of the list") {
  for (const auto& c : kListingStateCases) {
    CAPTURE(c.name);
    std::vector<Listen> listens(c.rows, samples::listen("alice"));
    for (std::size_t i = 0; i < c.playing; ++i) listens[i].now_playing = true;
    // What has no row does not count.
    listens.push_back({.username = "nobody", .now_playing = true});
    Scene scene = scene_of(listens);
    scene.is_stale = c.is_stale;
    scene.absence = c.absence;
    Arena arena;
    const auto listing = listing_of(scene, arena);
    const Fields& list = listing.list;
    CHECK(listing.rows.size() == c.rows);
    CHECK(list[Field::count] == c.count);
    CHECK(list[Field::several] == c.several);
    CHECK(list[Field::playing_count] == c.playing_count);
    CHECK(list[Field::listed] == (c.state == "listed" ? "1" : ""));
    CHECK(list[Field::silent] == (c.state == "silent" ? "1" : ""));
    CHECK(list[Field::warming] == (c.state == "warming" ? "1" : ""));
    CHECK(list[Field::unreadable] == (c.state == "unreadable" ? "1" : ""));
    CHECK(list[Field::stale] == (c.is_stale ? "1" : ""));
  }
}

TEST_CASE("listing: the last row alone is marked as the last") {
  for (std::size_t rows = 1; rows < 4; ++rows) {
    Arena arena;
    // A last one that is not shown is not the last.
    std::vector<Listen> listens(rows, samples::listen("alice"));
    listens.push_back({.username = "nobody"});
    const auto listing = listing_of(scene_of(listens), arena);
    for (std::size_t i = 0; i < rows; ++i) {
      CHECK(listing.rows[i][Field::last] == (i + 1 == rows ? "1" : ""));
    }
  }
}

TEST_CASE("listing: times and address of the list") {
  Arena arena;
  Scene scene = scene_of({});
  const auto known = listing_of(scene, arena).list;
  CHECK(known[Field::origin] == "https://site.example");
  CHECK(known[Field::rendered] == kFullMinute);
  CHECK(known[Field::line_end] == "\n");
  CHECK(known[Field::updated] == "2025-12-04T14:24:00.000Z");
  CHECK(known[Field::updated_when] == "1 min ago");
  CHECK(known[Field::updated_exact] == "4 Dec 2025, 14:24 UTC");
  scene.updated.reset();
  const auto unknown = listing_of(scene, arena).list;
  for (const Field field : {Field::updated, Field::updated_when, Field::updated_exact}) {
    CHECK(unknown[field].empty());
  }
}

}  // namespace user_listens
