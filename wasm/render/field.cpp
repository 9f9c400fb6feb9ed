#include "render/field.h"

#include <algorithm>

namespace user_listens {
namespace {

// In the order of Field.
constexpr std::array<std::string_view, kFieldCount> kNames{
    "member",     "artist",  "album",         "title",         "by",     "image",   "url",
    "playing",    "at",      "when",          "exact",         "date",   "id",      "hue",
    "tint",       "disc_x",  "disc_y",        "top",           "line1",  "line2",   "line3",
    "turn1",      "turn2",   "isolate",       "isolate_end",   "last",   "origin",  "rendered",
    "count",      "several", "playing_count", "listed",        "silent", "warming", "unreadable",
    "stale",      "updated", "updated_when",  "updated_exact", "token",  "width",   "height",
    "text_width", "light",   "dark",          "line_end"};
static_assert(!kNames.back().empty());

}  // namespace

std::optional<Field> field_named(std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Field>(found - kNames.begin());
}

}  // namespace user_listens
