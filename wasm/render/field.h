// What a template can name: the fields of a row, and those of the whole list.
//
// All are texts, ready but for escaping; "" is "no", for a section and for
// its opposite. docs: templates/README.md says the same to whoever changes a
// template.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace user_listens {

enum class Field : std::uint8_t {
  // Of a row. Names are one line, without characters that turn text around.
  member,
  artist,
  album,
  title,    // the track
  by,       // "ARTIST · ALBUM", or "ARTIST"
  image,    // an https URL
  url,      // an https URL
  playing,  // now
  at,       // when: ISO 8601; while it plays, since when that is known
  when,     // "5 min ago"
  exact,    // "4 Dec 2025, 14:20 UTC"
  date,     // "Thu, 04 Dec 2025 14:20:00 GMT", RFC 822 as RSS has it
  id,       // of this play, for ever
  hue,      // of the drawing that stands for a cover: degrees …
  tint,     // … of its discs
  disc_x,   // … and their middle, in a square of 64
  disc_y,
  top,    // card: pixels above the row
  line1,  // card and text: cut to what there is room for
  line2,
  line3,
  turn1,  // card: the line begins on the right, as Arabic does
  turn2,
  isolate,      // U+2068, for before each name in a sentence, where one has letters …
  isolate_end,  // … from right to left; U+2069 for behind it
  last,         // there is no further row
  row_end,

  // Of the list.
  origin = row_end,  // "https://host" of the request
  rendered,          // ISO 8601, now
  count,             // rows
  several,           // more or fewer than one
  playing_count,     // "" for none
  listed,            // there are rows; else silent, warming or unreadable
  silent,            // nobody has anything to show
  warming,           // there has been no refresh yet
  unreadable,        // what is stored cannot be read
  stale,
  updated,  // when something was last learned: ISO 8601, "5 min ago" …
  updated_when,
  updated_exact,
  token,  // for the API, which wants it from the page's script
  width,  // card: pixels
  height,
  text_width,
  light,  // card: its theme, or else the reader's
  dark,
  line_end,  // text: a line break, which a template's own are not
  end,
};

inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::end);

// Their names in templates, in the order of Field.
inline constexpr std::array<std::string_view, kFieldCount> kFieldNames{
    "member",     "artist",  "album",         "title",         "by",     "image",   "url",
    "playing",    "at",      "when",          "exact",         "date",   "id",      "hue",
    "tint",       "disc_x",  "disc_y",        "top",           "line1",  "line2",   "line3",
    "turn1",      "turn2",   "isolate",       "isolate_end",   "last",   "origin",  "rendered",
    "count",      "several", "playing_count", "listed",        "silent", "warming", "unreadable",
    "stale",      "updated", "updated_when",  "updated_exact", "token",  "width",   "height",
    "text_width", "light",   "dark",          "line_end"};
static_assert(!kFieldNames.back().empty());

// Texts by field. Valid while the arena of the call is.
class Fields {
 public:
  [[nodiscard]] std::string_view& operator[](Field field) {
    return texts_[static_cast<std::size_t>(field)];
  }
  [[nodiscard]] std::string_view operator[](Field field) const {
    return texts_[static_cast<std::size_t>(field)];
  }

 private:
  std::array<std::string_view, kFieldCount> texts_;
};

// The field of a name in a template; nothing when there is none.
[[nodiscard]] std::optional<Field> field_named(std::string_view name);

}  // namespace user_listens
