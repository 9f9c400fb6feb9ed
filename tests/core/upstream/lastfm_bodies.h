// Bodies of tests/fixtures/lastfm and of the captured ones, and how they are
// asked about in tests.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "samples.h"
#include "upstream/lastfm.h"

namespace user_listens::bodies {

[[nodiscard]] inline std::filesystem::path own() {
  return std::filesystem::path{OWN_FIXTURES} / "lastfm";
}
[[nodiscard]] inline std::filesystem::path captured() {
  return std::filesystem::path{CAPTURED_FIXTURES} / "lastfm";
}

// The names of the bodies in a folder.
[[nodiscard]] inline std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator{folder}) {
    if (file.path().extension() != ".md") names.insert(file.path().filename().string());
  }
  return names;
}

[[nodiscard]] inline std::string read(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// What the body means when it was received for `account`.
[[nodiscard]] inline Answer answer_to(std::string_view account, std::int64_t status,
                                      std::string_view body, Arena& arena) {
  return lastfm::read_recent_tracks(
      {.username = "alice", .source = lastfm::kSource, .account = account},
      {.failure = {}, .status = status, .body = body}, samples::now(), arena);
}

// Every byte of a body's beginning is a cut; whole pages of plays take seconds
// to read under the sanitizers, so of what follows only 64 are.
[[nodiscard]] inline std::size_t next_cut(std::size_t size, std::size_t whole) {
  constexpr std::size_t kEveryByteUpTo = 3000;
  const std::size_t rest = whole - std::min(whole, kEveryByteUpTo);
  return size + (size < kEveryByteUpTo ? 1 : std::max<std::size_t>(1, rest / 64));
}

// Another listen than the body's own never comes of a cut, and no error.
inline void check_cuts(const std::string& body, std::string_view account) {
  Arena arena;
  const auto whole = answer_to(account, 200, body, arena);
  for (std::size_t size = 0; size < body.size(); size = next_cut(size, body.size())) {
    CAPTURE(size);
    Arena cut_arena;
    const auto cut = answer_to(account, 200, std::string_view{body}.substr(0, size), cut_arena);
    // The last byte of a body may be a line end: then nothing is missing.
    const bool is_same = cut.kind == whole.kind && cut.listen == whole.listen;
    const bool is_transient = cut.kind == AnswerKind::unreadable && !cut.listen;
    REQUIRE((is_same || is_transient));
  }
}

}  // namespace user_listens::bodies
