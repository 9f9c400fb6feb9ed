#include "render/layout.h"

#include <algorithm>

#include "base/text.h"
#include "render/line.h"
#include "render/width.h"

namespace user_listens {
namespace {

// templates/card.svg has the same numbers.
constexpr std::size_t kHead = 54;
constexpr std::size_t kRowHeight = 72;
constexpr std::size_t kFoot = 12;
constexpr std::size_t kTextLeft = 84;
constexpr std::size_t kTextRight = 16;
constexpr std::size_t kReadOut = 120;  // columns of a name
constexpr std::string_view kNowPlaying = "now playing";
constexpr std::string_view kDot = " \u00b7 ";

// Of the fonts, in pixels. Titles and "now playing" are semi-bold. The template's
// text-rendering keeps a browser from rounding the width of each letter to pixels.
constexpr std::size_t kTitleSize = 15;
constexpr std::size_t kBySize = 13;
constexpr std::size_t kMemberSize = 12;

std::string_view when_of(const Fields& row) {
  return row[Field::playing].empty() ? row[Field::when] : kNowPlaying;
}

// In hundredths, as the rulers measure.
std::size_t ems_in(std::size_t pixels, std::size_t font_size) { return pixels * 100 / font_size; }

// A cell of the text, as wide as it looks. Without isolates a terminal that
// orders letters from right to left moves the digits of the time behind them.
std::string_view isolated_cell(std::string_view text, std::size_t columns, Arena& arena) {
  const auto whole = cell(text, columns, arena);
  if (!has_right_to_left(text)) return whole;
  const auto shown = truncated_to_width(text, columns, Ruler::columns, arena);
  return arena.joined({kIsolate, shown, kIsolateEnd, whole.substr(shown.size())});
}

void place_lines(Fields& row, std::size_t width, Arena& arena) {
  if (is_rtl(row[Field::title])) row[Field::turn1] = "1";
  row[Field::line1] =
      truncated_to_width(row[Field::title], ems_in(width, kTitleSize), Ruler::bold_ems, arena);
  if (is_rtl(row[Field::by])) row[Field::turn2] = "1";
  row[Field::line2] = truncated_to_width(row[Field::by], ems_in(width, kBySize), Ruler::ems, arena);
  auto room = ems_in(width, kMemberSize);
  row[Field::when] = truncated_to_width(row[Field::when], room, Ruler::ems, arena);
  const auto when_ruler = row[Field::playing].empty() ? Ruler::ems : Ruler::bold_ems;
  room -= std::min(room, width_of(when_of(row), when_ruler) + width_of(kDot, Ruler::ems));
  row[Field::line3] = truncated_to_width(row[Field::member], room, Ruler::ems, arena);
  // What is read out may be longer than a line, but not without end.
  for (const Field name : {Field::member, Field::title, Field::artist}) {
    row[name] = truncated_to_width(row[name], kReadOut, Ruler::columns, arena);
  }
}

}  // namespace

void lay_out_card(Listing& listing, std::size_t width, Theme theme, Arena& arena) {
  const auto text_width = width - kTextLeft - kTextRight;
  std::size_t top = kHead;
  for (Fields& row : listing.rows) {
    row[Field::top] = arena.keep(decimal(top));
    place_lines(row, text_width, arena);
    top += kRowHeight;
  }
  // Without rows, there is a line that says why.
  if (listing.rows.empty()) top += kRowHeight / 2;
  listing.list[Field::width] = arena.keep(decimal(width));
  listing.list[Field::text_width] = arena.keep(decimal(text_width));
  listing.list[Field::height] = arena.keep(decimal(top + kFoot));
  if (theme != Theme::automatic) {
    listing.list[theme == Theme::dark ? Field::dark : Field::light] = "1";
  }
}

void lay_out_text(Listing& listing, std::size_t columns, Arena& arena) {
  constexpr std::size_t kGap = 2;
  std::size_t members = 0;
  std::size_t times = 0;
  for (const Fields& row : listing.rows) {
    members = std::max(members, width_of(row[Field::member], Ruler::columns));
    times = std::max(times, width_of(when_of(row), Ruler::columns));
  }
  members = std::min(members, columns / 4);
  const auto names = columns - members - times - 2 * kGap;
  for (Fields& row : listing.rows) {
    const auto what = row[Field::artist].empty()
                          ? row[Field::title]
                          : arena.joined({row[Field::artist], " \u2013 ", row[Field::title]});
    row[Field::line1] = isolated_cell(row[Field::member], members, arena);
    row[Field::line2] = isolated_cell(what, names, arena);
    row[Field::line3] = when_of(row);
  }
}

}  // namespace user_listens
