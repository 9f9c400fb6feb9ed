// A sealed list opened without parsing gives what parsing it gives.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "cache/entry.h"
#include "samples.h"

namespace user_listens {
namespace {

std::string text_of(std::span<const Listen> tracks) {
  json::Writer out;
  {
    const auto scope = out.array();
    for (const Listen& track : tracks) write_listen(out, track);
  }
  return out.take();
}

struct SealedCase {
  std::string_view name;
  std::vector<Listen> tracks;
  Deployment writer = {};
};

std::vector<SealedCase> sealed_cases() {
  Listen tricky = samples::listen("mallory");
  tricky.track = R"(","tracks":[]})";
  tricky.artist = R"(\"tracks":[)";  // NOLINT(modernize-raw-string-literal): it is one
  return {{.name = "no tracks", .tracks = {}},
          {.name = "one", .tracks = {samples::listen("alice")}, .writer = samples::deployment()},
          {.name = "three", .tracks = {samples::playing("bob"), samples::listen("alice"), tricky}},
          {.name = "a writer that looks like tracks",
           .tracks = {samples::listen("alice")},
           .writer = {.id = R"("tracks":[],"x":")", .deployed_at = {}}}};
}

}  // namespace

TEST_CASE("sealed entry: opened it gives the same tracks as decoded and encoded") {
  for (const auto& c : sealed_cases()) {
    CAPTURE(c.name);
    const auto value = encode_entry(samples::entry(samples::now(), c.writer, c.tracks));
    const auto seal = seal_of(value, c.tracks.size());
    const auto sealed = open_sealed(value, seal);
    REQUIRE(sealed);
    Arena arena;
    const auto reading = read_entry(value, seal, arena);
    CHECK(sealed->tracks == text_of(reading.entry.tracks));
    CHECK(sealed->tracks == text_of(c.tracks));
    CHECK(sealed->last_updated == samples::kNow);
    CHECK(sealed->count == c.tracks.size());
  }
}

TEST_CASE("sealed entry: only this writer's layout is opened") {
  const auto whole = encode_entry(samples::entry(samples::now(), {}, {}));
  for (const std::string_view value :
       {R"({"tracks":[],"lastUpdated":"2025-12-04T14:25:27.000Z","version":2})", "[]", "", "{}",
        R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z"})",
        R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z)",
        R"({"version":2,"lastUpdated":"tracks":[])"}) {
    CAPTURE(value);
    CHECK_FALSE(open_sealed(value, seal_of(value, 0)));
  }
  Seal of_other_version = seal_of(whole, 0);
  CHECK(open_sealed(whole, of_other_version));
  of_other_version.version = 3;
  CHECK_FALSE(open_sealed(whole, of_other_version));
}

}  // namespace user_listens
