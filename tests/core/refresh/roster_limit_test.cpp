// More accounts than a refresh can remember.
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "refresh/roster.h"
#include "refresh/rosters.h"

namespace user_listens {
namespace {

struct LimitCase {
  std::string_view name;
  std::size_t members;           // each with an account on Last.fm
  std::size_t with_another = 0;  // the first of them, who have one on ListenBrainz too
  std::size_t accounts;
  std::string_view notes;
};

constexpr auto kLimitCases = std::to_array<LimitCase>({
    {.name = "as many as fit", .members = 12'000, .accounts = 12'000, .notes = ""},
    {.name = "one too many",
     .members = 12'001,
     .accounts = 12'000,
     .notes = "accounts that are left out: 1 (at most 12000 fit)\n"},
    {.name = "far too many",
     .members = 30'000,
     .accounts = 12'000,
     .notes = "accounts that are left out: 18000 (at most 12000 fit)\n"},
    {.name = "two accounts each",
     .members = 6000,
     .with_another = 6000,
     .accounts = 12'000,
     .notes = ""},
    {.name = "the second account of somebody does not fit",
     .members = 11'999,
     .with_another = 2,
     .accounts = 12'000,
     .notes = "accounts that are left out: 1 (at most 12000 fit)\n"},
});
static_assert(kMaxAccounts == 12'000);

std::string rows_of(const LimitCase& c) {
  std::string rows = "[";
  for (std::size_t i = 0; i < c.members; ++i) {
    const auto name = "m" + std::to_string(i);
    rows.append(i == 0 ? "" : ",").append(R"({"username":")").append(name);
    rows.append(R"(","lastfm_username":")").append(name);
    if (i < c.with_another) rows.append(R"(","listenbrainz_username":")").append(name);
    rows += "\"}";
  }
  return rows + "]";
}

std::string setting_of(std::size_t members) {
  std::string setting;
  for (std::size_t i = 0; i < members; ++i) setting += "m" + std::to_string(i) + ",";
  return setting;
}

}  // namespace

TEST_CASE("roster: accounts beyond what fits are left out, and a note says how many") {
  for (const auto& c : kLimitCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto roster = read_roster_rows(rows_of(c), arena);
    REQUIRE(roster.ok());
    CHECK(roster.value().accounts.size() == c.accounts);
    // The first ones, whoever else there is.
    CHECK(roster.value().accounts.front().name == "m0");
    CHECK(roster.value().rows == c.members);
    CHECK(roster.value().members.size() == c.members);
    CHECK(notes_of(roster.value()) == c.notes);
  }
}

TEST_CASE("roster: the last that fits is the last of the roster's order") {
  const LimitCase c{.name = "", .members = 12'001, .accounts = 12'000, .notes = ""};
  Arena arena;
  const auto roster = read_roster_rows(rows_of(c), arena);
  REQUIRE(roster.ok());
  CHECK(roster.value().accounts.back().name == "m11999");
}

TEST_CASE("roster: rows without an account take no room, other notes stay") {
  auto rows = rows_of({.name = "", .members = 12'000, .accounts = 0, .notes = ""});
  rows.insert(1, R"({"username":"p","lastfm_username":"p","profile_visibility":"private"},)"
                 R"({"username":"m0","lastfm_username":"m0"},)"
                 R"({"username":"q","lastfm_username":"M1"},{"username":"r"},)");
  Arena arena;
  const auto roster = read_roster_rows(rows, arena);
  REQUIRE(roster.ok());
  // A row that repeats a member takes no room either.
  CHECK(roster.value().accounts.size() == 11'999);
  CHECK(roster.value().accounts.back().name == "m11998");
  CHECK(roster.value().hidden == 1);
  CHECK(notes_of(roster.value()) ==
        "roster row 5 is left out: m0 is listed before\n"
        "roster row 6 (m1) is not asked about: its lastfm_username is listed before\n"
        "accounts that are left out: 1 (at most 12000 fit)\n");
}

TEST_CASE("roster: rows that a join has multiplied take no room") {
  std::string rows = "[";
  for (std::size_t i = 0; i < 30'000; ++i) {
    const auto name = "m" + std::to_string(i / 2143);  // 14 members
    rows.append(i == 0 ? "" : ",").append(R"({"username":")").append(name);
    rows.append(R"(","lastfm_username":")").append(name).append("\"}");
  }
  Arena arena;
  const auto roster = read_roster_rows(rows + "]", arena);
  REQUIRE(roster.ok());
  CHECK(roster.value().accounts.size() == 14);
  CHECK(roster.value().members.size() == 14);
  CHECK(roster.value().notes.size() == 4);
  CHECK(roster.value().notes.back() == "29983 more rows name a member who is listed before");
}

TEST_CASE("roster: the setting has the same limit") {
  Arena arena;
  const auto roster = read_roster_setting(setting_of(12'002), arena);
  REQUIRE(roster.ok());
  CHECK(roster.value().accounts.size() == 12'000);
  CHECK(notes_of(roster.value()) == "accounts that are left out: 2 (at most 12000 fit)\n");
}

}  // namespace user_listens
