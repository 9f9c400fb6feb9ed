// What the renderer is told: a list, and how it is to look. It crosses from
// the core's module to the renderer's as bytes that only these two read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// Why there is no list to show: there is one, or there has been no refresh yet, or what is stored
// cannot be read. The last says nothing about whether there is a list.
enum class Absence : std::uint8_t { none, warming, unreadable };

struct Scene {
  Form form = Form::page;
  UnixMillis now;
  std::optional<UnixMillis> updated;  // nothing: unknown, or no list
  bool is_stale = false;
  Absence absence = Absence::none;
  Theme theme = Theme::automatic;  // of a card
  std::uint32_t width = 0;         // of a card: pixels; of text: columns
  std::string_view origin;         // of the request: "https://host"
  std::string_view build;          // names who renders: other bytes for another deployment
  std::string_view token;          // for the API; "" when it wants none
  std::vector<Listen> listens;
};

// The token and `now` stand last: what is before them tells whether there is
// anything new to show.
[[nodiscard]] std::string encode_scene(const Scene& scene);
[[nodiscard]] std::size_t passing_bytes(std::string_view token);

// Its texts are views into the bytes. Traps on what is no scene.
[[nodiscard]] Scene decode_scene(std::string_view bytes);

}  // namespace user_listens
