// The stored list: its exact bytes, and every state and fault that reading
// finds.
#include "cache/entry.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "samples.h"

namespace user_listens {
namespace {

struct ReadCase {
  std::string_view name;
  std::optional<std::string_view> value;
  EntryState state = EntryState::corrupt;
  std::optional<EntryFault> fault = {};
  std::int64_t version = 0;
  std::size_t items = 0;   // elements seen
  std::size_t tracks = 0;  // tracks decoded
};

#define HEAD R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z",)"
#define TRACK_A R"({"username":"a","artist":"b","track":"c"})"
#define TRACK_B R"({"username":"d","artist":"e","track":"f"})"

using enum EntryState;

constexpr auto kReadCases = std::to_array<ReadCase>({
    {.name = "no value", .value = std::nullopt, .state = missing},
    {.name = "no bytes", .value = "", .fault = EntryFault::not_json},
    {.name = "only white space", .value = " \n", .fault = EntryFault::not_json},
    {.name = "not JSON", .value = "<html>", .fault = EntryFault::not_json},
    {.name = "cut",
     .value = R"({"version":2,"tracks":[)",
     .fault = EntryFault::not_json,
     .version = 2},
    {.name = "bytes behind the entry",
     .value = HEAD R"("tracks":[)" TRACK_A "]}x",
     .fault = EntryFault::not_json,
     .version = 2,
     .items = 1,
     .tracks = 1},
    {.name = "null", .value = "null", .fault = EntryFault::not_an_entry},
    {.name = "a text", .value = R"("")", .fault = EntryFault::not_an_entry},
    {.name = "a number", .value = "2", .fault = EntryFault::not_an_entry},
    {.name = "empty object", .value = "{}", .fault = EntryFault::version_malformed},
    {.name = "empty bare array", .value = "[]", .state = old_format},
    {.name = "bare array of two tracks",
     .value = "[" TRACK_A "," TRACK_B "]",
     .state = old_format,
     .items = 2,
     .tracks = 2},
    {.name = "bare array of anything", .value = R"([1,"x",[{}]])", .state = old_format, .items = 3},
    {.name = "version 1",
     .value = R"({"version":1,"tracks":[]})",
     .state = outdated_version,
     .version = 1},
    {.name = "version 0", .value = R"({"version":0})", .state = outdated_version},
    {.name = "negative version",
     .value = R"({"version":-7})",
     .state = outdated_version,
     .version = -7},
    {.name = "version 3",
     .value = R"({"version":3,"tracks":[)" TRACK_A "]}",
     .state = newer_version,
     .version = 3,
     .items = 1,
     .tracks = 1},
    {.name = "version as text",
     .value = R"({"version":"2","lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[]})",
     .fault = EntryFault::version_malformed},
    {.name = "version 2.5",
     .value = R"({"version":2.5,"lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[]})",
     .fault = EntryFault::version_malformed},
    {.name = "version beyond 64 bits",
     .value = R"({"version":99999999999999999999,"tracks":[]})",
     .fault = EntryFault::version_malformed},
    {.name = "version null",
     .value = R"({"version":null})",
     .fault = EntryFault::version_malformed},
    {.name = "missing version",
     .value = R"({"lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[]})",
     .fault = EntryFault::version_malformed},
    {.name = "missing lastUpdated",
     .value = R"({"version":2,"tracks":[)" TRACK_A "]}",
     .fault = EntryFault::time_malformed,
     .version = 2,
     .items = 1,
     .tracks = 1},
    {.name = "lastUpdated today",
     .value = R"({"version":2,"lastUpdated":"today","tracks":[]})",
     .fault = EntryFault::time_malformed,
     .version = 2},
    {.name = "lastUpdated a number",
     .value = R"({"version":2,"lastUpdated":1764858327000,"tracks":[]})",
     .fault = EntryFault::time_malformed,
     .version = 2},
    {.name = "lastUpdated null",
     .value = R"({"version":2,"lastUpdated":null,"tracks":[]})",
     .fault = EntryFault::time_malformed,
     .version = 2},
    {.name = "missing tracks",
     .value = R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z"})",
     .fault = EntryFault::tracks_malformed,
     .version = 2},
    {.name = "tracks a text",
     .value = HEAD R"("tracks":"abc"})",
     .fault = EntryFault::tracks_malformed,
     .version = 2},
    {.name = "tracks null",
     .value = HEAD R"("tracks":null})",
     .fault = EntryFault::tracks_malformed,
     .version = 2},
    {.name = "tracks an object",
     .value = HEAD R"("tracks":{}})",
     .fault = EntryFault::tracks_malformed,
     .version = 2},
    {.name = "tracks an object of tracks",
     .value = HEAD R"("tracks":{"0":)" TRACK_A "}}",
     .fault = EntryFault::tracks_malformed,
     .version = 2},
    {.name = "a track that is null",
     .value = HEAD R"("tracks":[null]})",
     .fault = EntryFault::track_malformed,
     .version = 2,
     .items = 1},
    {.name = "a track that is a list",
     .value = HEAD R"("tracks":[[)" TRACK_A "]]}",
     .fault = EntryFault::track_malformed,
     .version = 2,
     .items = 1},
    {.name = "a good track and a bad one",
     .value = HEAD R"("tracks":[{"username":"a"},)" TRACK_B "]}",
     .fault = EntryFault::track_malformed,
     .version = 2,
     .items = 2,
     .tracks = 1},
    {.name = "no tracks", .value = HEAD R"("tracks":[]})", .state = current, .version = 2},
    {.name = "keys in another order, without writer",
     .value = R"({"tracks":[)" TRACK_A "," TRACK_B
              R"(],"lastUpdated":"2025-12-04T14:25:27.000Z","version":2})",
     .state = current,
     .version = 2,
     .items = 2,
     .tracks = 2},
    {.name = "white space and a byte order mark",
     .value = "\xEF\xBB\xBF{ \"version\" : 2 "
              ",\n\"lastUpdated\":\"2025-12-04T14:25:27Z\",\"tracks\":[ ] }\n",
     .state = current,
     .version = 2},
    {.name = "unknown fields everywhere",
     .value = HEAD
     R"("ttl":420,"region":{"tracks":[1],"version":9},"tracks":[{"username":"a","artist":"b",)"
     R"("track":"c","loved":true,"tags":[{"username":7}],"extra":{"artist":null}}]})",
     .state = current,
     .version = 2,
     .items = 1,
     .tracks = 1},
    {.name = "writer of another kind",
     .value = HEAD R"("writer":"me","tracks":[]})",
     .state = current,
     .version = 2},
});

