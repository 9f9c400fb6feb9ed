// Card and text, where nothing may be wider than its place.
#include "render/layout.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "render/rendering.h"
#include "render/width.h"
#include "samples.h"

namespace user_listens {
namespace {

Listen named(std::string_view member, std::string_view artist, std::string_view album,
             std::string_view track) {
  return {.username = member,
          .artist = artist,
          .album = album,
          .track = track,
          .played_at = samples::time(samples::kPlayed)};
}

Listen with_time(Listen listen, std::string_view played_at) {
  listen.played_at = samples::time(played_at);
  return listen;
}

// Names of every length and script, and every kind of time.
const auto& listens() {
  static const std::string long_name(300, 'W');
  static const std::vector<Listen> all{
      samples::playing("alice"),
      samples::playing(long_name),
      named(long_name, long_name, long_name, long_name),
      named("椎名林檎椎名林檎椎名林檎椎名林檎", "椎名林檎", "無罪モラトリアム",
            "丸ノ内サディスティック 丸ノ内サディスティック 丸ノ内サディスティック"),
      named("👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍"
            "🚀"
            "👩"
            "🏽"
            "‍"
            "🚀"
            "👩"
            "🏽"
            "‍"
            "🚀",
            "🎵", "", "🇩🇪🇫🇷🇩🇪🇫🇷🇩🇪🇫🇷🇩🇪🇫🇷🇩🇪🇫🇷🇩🇪🇫🇷🇩🇪🇫🇷🇩🇪🇫🇷🇩🇪🇫🇷"),
      named("مرحبا", "أم كلثوم", "", "إنت عمري"),
      named("", "AC/DC", "", "T.N.T."),
      named("\u200B\u200B", "a", "", "b"),
      with_time(named(long_name, "a", "b", "c"), "2031-11-14T14:25:00.000Z"),
      with_time(named("d", "e", "", "f"), "1970-01-01T00:00:00.000Z"),
      {.username = "undated", .artist = "x", .track = "y"}};
  return all;
}

Listing card_of(const std::vector<Listen>& rows, std::size_t width, Arena& arena,
                Theme theme = Theme::automatic) {
  Listing listing = listing_of({.now = samples::now(), .listens = rows}, arena);
  lay_out_card(listing, width, theme, arena);
  return listing;
}

Listing text_of(const std::vector<Listen>& rows, std::size_t columns, Arena& arena) {
  Listing listing = listing_of({.now = samples::now(), .listens = rows}, arena);
  lay_out_text(listing, columns, arena);
  return listing;
}

// Of a font of so many pixels.
std::size_t pixels(std::string_view text, std::size_t font, Ruler ruler) {
  return (width_of(text, ruler) * font + 99) / 100;
}

std::size_t ems_of_third_line(const Fields& row) {
  const bool is_playing = !row[Field::playing].empty();
  const auto when = is_playing ? "now playing" : row[Field::when];
  const auto dot = row[Field::line3].empty() || when.empty() ? "" : " \u00b7 ";
  return width_of(row[Field::line3], Ruler::ems) + width_of(dot, Ruler::ems) +
         width_of(when, is_playing ? Ruler::bold_ems : Ruler::ems);
}

struct RowTurnCase {
  std::string_view name;
  Listen listen;
  std::array<bool, 3> turns;  // title, by whom, member
};

const auto& turn_cases() {
  static const std::vector<RowTurnCase> cases{
      {"none", named("alice", "Björk", "Post", "Jóga"), {false, false, false}},
      {"title", named("alice", "Umm Kulthum", "", "إنت عمري"), {true, false, false}},
      {"artist", named("alice", "أم كلثوم", "Live", "Enta Omri"), {false, true, false}},
      {"album behind an artist", named("a", "Umm", "إنت عمري", "t"), {false, false, false}},
      {"album behind digits", named("a", "808", "עברית", "t"), {false, true, false}},
      {"member", named("שלום", "Björk", "", "Jóga"), {false, false, true}},
      {"all", named("שלום", "أم كلثوم", "", "إنت عمري"), {true, true, true}},
  };
  return cases;
}

struct TextCase {
  std::string_view name;
  std::vector<Listen> rows;
  std::size_t columns = 0;
  std::vector<std::string> lines;
};

std::vector<TextCase> text_cases() {
  const auto alice = named("alice", "Massive Attack", "Mezzanine", "Teardrop");
  const auto bob = named("bob", "Björk", "", "Jóga");
  return {
      {"columns as wide as they must be",
       {alice, bob},
       60,
       {"alice  Massive Attack – Teardrop                   5 min ago",
        "bob    Björk – Jóga                                5 min ago"}},
      {"a time that is longer",
       {alice, samples::playing("bo")},
       60,
       {"alice  Massive Attack – Teardrop                 5 min ago",
        "bo     Massive Attack – Teardrop                 now playing"}},
      // Where the letters of a name run from right to left, it is isolated from the time.
      {"a title from right to left",
       {named("alice", "זמר", "", "שיר בעברית"), bob},
       60,
       {"alice  \u2068זמר – שיר בעברית\u2069                            5 min ago",
        "bob    Björk – Jóga                                5 min ago"}},
      {"a member from right to left",
       {named("שלום", "Björk", "", "Jóga")},
       40,
       {"\u2068שלום\u2069  Björk – Jóga             5 min ago"}},
      {"one word from right to left, cut",
       {named("alexandrina", "Massive Attack", "", "Inertia إنت Creeps (Alpha Centauri)")},
       44,
       {"alexandrina  \u2068Massive Attack – In…\u2069  5 min ago"}},
      {"cut",
       {named("alexandrina", "Massive Attack", "", "Inertia Creeps (Alpha Centauri Dub)")},
       40,
       {"alexandri…  Massive Attack –…  5 min ago"}},
      {"wide characters",
       {named("名", "椎名林檎", "", "歌舞伎町の女王"), bob},
       40,
       {"名   椎名林檎 – 歌舞伎町の女…  5 min ago", "bob  Björk – Jóga              5 min ago"}},
      {"without members",
       {named("", "Björk", "", "Jóga")},
       40,
       {"  Björk – Jóga                 5 min ago"}},
      {"without a time",
       {{.username = "a", .artist = "b", .track = "c"}},
       40,
       {"a  b – c                                "}},
  };
}

}  // namespace

TEST_CASE("layout: a card is as high as its rows") {
  for (std::size_t rows = 0; rows <= 20; ++rows) {
    CAPTURE(rows);
    Arena arena;
    const auto card = card_of(std::vector<Listen>(rows, samples::listen("alice")), 420, arena);
    CHECK(card.list[Field::width] == "420");
    CHECK(card.list[Field::text_width] == "320");
    // Without rows, there is a line that says why.
    const auto height = rows == 0 ? 54 + 36 + 12 : 54 + 72 * rows + 12;
    CHECK(card.list[Field::height] == decimal(height));
    for (std::size_t i = 0; i < rows; ++i) {
      CHECK(card.rows[i][Field::top] == decimal(54 + 72 * i));
    }
  }
}

TEST_CASE("layout: a card of any width has room for what it says") {
  for (std::size_t width = 240; width <= 1000; ++width) {
    CAPTURE(width);
    Arena arena;
    const auto card = card_of(listens(), width, arena);
    const auto room = width - 100;
    CHECK(card.list[Field::text_width] == decimal(room));
    REQUIRE(card.rows.size() == listens().size());
    for (const Fields& row : card.rows) {
      CHECK(pixels(row[Field::line1], 15, Ruler::bold_ems) <= room);
      CHECK(pixels(row[Field::line2], 13, Ruler::ems) <= room);
      CHECK(ems_of_third_line(row) * 12 <= room * 100);
    }
  }
}

TEST_CASE("layout: a card shows all that there is room for") {
  Arena arena;
  const auto card = card_of(
      {samples::listen("alice"), with_time(samples::listen("bob"), "2031-11-14T14:25:00.000Z")},
      240, arena);
  CHECK(card.rows[0][Field::line1] == "Teardrop");
  CHECK(card.rows[0][Field::line2] == "Massive Attack · M…");
  CHECK(card.rows[0][Field::line3] == "alice");
  CHECK(card.rows[0][Field::when] == "5 min ago");
  // Where the time takes the whole line, the member has none.
  CHECK(card.rows[1][Field::line3] == "");
  CHECK(card.rows[1][Field::when] == "14 Nov 2031, 14:25…");
  const auto wide = card_of({samples::listen("alice")}, 1000, arena);
  CHECK(wide.rows[0][Field::line2] == "Massive Attack · Mezzanine");
}

TEST_CASE("layout: lines of right-to-left scripts begin on the right") {
  for (const auto& c : turn_cases()) {
    CAPTURE(c.name);
    Arena arena;
    const auto row = card_of({c.listen}, 420, arena).rows.front();
    CHECK(row[Field::turn1] == (c.turns[0] ? "1" : ""));
    CHECK(row[Field::turn2] == (c.turns[1] ? "1" : ""));
  }
}

TEST_CASE("layout: a card has the theme that was asked for") {
  Arena arena;
  for (const auto& [theme, light, dark] :
       {std::tuple{Theme::automatic, "", ""}, std::tuple{Theme::light, "1", ""},
        std::tuple{Theme::dark, "", "1"}}) {
    const auto card = card_of({}, 420, arena, theme);
    CHECK(card.list[Field::light] == light);
    CHECK(card.list[Field::dark] == dark);
  }
}

TEST_CASE("layout: a line of text has three columns, cut to the width") {
  for (const auto& c : text_cases()) {
    CAPTURE(c.name);
    Arena arena;
    const auto text = text_of(c.rows, c.columns, arena);
    REQUIRE(text.rows.size() == c.lines.size());
    for (std::size_t i = 0; i < c.lines.size(); ++i) {
      const Fields& row = text.rows[i];
      const auto line = std::string{row[Field::line1]}
                            .append("  ")
                            .append(row[Field::line2])
                            .append("  ")
                            .append(row[Field::line3]);
      CHECK(line == c.lines[i]);
    }
  }
}

TEST_CASE("layout: columns of text of any width are straight, and none is too wide") {
  for (std::size_t columns = 40; columns <= 250; ++columns) {
    CAPTURE(columns);
    Arena arena;
    const auto text = text_of(listens(), columns, arena);
    const auto& first = text.rows.front();
    const auto member = width_of(first[Field::line1], Ruler::columns);
    const auto names = width_of(first[Field::line2], Ruler::columns);
    CHECK(member <= columns / 4);
    CHECK(names >= 4);
    std::size_t times = 0;
    for (const Fields& row : text.rows) {
      CHECK(width_of(row[Field::line1], Ruler::columns) == member);
      CHECK(width_of(row[Field::line2], Ruler::columns) == names);
      times = std::max(times, width_of(row[Field::line3], Ruler::columns));
    }
    CHECK(member + 2 + names + 2 + times == columns);
  }
}

TEST_CASE("layout: without listens there are no rows") {
  Arena arena;
  CHECK(text_of({}, 40, arena).rows.empty());
  CHECK(card_of({}, 240, arena).rows.empty());
}

}  // namespace user_listens
