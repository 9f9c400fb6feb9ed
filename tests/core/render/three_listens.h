// A list that shows most of what a list can show.
#pragma once

#include <cstddef>
#include <string_view>

#include "render/scene.h"
#include "samples.h"

namespace user_listens {

inline constexpr std::string_view kMinute = "2025-12-04T14:25:00.000Z";

// bob plays, alice has played with all that can be known, and of carol's play
// there are only the names.
[[nodiscard]] inline Scene three_listens() {
  Listen playing = samples::playing("bob");
  playing.first_seen = samples::time("2025-12-04T14:15:27.000Z");
  playing.artist = "Björk";
  playing.track = "Jóga";
  playing.album = playing.image = playing.url = "";
  const Listen bare{.username = "carol", .artist = "John Cage", .track = "4′33″"};
  return {.now = samples::time(kMinute),
          .updated = samples::time("2025-12-04T14:24:00.000Z"),
          .origin = "https://site.example",
          .listens = {playing, samples::listen("alice"), bare}};
}

// How often one text stands in another.
[[nodiscard]] inline std::size_t count(std::string_view text, std::string_view piece) {
  std::size_t found = 0;
  for (auto at = text.find(piece); at != std::string_view::npos; at = text.find(piece, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace user_listens
