// Who is asked about, from the ROSTER setting.
#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "refresh/rosters.h"

namespace user_listens {
namespace {

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
     .members = "alice=alice +1",
     .notes = "roster row 2 is left out: alice is listed before\n"
              "roster row 3 (bob) is not asked about: its lastfm_username is listed before\n"},
    {.name = "accounts on other services",
     .setting = "carol=listenbrainz:carol_lb, dave=librefm: dave , erin = lastfm:erin_fm",
     .members = "carol=listenbrainz:carol_lb dave=librefm:dave erin=erin_fm"},
    {.name = "members who are called like services",
     .setting = "lastfm, listenbrainz=bob, librefm=librefm:librefm",
     .members = "lastfm=lastfm listenbrainz=bob librefm=librefm:librefm"},
    {.name = "names with colons that name no service",
     .setting = "a=b:c, d:e, f=:g, h=Lastfm:i, j=listenbrainz:k:l",
     .members = "a=b:c d:e=d:e f=:g h=Lastfm:i j=listenbrainz:k:l"},
    {.name = "nothing behind the service",
     .setting = "alice=listenbrainz:, bob= librefm: ",
     .members = " +2"},
    {.name = "the same name on two services",
     .setting = "alice=rj, bob=listenbrainz:rj, carol=librefm:RJ, dave=listenbrainz:RJ",
     .members = "alice=rj bob=listenbrainz:rj carol=librefm:RJ +1",
     .notes = "roster row 4 (dave) is not asked about: its listenbrainz_username is listed "
              "before\n"},
    {.name = "rows",
     .setting = R"( [{"username":"alice","lastfm_username":"a"}] )",
     .members = "alice=a"},
});

}  // namespace

TEST_CASE("roster: members, notes and errors of the setting ROSTER") {
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
  CHECK(read_roster_setting("[{]", arena).error().message ==
        "the rows are not JSON (unexpected character at byte 2)");
}

}  // namespace user_listens
