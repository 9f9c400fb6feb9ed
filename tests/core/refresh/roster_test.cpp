// Who is asked about, from D1's rows and from the ROSTER setting.
#include "refresh/roster.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace user_listens {
namespace {

// "alice=alice_fm bob=": members and their Last.fm accounts.
std::string members_of(const Roster& roster) {
  std::string text;
  for (const Member& member : roster.members) {
    text.append(text.empty() ? "" : " ").append(member.username).append("=").append(member.lastfm);
  }
  return text;
}

std::string notes_of(const Roster& roster) {
  std::string text;
  for (const auto note : roster.notes) text.append(note).append("\n");
  return text;
}

struct RowsCase {
  std::string_view name;
  std::string_view rows;
  std::string_view members;
  std::string_view notes;
  std::size_t count = 1;
};

constexpr auto kRowsCases = std::to_array<RowsCase>({
    {.name = "no rows", .rows = "[]", .count = 0},
    {.name = "every column",
     .rows =
         R"([{"id":1,"username":"alice","lastfm_username":"alice_fm","listenbrainz_username":"alice_lb",)"
         R"("librefm_username":null,"profile_visibility":"public"}])",
     .members = "alice=alice_fm"},
    {.name = "visibility in another case",
     .rows = R"([{"username":"alice","lastfm_username":"a","profile_visibility":" Public "}])",
     .members = "alice=a"},
    {.name = "private and friends-only rows are passed over",
     .rows = R"([{"username":"alice","lastfm_username":"a","profile_visibility":"private"},)"
             R"({"username":"bob","lastfm_username":"b","profile_visibility":"friends"},)"
             R"({"username":"carol","lastfm_username":"c","profile_visibility":"public"}])",
     .members = "carol=c",
     .notes = "roster row 2 has a profile_visibility that is neither public nor private\n",
     .count = 3},
    {.name = "visibility null or a number is not public",
     .rows =
         R"([{"username":"alice","profile_visibility":null},{"username":"bob","profile_visibility":1}])",
     .notes = "roster row 1 has a profile_visibility that is neither public nor private\n"
              "roster row 2 has a profile_visibility that is neither public nor private\n",
     .count = 2},
    {.name = "no visibility column",
     .rows = R"([{"username":"alice","lastfm_username":"a"}])",
     .members = "alice=a"},
    {.name = "the nameless private row of ROSTER_SQL",
     .rows = R"([{"id":9,"username":"","lastfm_username":null,"profile_visibility":"private"}])"},
    {.name = "null columns",
     .rows = R"([{"username":"alice","lastfm_username":null}])",
     .members = "alice="},
    {.name = "blanks around names",
     .rows = R"([{"username":" alice ","lastfm_username":"\ta\n"}])",
     .members = "alice=a"},
    {.name = "blank account",
     .rows = R"([{"username":"alice","lastfm_username":"  "}])",
     .members = "alice="},
    {.name = "empty username",
     .rows = R"([{"username":"","lastfm_username":"a"}])",
     .notes = "roster row 1 has no username\n"},
    {.name = "username null or missing or a number",
     .rows = R"([{"username":null},{"lastfm_username":"a"},{"username":7}])",
     .notes = "roster row 1 has no username\nroster row 2 has no username\nroster row 3 has no "
              "username\n",
     .count = 3},
    {.name = "non-ASCII and percent-laden names are names like others",
     .rows = R"([{"username":"bj\u00f6rk","lastfm_username":"100%25%zz"}])",
     .members = "bj\xC3\xB6rk=100%25%zz"},
    {.name = "a control character in a username",
     .rows =
         R"([{"username":"al\u0000ice","lastfm_username":"a"},{"username":"bob","lastfm_username":"b"}])",
     .members = "bob=b",
     .notes = "roster row 1 is left out: its username holds a control character\n",
     .count = 2},
    {.name = "a control character in an account",
     .rows = R"([{"username":"alice","lastfm_username":"a\nb"}])",
     .members = "alice=",
     .notes = "roster row 1 (alice) is not asked about: its lastfm_username holds a control "
              "character\n"},
    {.name = "a username twice",
     .rows =
         R"([{"username":"alice","lastfm_username":"a"},{"username":"alice","lastfm_username":"b"}])",
     .members = "alice=a",
     .notes = "roster row 2 is left out: alice is listed before\n",
     .count = 2},
    {.name = "an account twice, whatever its case",
     .rows =
         R"([{"username":"alice","lastfm_username":"RJ"},{"username":"bob","lastfm_username":"rj"}])",
     .members = "alice=RJ bob=",
     .notes = "roster row 2 (bob) is not asked about: its lastfm_username is listed before\n",
     .count = 2},
    {.name = "an account of a row that is left out is still free",
     .rows =
         R"([{"username":"alice","lastfm_username":"a"},{"username":"alice","lastfm_username":"b"},)"
         R"({"username":"bob","lastfm_username":"b"}])",
     .members = "alice=a bob=b",
     .notes = "roster row 2 is left out: alice is listed before\n",
     .count = 3},
    {.name = "many without an account are no duplicates",
     .rows = R"([{"username":"alice"},{"username":"bob","lastfm_username":""}])",
     .members = "alice= bob=",
     .count = 2},
    {.name = "rows that are no objects",
     .rows = R"([null,[],7,"alice",{"username":"bob"}])",
     .members = "bob=",
     .notes = "roster row 1 is no object\nroster row 2 is no object\nroster row 3 is no object\n"
              "roster row 4 is no object\n",
     .count = 5},
    {.name = "unknown columns and values within values",
     .rows =
         R"([{"username":"alice","extra":{"username":"mallory"},"tags":[{"lastfm_username":"x"}],"lastfm_username":"a"}])",
     .members = "alice=a"},
});

struct ErrorCase {
  std::string_view name;
  std::string_view rows;
  std::string_view message;
};

constexpr auto kErrorCases = std::to_array<ErrorCase>({
    {.name = "no bytes", .rows = "", .message = "the rows are empty at byte 0"},
    {.name = "cut",
     .rows = R"([{"username":"alice"},)",
     .message = "the rows are truncated at byte 22"},
    {.name = "not JSON", .rows = "[}", .message = "the rows are not JSON at byte 1"},
    {.name = "an object", .rows = R"({"results":[]})", .message = "the rows are no JSON array"},
    {.name = "null", .rows = "null", .message = "the rows are no JSON array"},
});

struct SettingCase {
  std::string_view name;
  std::string_view setting;
  std::string_view members;
  std::string_view notes;
};

constexpr auto kSettingCases = std::to_array<SettingCase>({
    {.name = "pairs and a name alone",
     .setting = "alice=alice_fm, bob",
     .members = "alice=alice_fm bob=bob"},
    {.name = "blanks and lines",
     .setting = "\n alice = alice_fm ,\n\tbob\n",
     .members = "alice=alice_fm bob=bob"},
    {.name = "empty pieces", .setting = ",alice,,bob,", .members = "alice=alice bob=bob"},
    {.name = "nothing behind the sign", .setting = "alice=", .members = "alice=alice"},
    {.name = "nothing before the sign",
     .setting = "=a,bob",
     .members = "bob=bob",
     .notes = "roster row 1 has no username\n"},
    {.name = "a sign within an account", .setting = "alice=a=b", .members = "alice=a=b"},
    {.name = "duplicates",
     .setting = "alice,alice,bob=ALICE",
     .members = "alice=alice bob=",
     .notes = "roster row 2 is left out: alice is listed before\n"
              "roster row 3 (bob) is not asked about: its lastfm_username is listed before\n"},
    {.name = "rows",
     .setting = R"( [{"username":"alice","lastfm_username":"a"}] )",
     .members = "alice=a"},
});

}  // namespace

