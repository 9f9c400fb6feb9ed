// Who is asked about, from D1's rows.
#include "refresh/roster.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "refresh/rosters.h"
#include "upstream/services.h"

namespace user_listens {
namespace {

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
     .members = "alice=alice_fm alice=listenbrainz:alice_lb"},
    {.name = "an account on every service, in the services' order",
     .rows = R"([{"username":"alice","listenbrainz_username":" lb ","librefm_username":"libre",)"
             R"("lastfm_username":"fm"}])",
     .members = "alice=fm alice=librefm:libre alice=listenbrainz:lb"},
    {.name = "columns that are of no service of ours",
     .rows = R"([{"username":"alice","spotify_username":"a","_username":"b","lastfm":"c",)"
             R"("lastfm_usernames":"d"}])",
     .members = " +1"},
    {.name = "columns in another case, as SQL has them",
     .rows = R"([{"Username":"alice","LastFM_Username":"a","PROFILE_VISIBILITY":"public"},)"
             R"({"Username":"bob","LastFM_Username":"b","PROFILE_VISIBILITY":"private"}])",
     .members = "alice=a",
     .count = 2},
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
     .members = " +1"},
    {.name = "blanks around names",
     .rows = R"([{"username":" alice ","lastfm_username":"\ta\n"}])",
     .members = "alice=a"},
    {.name = "blank account",
     .rows = R"([{"username":"alice","lastfm_username":"  "}])",
     .members = " +1"},
    {.name = "empty username",
     .rows = R"([{"username":"","lastfm_username":"a"}])",
     .notes = "roster row 1 has no username\n"},
    {.name = "username null or missing",
     .rows = R"([{"username":null},{"lastfm_username":"a"}])",
     .notes = "roster row 1 has no username\nroster row 2 has no username\n",
     .count = 2},
    {.name = "integers are names",
     .rows =
         R"([{"username":7,"lastfm_username":20240101},{"username":"bob","librefm_username":-1}])",
     .members = "7=20240101 bob=librefm:-1",
     .count = 2},
    {.name = "what is no text is no name",
     .rows = R"([{"username":1.5},{"username":true},{"username":[97,98]},)"
             R"({"username":9007199254740993},{"username":"bob","lastfm_username":[98]}])",
     .members = " +1",
     .notes = "roster row 1 is left out: its username is no text\n"
              "roster row 2 is left out: its username is no text\n"
              "roster row 3 is left out: its username is no text\n"
              "roster row 4 is left out: its username is no text\n"
              "roster row 5 (bob) is not asked about: its lastfm_username is no text\n",
     .count = 5},
    {.name = "a lone surrogate costs one name, not the roster",
     .rows = R"([{"username":"al\ud800ice","lastfm_username":"a"},{"username":"bob",)"
             R"("lastfm_username":"b\udc00"},{"username":"carol","lastfm_username":"c"}])",
     .members = "carol=c +1",
     .notes = "roster row 1 is left out: its username is no well-formed Unicode\n"
              "roster row 2 (bob) is not asked about: its lastfm_username is no well-formed "
              "Unicode\n",
     .count = 3},
    {.name = "a name that shows nothing",
     .rows = R"([{"username":"\u3164\u200b","lastfm_username":"a"},{"username":"bob",)"
             R"("lastfm_username":"\u2800"}])",
     .members = " +1",
     .notes = "roster row 1 is left out: its username has no visible character\n"
              "roster row 2 (bob) is not asked about: its lastfm_username has no visible "
              "character\n",
     .count = 2},
    {.name = "invisible characters at the ends of an account",
     .rows = R"([{"username":"alice","lastfm_username":"\u200ba\u00a0"}])",
     .members = "alice=a",
     .notes = "roster row 1 (alice): its lastfm_username has invisible characters at its ends, "
              "which are left out\n"},
    {.name = "accounts that are dot segments of a path",
     .rows = R"([{"username":"alice","listenbrainz_username":".."},{"username":"bob",)"
             R"("lastfm_username":"."},{"username":"carol","lastfm_username":"..."}])",
     .members = "carol=... +2",
     .notes = "roster row 1 (alice) is not asked about: its listenbrainz_username is no name but "
              "a part of a path\n"
              "roster row 2 (bob) is not asked about: its lastfm_username is no name but a part of "
              "a path\n",
     .count = 3},
    {.name = "public in one row, anything else in another",
     .rows = R"([{"username":"alice","lastfm_username":"a","profile_visibility":"public"},)"
             R"({"username":"alice","lastfm_username":"a","profile_visibility":"private"},)"
             R"({"username":"bob","lastfm_username":"b","profile_visibility":"friends"},)"
             R"({"username":"bob","lastfm_username":"b","profile_visibility":"public"}])",
     .notes = "roster row 3 has a profile_visibility that is neither public nor private\n",
     .count = 4},
    {.name = "a private row that names nobody",
     .rows = R"([{"username":null,"profile_visibility":"private"},{"username":null,)"
             R"("lastfm_username":"a","profile_visibility":"private"}])",
     .notes = "roster row 1 is private, but has no username\n"
              "roster row 2 is private, but has no username\n",
     .count = 2},
    {.name = "a member whose first row has no account",
     .rows = R"([{"username":"alice"},{"username":"alice","lastfm_username":"a"}])",
     .members = "alice=a",
     .count = 2},
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
     .members = " +1",
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
     .members = "alice=RJ +1",
     .notes = "roster row 2 (bob) is not asked about: its lastfm_username is listed before\n",
     .count = 2},
    {.name = "an account twice, but on different services",
     .rows =
         R"([{"username":"alice","lastfm_username":"rj"},{"username":"bob","listenbrainz_username":"rj"}])",
     .members = "alice=rj bob=listenbrainz:rj",
     .count = 2},
    {.name = "an account twice on one service, another on the next",
     .rows = R"([{"username":"alice","librefm_username":"a"},)"
             R"({"username":"bob","librefm_username":"A","listenbrainz_username":"b"}])",
     .members = "alice=librefm:a bob=listenbrainz:b",
     .notes = "roster row 2 (bob) is not asked about: its librefm_username is listed before\n",
     .count = 2},
    {.name = "several accounts that cannot be used",
     .rows =
         R"([{"username":"alice","librefm_username":"a\nb","listenbrainz_username":"c\u0001"}])",
     .members = " +1",
     .notes = "roster row 1 (alice) is not asked about: its librefm_username holds a control "
              "character\n"
              "roster row 1 (alice) is not asked about: its listenbrainz_username holds a control "
              "character\n"},
    {.name = "an account of a row that is left out is still free",
     .rows =
         R"([{"username":"alice","lastfm_username":"a"},{"username":"alice","lastfm_username":"b"},)"
         R"({"username":"bob","lastfm_username":"b"}])",
     .members = "alice=a bob=b",
     .notes = "roster row 2 is left out: alice is listed before\n",
     .count = 3},
    {.name = "many without an account are no duplicates",
     .rows = R"([{"username":"alice"},{"username":"bob","lastfm_username":""}])",
     .members = " +2",
     .count = 2},
    {.name = "rows that are no objects",
     .rows = R"([null,[],7,"alice",{"username":"bob"}])",
     .members = " +1",
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
    {.name = "no bytes", .rows = "", .message = "the rows are not JSON (empty at byte 0)"},
    {.name = "cut",
     .rows = R"([{"username":"alice"},)",
     .message = "the rows are not JSON (truncated at byte 22)"},
    {.name = "not JSON",
     .rows = "[}",
     .message = "the rows are not JSON (unexpected character at byte 1)"},
    {.name = "an object", .rows = R"({"results":[]})", .message = "the rows are no JSON array"},
    {.name = "null", .rows = "null", .message = "the rows are no JSON array"},
    {.name = "a text with a lone surrogate",
     .rows = R"("a\ud800")",
     .message = "the rows are no JSON array"},
});

}  // namespace

