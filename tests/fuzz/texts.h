// What the texts that the core gives must be, judged by another's code where
// there is one: nlohmann/json knows JSON and UTF-8 too.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/url.h"
#include "base/utf8.h"
#include "listen/listen.h"
#include "property.h"

namespace user_listens::fuzz {

// nlohmann takes a NUL for the end of the text; nothing of ours holds one.
[[nodiscard]] inline bool is_json(std::string_view text) {
  return text.find('\0') == std::string_view::npos &&
         nlohmann::json::accept(text.begin(), text.end());
}

// Fit for a line of a log or a header: no control character.
[[nodiscard]] inline bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

[[nodiscard]] inline bool is_clean(std::string_view line) {
  return is_one_line(line) && utf8::is_well_formed(line);
}

// Of every listen that was read, from wherever.
inline void check_texts(const Listen& listen) {
  for (const auto text : {listen.username, listen.artist, listen.album, listen.track, listen.image,
                          listen.url, listen.source}) {
    MUST(utf8::is_well_formed(text), text);
  }
  MUST(listen.image.empty() || listen.image.starts_with("https://"), listen.image);
}

// Every time of the core has four digits of year.
inline void check_time(std::optional<UnixMillis> time) {
  if (!time) return;
  const auto text = to_iso8601(*time);
  MUST(parse_iso8601(text) == time, text);
}

}  // namespace user_listens::fuzz
