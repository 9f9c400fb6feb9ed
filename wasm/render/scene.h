// What the renderer is told: a list, and how it is to look. It crosses from
// the core's module to the renderer's as bytes that only these two read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/list.h"
#include "base/time.h"
#include "listen/listen.h"

namespace user_listens {

// Each has its template in templates/. Feeds tell of plays and not of the list:
// neither how fresh it is nor how long ago anything was.
enum class Form : std::uint8_t { page, card, json_feed, rss_feed, text };
[[nodiscard]] constexpr bool is_feed(Form form) {
  return form == Form::json_feed || form == Form::rss_feed;
}

// Rows of any form; site/listens-source.js has the same.
inline constexpr std::size_t kMostRows = 50;

// Of a card; automatic is the reader's own.
enum class Theme : std::uint8_t { automatic, light, dark };

struct Scene {
  Form form = Form::page;
  UnixMillis now;
  std::optional<UnixMillis> updated;  // nothing: unknown, or warming
  bool is_stale = false;
  bool is_warming = false;         // there has been no refresh yet
  Theme theme = Theme::automatic;  // of a card
  std::uint32_t width = 0;         // of a card: pixels; of text: columns
  std::string_view origin;         // of the request: "https://host"
  std::string_view build;          // names who renders: other bytes for another deployment
  std::string_view token;          // for the API; "" when it wants none
  List<Listen> listens;
};

// The token and `now` stand last: what is before them tells whether there is
// anything new to show.
[[nodiscard]] std::string encode_scene(const Scene& scene);
[[nodiscard]] std::size_t passing_bytes(std::string_view token);

// Its texts are views into the bytes. Traps on what is no scene.
[[nodiscard]] Scene decode_scene(std::string_view bytes);

}  // namespace user_listens