TEST_CASE("roster: members and notes of D1's rows") {
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

TEST_CASE("roster: members without any account are members") {
  Arena arena;
  const auto roster = read_roster_rows(
      R"([{"username":"alice"},{"username":"bob","librefm_username":"b","lastfm_username":"b"},)"
      R"({"username":"","profile_visibility":"private"}])",
      arena);
  REQUIRE(roster.ok());
  CHECK(roster.value().members.size() == 2);
  CHECK(roster.value().accounts.size() == 2);
  CHECK(roster.value().hidden == 1);
  CHECK(roster.value().rows == 3);
}

TEST_CASE("roster: names of 128 bytes are taken, longer ones are left out") {
  for (const std::size_t size : {std::size_t{128}, std::size_t{129}, std::size_t{300}}) {
    CAPTURE(size);
    const std::string name(size, 'n');
    const auto trouble = "has " + std::to_string(size) + " bytes, at most 128 are allowed\n";
    Arena arena;
    const auto as_username = read_roster_rows(R"([{"username":")" + name + R"("}])", arena);
    REQUIRE(as_username.ok());
    CHECK(as_username.value().members.size() == (size == 128 ? 1 : 0));
    CHECK(notes_of(as_username.value()) ==
          (size == 128 ? "" : "roster row 1 is left out: its username " + trouble));
    for (const Service* service : kServices) {
      CAPTURE(service->source);
      const auto column = std::string{service->source} + "_username";
      const auto as_account = read_roster_rows(
          arena.joined({R"([{"username":"a",")", column, R"(":")", name, R"("}])"}), arena);
      REQUIRE(as_account.ok());
      CHECK(as_account.value().accounts.size() == (size == 128 ? 1 : 0));
      const auto refused =
          arena.joined({"roster row 1 (a) is not asked about: its ", column, " ", trouble});
      CHECK(notes_of(as_account.value()) == (size == 128 ? "" : refused));
    }
  }
}

TEST_CASE("roster: what is no array of rows is an error") {
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

}  // namespace user_listens