struct TrackCase {
  std::string_view name;
  std::string_view track;
  bool is_track = false;
};

constexpr auto kTrackCases = std::to_array<TrackCase>({
    {.name = "every field",
     .track =
         R"({"username":"a","artist":"b","album":"x","track":"c","image":"https://c.example/1",)"
         R"("playedAt":"2025-12-04T14:20:00.000Z","nowPlaying":false,"url":"https://u.example","source":"lastfm"})",
     .is_track = true},
    {.name = "nulls where the list has them",
     .track =
         R"({"username":"a","artist":"b","album":null,"track":"c","image":null,"playedAt":null,"nowPlaying":true})",
     .is_track = true},
    {.name = "missing username", .track = R"({"artist":"b","track":"c"})"},
    {.name = "missing artist", .track = R"({"username":"a","track":"c"})"},
    {.name = "missing track", .track = R"({"username":"a","artist":"b"})"},
    {.name = "one required field three times",
     .track = R"({"username":"a","username":"b","username":"c"})"},
    {.name = "username a number", .track = R"({"username":1,"artist":"b","track":"c"})"},
    {.name = "username null", .track = R"({"username":null,"artist":"b","track":"c"})"},
    {.name = "artist an object", .track = R"({"username":"a","artist":{"#text":"b"},"track":"c"})"},
    {.name = "track a list", .track = R"({"username":"a","artist":"b","track":["c"]})"},
    {.name = "album true", .track = R"({"username":"a","artist":"b","track":"c","album":true})"},
    {.name = "image a list", .track = R"({"username":"a","artist":"b","track":"c","image":[]})"},
    {.name = "playedAt a number",
     .track = R"({"username":"a","artist":"b","track":"c","playedAt":1764858000})"},
    {.name = "playedAt no time",
     .track = R"({"username":"a","artist":"b","track":"c","playedAt":"yesterday"})"},
    {.name = "nowPlaying a text",
     .track = R"({"username":"a","artist":"b","track":"c","nowPlaying":"true"})"},
    {.name = "nowPlaying a number",
     .track = R"({"username":"a","artist":"b","track":"c","nowPlaying":1})"},
    {.name = "url an object", .track = R"({"username":"a","artist":"b","track":"c","url":{}})"},
    {.name = "source a real number",
     .track = R"({"username":"a","artist":"b","track":"c","source":1.5})"},
});

}  // namespace