TEST_CASE("roster: rows") {
  for (const auto& c : kRowsCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto roster = read_roster_rows(c.rows, arena);
    REQUIRE(roster.ok());
    CHECK(members_of(roster.value()) == c.members);
    CHECK(notes_of(roster.value()) == c.notes);
    CHECK(roster.value().rows == c.count);
  }
}

TEST_CASE("roster: names of other services") {
  Arena arena;
  const auto roster = read_roster_rows(
      R"([{"username":"alice","listenbrainz_username":"lb","librefm_username":"libre"}])", arena);
  REQUIRE(roster.ok());
  CHECK(roster.value().members.front().listenbrainz == "lb");
  CHECK(roster.value().members.front().librefm == "libre");
  CHECK(roster.value().with_lastfm() == 0);
}

TEST_CASE("roster: names at and beyond the limit") {
  for (const std::size_t size : {std::size_t{128}, std::size_t{129}, std::size_t{300}}) {
    CAPTURE(size);
    const std::string name(size, 'n');
    const auto trouble = "has " + std::to_string(size) + " bytes, at most 128 are allowed\n";
    Arena arena;
    const auto as_username = read_roster_rows(R"([{"username":")" + name + R"("}])", arena);
    REQUIRE(as_username.ok());
    CHECK(members_of(as_username.value()) == (size == 128 ? name + "=" : ""));
    CHECK(notes_of(as_username.value()) ==
          (size == 128 ? "" : "roster row 1 is left out: its username " + trouble));
    const auto as_account =
        read_roster_rows(R"([{"username":"a","lastfm_username":")" + name + R"("}])", arena);
    REQUIRE(as_account.ok());
    CHECK(members_of(as_account.value()) == (size == 128 ? "a=" + name : "a="));
    CHECK(
        notes_of(as_account.value()) ==
        (size == 128 ? "" : "roster row 1 (a) is not asked about: its lastfm_username " + trouble));
  }
}

TEST_CASE("roster: rows that are none") {
  for (const auto& c : kErrorCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto roster = read_roster_rows(c.rows, arena);
    REQUIRE_FALSE(roster.ok());
    CHECK(roster.error().message == c.message);
  }
}

TEST_CASE("roster: rows cut at every byte are an error") {
  const std::string rows =
      R"([{"id":1,"username":"alice","lastfm_username":"a","profile_visibility":"public"}])";
  for (std::size_t size = 0; size < rows.size(); ++size) {
    CAPTURE(size);
    Arena arena;
    REQUIRE_FALSE(read_roster_rows(rows.substr(0, size), arena).ok());
  }
}

TEST_CASE("roster: the setting") {
  for (const auto& c : kSettingCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto roster = read_roster_setting(c.setting, arena);
    REQUIRE(roster.ok());
    CHECK(members_of(roster.value()) == c.members);
    CHECK(notes_of(roster.value()) == c.notes);
  }
  Arena arena;
  for (const std::string_view blank : {"", " \n"}) {
    const auto roster = read_roster_setting(blank, arena);
    REQUIRE_FALSE(roster.ok());
    CHECK(roster.error().message == "no D1 is bound as DB and ROSTER is not set");
  }
  CHECK(read_roster_setting("[{]", arena).error().message == "the rows are not JSON at byte 2");
}

}  // namespace user_listens
