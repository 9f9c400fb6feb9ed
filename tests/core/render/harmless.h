// The same list with harmless names: what its markup is measured by.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/visible.h"
#include "render/line.h"
#include "render/listing.h"
#include "render/scene.h"

namespace user_listens {

// A name that is there when `name` is, and begins where it does.
[[nodiscard]] inline std::string_view harmless_name(std::string_view name, Arena& arena) {
  const auto line = trimmed_to_visible(one_line(name, arena));
  if (line.empty()) return "";
  if (is_rtl(line)) return "\u05D0";
  const bool has_direction = !is_rtl(arena.joined({line, "\u05D0"}));
  return has_direction ? "a" : "1";
}

// Row for row, and with an address where the list's own is shown.
[[nodiscard]] inline Scene harmless_twin(const Scene& scene, Arena& arena) {
  Scene twin = scene;
  for (Listen& listen : twin.listens) {
    const auto rows = listing_of({.listens = {listen}}, arena).rows;
    const bool is_shown = !rows.empty();
    listen.username = harmless_name(listen.username, arena);
    listen.artist = harmless_name(listen.artist, arena);
    listen.album = harmless_name(listen.album, arena);
    listen.track = harmless_name(listen.track, arena);
    listen.image = is_shown && !rows[0][Field::image].empty() ? "https://i.example/" : "";
    listen.url = is_shown && !rows[0][Field::url].empty() ? "https://u.example/" : "";
  }
  return twin;
}

}  // namespace user_listens