TEST_CASE("entry: the exact bytes") {
  const std::vector<Listen> tracks{samples::listen("alice"),
                                   {.username = "bob",
                                    .artist = "AC/DC",
                                    .track = "\"T\"\xF0\x9F\x8E\xB5",
                                    .now_playing = true}};
  CHECK(
      encode_entry(samples::entry(samples::now(), samples::deployment(), tracks)) ==
      R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z",)"
      R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.000Z"},"writtenAt":"2025-12-04T14:25:27.000Z","complete":false,"tracks":[)"
      R"({"username":"alice","artist":"Massive Attack","album":"Mezzanine","track":"Teardrop",)"
      R"("image":"https://covers.example/300x300/mezzanine.png","playedAt":"2025-12-04T14:20:00.000Z",)"
      R"("nowPlaying":false,"url":"https://www.last.fm/music/Massive+Attack/_/Teardrop","source":"lastfm"},)"
      R"({"username":"bob","artist":"AC/DC","album":"","track":"\"T\")"
      "\xF0\x9F\x8E\xB5"
      R"(","image":null,"playedAt":null,"nowPlaying":true,"url":"","source":""}]})");
  CHECK(
      encode_entry(samples::entry(samples::now(), {}, {})) ==
      R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z",)"
      R"("writer":{"id":"","deployedAt":null},"writtenAt":"2025-12-04T14:25:27.000Z","complete":false,"tracks":[]})");
}

TEST_CASE("entry: what was encoded is read again") {
  const std::vector<Listen> tracks{samples::playing("bob"), samples::listen("alice")};
  const auto value = encode_entry(samples::entry(samples::now(), samples::deployment(), tracks));
  Arena arena;
  const auto reading = read_entry(value, seal_of(value, 2), arena);
  CHECK(name(reading.state) == "current");
  CHECK(reading.entry.last_updated == samples::now());
  CHECK(reading.entry.writer == samples::deployment());
  CHECK(reading.entry.tracks == tracks);
}

TEST_CASE("entry: every state and fault of reading") {
  for (const auto& c : kReadCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto reading = read_entry(c.value, std::nullopt, arena);
    CHECK(name(reading.state) == name(c.state));
    REQUIRE(reading.fault.has_value() == c.fault.has_value());
    if (c.fault) CHECK(name(*reading.fault) == name(*c.fault));
    CHECK(reading.json_error.has_value() == (c.fault == EntryFault::not_json));
    CHECK(reading.version == c.version);
    CHECK(reading.item_count == c.items);
    CHECK(reading.entry.tracks.size() == c.tracks);
  }
}

TEST_CASE("entry: what is a track and what is none") {
  for (const auto& c : kTrackCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto value = std::string{HEAD R"("tracks":[)"}.append(c.track).append("]}");
    const auto reading = read_entry(value, std::nullopt, arena);
    CHECK((reading.state == current) == c.is_track);
    CHECK((reading.fault == EntryFault::track_malformed) != c.is_track);
    CHECK(reading.entry.tracks.size() == (c.is_track ? 1U : 0U));
  }
}

TEST_CASE("entry: an image that is no https URL is not passed on") {
  Arena arena;
  const auto reading = read_entry(
      HEAD R"("tracks":[{"username":"a","artist":"b","track":"c","image":"javascript:void"}]})",
      std::nullopt, arena);
  REQUIRE(reading.state == current);
  CHECK(reading.entry.tracks.front().image.empty());
}

TEST_CASE("entry: names of states and faults") {
  CHECK(name(current) == "current");
  CHECK(name(old_format) == "old_format");
  CHECK(name(outdated_version) == "outdated_version");
  CHECK(name(newer_version) == "newer_version");
  CHECK(name(corrupt) == "corrupt");
  CHECK(name(missing) == "missing");
  CHECK(name(unreadable) == "unreadable");
  CHECK(name(EntryFault::not_json) == "not JSON");
}

}  // namespace user_listens
