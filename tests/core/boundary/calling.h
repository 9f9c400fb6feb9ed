// Calls as the shim makes them: with its facts, and bytes.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_facts.h"
#include "boundary/calls.h"

namespace user_listens {

namespace calls = boundary;
using Part = std::optional<std::string_view>;

inline constexpr std::string_view kSettings =
    R"("hasCache":true,"hasDatabase":true,"settings":{"LASTFM_API_KEY":"key-123"},)"
    R"("deployment":{"id":"f3b1","timestamp":"2025-12-01T09:00:00.123456Z"})";

[[nodiscard]] inline std::string facts(std::string_view more) {
  return std::string{"{"}.append(kSettings).append(more).append("}");
}

inline constexpr std::string_view kRows =
    R"([{"id":1,"username":"alice","lastfm_username":"alice_fm","profile_visibility":"public"},)"
    R"({"id":2,"username":"bob","lastfm_username":"bob_fm","profile_visibility":"public"}])";

inline constexpr std::string_view kBody =
    R"({"recenttracks":{"track":[{"artist":{"#text":"Massive Attack"},"album":{"#text":"Mezzanine"},)"
    R"("name":"Teardrop","url":"https://www.last.fm/music/Massive+Attack/_/Teardrop",)"
    R"("date":{"uts":"1764858000"}}],"@attr":{"user":"alice_fm"}}})";

inline constexpr std::string_view kTrack =
    R"({"username":"alice","artist":"Massive Attack","album":"Mezzanine","track":"Teardrop","image":null,)"
    R"("playedAt":"2025-12-04T14:20:00.000Z","nowPlaying":false,)"
    R"("url":"https://www.last.fm/music/Massive+Attack/_/Teardrop","source":"lastfm"})";

[[nodiscard]] inline std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string text;
  for (const auto piece : pieces) text += piece;
  return text;
}

[[nodiscard]] inline std::string line(std::string_view text) {
  return joined({R"({"level":"log","text":")", text, R"("})"});
}

[[nodiscard]] inline calls::Output call(calls::Output (*function)(calls::Parts),
                                        std::vector<Part> parts) {
  return function(parts);
}

}  // namespace user_listens
