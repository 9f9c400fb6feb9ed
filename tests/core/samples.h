// Values that many tests begin with.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cache/deployment.h"
#include "cache/entry.h"
#include "listen/account.h"
#include "listen/listen.h"

namespace user_listens::samples {

// Of an ISO 8601 text; one that is malformed ends the test.
[[nodiscard]] inline UnixMillis time(std::string_view iso8601) {
  return parse_iso8601(iso8601).value();
}

inline constexpr std::string_view kNow = "2025-12-04T14:25:27.000Z";
inline constexpr std::string_view kPlayed = "2025-12-04T14:20:00.000Z";

[[nodiscard]] inline UnixMillis now() { return time(kNow); }

// With every field set.
[[nodiscard]] inline Listen listen(std::string_view username) {
  return {.username = username,
          .artist = "Massive Attack",
          .album = "Mezzanine",
          .track = "Teardrop",
          .image = "https://covers.example/300x300/mezzanine.png",
          .played_at = time(kPlayed),
          .now_playing = false,
          .url = "https://www.last.fm/music/Massive+Attack/_/Teardrop",
          .source = "lastfm"};
}

// On every service they have the name that they have on the site.
[[nodiscard]] inline Account account(std::string_view username,
                                     std::string_view source = "lastfm") {
  return {.username = username, .source = source, .name = username};
}

[[nodiscard]] inline Listen listen(const Account& account) {
  Listen sample = listen(account.username);
  sample.source = account.source;
  return sample;
}

[[nodiscard]] inline Listen listen_at(std::string_view username, std::string_view played_at) {
  Listen sample = listen(username);
  sample.played_at = time(played_at);
  return sample;
}

[[nodiscard]] inline Listen playing(std::string_view username) {
  Listen sample = listen(username);
  sample.played_at.reset();
  sample.now_playing = true;
  return sample;
}

[[nodiscard]] inline Deployment deployment() {
  return {.id = "f3b1", .deployed_at = time("2025-12-01T09:00:00.000Z")};
}

// Learned and written at the same time.
[[nodiscard]] inline Entry entry(UnixMillis at, const Deployment& writer,
                                 const std::vector<Listen>& tracks) {
  return {.last_updated = at, .writer = writer, .written_at = at, .tracks = tracks};
}

// As the shim stores it, but for the count.
[[nodiscard]] inline Stored sealed(std::string_view value) {
  return {.value = value, .seal = seal_of(value, 0)};
}

}  // namespace user_listens::samples
