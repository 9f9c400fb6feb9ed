// Rows that another writer wrote, or an older Worker of ours: links and covers are
// checked, names cleaned, and a row of which a reader would see nothing is none.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "cache/entry.h"
#include "cache/snapshot.h"
#include "samples.h"

namespace user_listens {
namespace {

struct RowCase {
  std::string_view name;
  std::string_view fields;  // JSON, behind the member's name
  Listen read = {};         // without artist: the row is passed over
};

constexpr std::string_view kNames = R"("artist":"A","track":"T")";

const auto& row_cases() {
  static const std::vector<RowCase> cases{
      {"names alone", kNames, {.artist = "A", .track = "T"}},
      {"a script as a link",
       R"("artist":"A","track":"T","url":"javascript:x")",
       {.artist = "A", .track = "T"}},
      {"data, and a cover with quotes",
       R"("artist":"A","track":"T","url":"data:text/html,x","image":"https://x/\"onerror=x")",
       {.artist = "A", .track = "T"}},
      {"http, and a cover with a user",
       R"("artist":"A","track":"T","url":"http://plain.example/","image":"https://a@evil.example/x.png")",
       {.artist = "A", .track = "T"}},
      {"letters beyond ASCII in a link",
       R"("artist":"A","track":"T","url":"https://a.example/\u00e9","image":"https://a.example/\u592a")",
       {.artist = "A",
        .track = "T",
        .image = "https://a.example/%E5%A4%AA",
        .url = "https://a.example/%C3%A9"}},
      {"invisible characters around names",
       R"("artist":"\u3000A\u200b","album":"\u2060","track":"\u00a0T T\ufeff")",
       {.artist = "A", .track = "T T"}},
      {"control characters within names",
       R"("artist":"A\u0001B","album":"C\u0085D","track":"T\nU\u2028V")",
       {.artist = "A B", .album = "C D", .track = "T U V"}},
      {"a time in the future",
       R"("artist":"A","track":"T","playedAt":"2025-12-04T14:33:00.000Z")",
       {.artist = "A",
        .track = "T",
        .played_at = samples::now(),
        .first_seen = samples::time("2025-12-04T14:33:00.000Z"),
        .stated_at = samples::time("2025-12-04T14:33:00.000Z")}},
      {"first seen later than played, as older Workers wrote it",
       R"("artist":"A","track":"T","playedAt":"2025-12-04T14:03:00.000Z","firstSeenAt":"2025-12-04T14:05:00.000Z")",
       {.artist = "A",
        .track = "T",
        .played_at = samples::time("2025-12-04T14:03:00.000Z"),
        .first_seen = samples::time("2025-12-04T14:05:00.000Z")}},
      {"no artist", R"("artist":"","track":"T")"},
      {"a track of no-break spaces", R"("artist":"A","track":"\u00a0\u00a0")"},
      {"an artist of zero width", R"("artist":"\u200b\u2063","track":"T")"},
      {"Hangul fillers", R"("artist":"\u3164","track":"\u115f\u1160\uffa0")"},
  };
  return cases;
}

Listen expected_of(const RowCase& c) {
  Listen listen = c.read;
  listen.username = "alice";
  return listen;
}

std::string row_of(const RowCase& c) {
  return std::string{R"({"username":"alice",)"}.append(c.fields).append("}");
}

std::string list_with(const std::string& rows) {
  return R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z","complete":true,"tracks":[)" +
         rows + "]}";
}

std::string snapshot_with(const std::string& row) {
  return R"({"version":2,"members":[{"username":"alice","learnedAt":"2025-12-04T14:25:27.000Z",)"
         R"("listen":)" +
         row + "}]}";
}

}  // namespace

TEST_CASE("foreign rows: of a list") {
  for (const auto& c : row_cases()) {
    CAPTURE(c.name);
    Arena arena;
    const auto value = list_with(row_of(c));
    const auto reading = read_entry(value, std::nullopt, arena);
    CHECK(reading.state == EntryState::current);
    CHECK(reading.item_count == 1);
    const bool is_shown = !c.read.artist.empty();
    CHECK(reading.entry.is_complete == is_shown);
    REQUIRE(reading.entry.tracks.size() == (is_shown ? 1U : 0U));
    if (is_shown) CHECK(reading.entry.tracks[0] == expected_of(c));
  }
}

TEST_CASE("foreign rows: one that is passed over takes no other along") {
  Arena arena;
  std::string rows;
  std::size_t shown = 0;
  for (const auto& c : row_cases()) {
    rows += (rows.empty() ? "" : ",") + row_of(c);
    shown += !c.read.artist.empty();
  }
  const auto value = list_with(rows);
  const auto reading = read_entry(value, std::nullopt, arena);
  CHECK(reading.state == EntryState::current);
  CHECK(reading.entry.tracks.size() == shown);
  const auto blank = list_with(R"({"username":"a","artist":"\u200b","track":"T"})");
  CHECK(is_foreign_blank(read_entry(blank, std::nullopt, arena), {.value = blank}));
}

TEST_CASE("foreign rows: of a snapshot") {
  for (const auto& c : row_cases()) {
    CAPTURE(c.name);
    Arena arena;
    const auto value = snapshot_with(row_of(c));
    const auto snapshot = read_snapshot(samples::sealed(value), arena);
    REQUIRE(snapshot);
    REQUIRE(snapshot->memories.size() == 1);
    CHECK(snapshot->memories[0].account.username == "alice");
    const auto& listen = snapshot->memories[0].listen;
    CHECK(listen.has_value() == !c.read.artist.empty());
    if (listen) CHECK(*listen == expected_of(c));
  }
}

}  // namespace user_listens
