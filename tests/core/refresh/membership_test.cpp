// What a roster, half understood or whole, means for those who are remembered.
#include "refresh/membership.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "log_text.h"
#include "refresh/refreshes.h"

namespace user_listens {
namespace {

// alice and bob on Last.fm, bob and carol on ListenBrainz, where carol is c_lb.
Known four_accounts() {
  Known known{.last_updated = samples::now()};
  for (Account account :
       {samples::account("alice"), samples::account("bob"), samples::account("bob", "listenbrainz"),
        Account{.username = "carol", .source = "listenbrainz", .name = "c_lb"}}) {
    known.memories.push_back({.account = account,
                              .listen = samples::listen(account),
                              .learned_at = samples::now(),
                              .last_answer = AnswerKind::listened});
  }
  return known;
}

struct Case {
  std::string_view name;
  std::string_view rows;
  std::string_view polled;  // "alice=a bob=listenbrainz:b"
  std::string_view kept;    // the same
  std::string_view concealed;
  std::size_t removed = 0;  // members
  bool holds = false;
  std::string_view conclusions;
};

std::string in_words(const std::vector<Account>& accounts) {
  Roster roster;
  roster.accounts = accounts;
  for (const Account& account : accounts) {
    if (roster.members.empty() || roster.members.back() != account.username) {
      roster.members.push_back(account.username);
    }
  }
  return members_of(roster);
}

std::string joined_by_blank(const std::vector<std::string_view>& texts) {
  std::string text;
  for (const auto one : texts) text.append(text.empty() ? "" : " ").append(one);
  return text;
}

constexpr std::string_view kAllKept =
    "alice=alice bob=bob bob=listenbrainz:bob carol=listenbrainz:c_lb";

// The rows of alice, bob and carol with something in the place of `what`.
#define ROWS(...) "[" __VA_ARGS__ "]"
#define ALICE R"({"username":"alice","lastfm_username":"alice","listenbrainz_username":null})"
#define BOB R"(,{"username":"bob","lastfm_username":"bob","listenbrainz_username":"bob"})"
#define CAROL R"(,{"username":"carol","lastfm_username":null,"listenbrainz_username":"c_lb"})"

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {.name = "understood", .rows = ROWS(ALICE BOB CAROL), .polled = kAllKept},
      {.name = "absent",
       .rows = ROWS(ALICE BOB),
       .polled = "alice=alice bob=bob bob=listenbrainz:bob",
       .removed = 1},
      {.name = "private",
       .rows = ROWS(ALICE BOB R"(,{"username":"carol","profile_visibility":"private"})"),
       .polled = "alice=alice bob=bob bob=listenbrainz:bob",
       .removed = 1},
      {.name = "an account that was given up",
       .rows = ROWS(ALICE R"(,{"username":"bob","lastfm_username":"bob"})" CAROL),
       .polled = "alice=alice bob=bob carol=listenbrainz:c_lb"},
      {.name = "all private",
       .rows = ROWS(R"({"username":"","profile_visibility":"private"})"),
       .polled = "",
       .removed = 3,
       .conclusions = "ROSTER_SQL: 3 of 3 members are gone in one refresh.\n"},
      {.name = "more than half are gone",
       .rows = ROWS(ALICE),
       .polled = "alice=alice",
       .removed = 2,
       .conclusions = "ROSTER_SQL: 2 of 3 members are gone in one refresh.\n"},
      {.name = "a name that is null protects by its account",
       .rows =
           ROWS(ALICE R"(,{"username":null,"lastfm_username":"BOB","listenbrainz_username":"bob"})"
                      R"(,{"username":[1],"listenbrainz_username":"c_lb"})"),
       .polled = "alice=alice",
       .kept = kAllKept.substr(12),
       .conclusions =
           "ROSTER_SQL: 2 members stay as known, because their rows cannot be understood.\n"},
      {.name = "a name that is null protects the member whose account its row names",
       .rows = ROWS(ALICE CAROL R"(,{"username":null,"lastfm_username":"bob"})"),
       .polled = "alice=alice carol=listenbrainz:c_lb",
       .kept = "bob=bob bob=listenbrainz:bob",
       .conclusions =
           "ROSTER_SQL: 1 member stays as known, because their rows cannot be understood.\n"},
      {.name = "an account name that cannot be understood keeps what is known of it",
       .rows = ROWS(
           R"({"username":"alice","lastfm_username":"a\u0001b","listenbrainz_username":null})" BOB
               CAROL),
       .polled = kAllKept.substr(12),
       .kept = "alice=alice",
       .conclusions =
           "ROSTER_SQL: 1 member stays as known, because their rows cannot be understood.\n"},
      {.name = "a visibility of another word hides and keeps",
       .rows = ROWS(ALICE BOB R"(,{"username":"carol","profile_visibility":"friends"})"),
       .polled = "alice=alice bob=bob bob=listenbrainz:bob",
       .kept = "carol=listenbrainz:c_lb",
       .concealed = "carol",
       .conclusions =
           "ROSTER_SQL: 1 member is hidden until their profile_visibility is public again.\n"},
      {.name = "the same of a row without a name",
       .rows = ROWS(ALICE BOB R"(,{"listenbrainz_username":"C_lb","profile_visibility":null})"),
       .polled = "alice=alice bob=bob bob=listenbrainz:bob",
       .kept = "carol=listenbrainz:c_lb",
       .concealed = "carol",
       .conclusions =
           "ROSTER_SQL: 1 member is hidden until their profile_visibility is public again.\n"},
      {.name = "visibilities of other words only",
       .rows = ROWS(R"({"username":"alice","profile_visibility":"visible"},)"
                    R"({"username":"bob","profile_visibility":"hidden"})"),
       .polled = "",
       .kept = kAllKept,
       .holds = true,
       .conclusions = "ROSTER_SQL: no row is understood as a public member.\n"},
      {.name = "a wrong alias, and a member who is private",
       .rows = ROWS(
           R"({"user_name":"alice","lastfm_username":"alice"},)"
           R"({"user_name":"carol","listenbrainz_username":"c_lb","profile_visibility":"private"},)"
           R"({"user_name":"dave","lastfm_username":"dave","profile_visibility":"private"})"),
       .polled = "",
       .kept = "alice=alice bob=bob bob=listenbrainz:bob",
       .removed = 1,
       .holds = true,
       .conclusions = "ROSTER_SQL: no row has the column username.\n"},
      {.name = "private rows without names, and nothing else",
       .rows = ROWS(R"({"user_name":"alice","profile_visibility":"private"})"),
       .polled = "",
       .kept = kAllKept,
       .holds = true,
       .conclusions = "ROSTER_SQL: no row has the column username.\n"},
      {.name = "most members are private, and no row is understood as public",
       .rows = ROWS(R"({"username":"alice","profile_visibility":"private"},)"
                    R"({"username":"bob","profile_visibility":"private"},)"
                    R"({"username":[1],"lastfm_username":"x"})"),
       .polled = "",
       .kept = "carol=listenbrainz:c_lb",
       .removed = 2,
       .holds = true,
       .conclusions = "ROSTER_SQL: no row is understood as a public member.\n"
                      "ROSTER_SQL: 2 of 3 members are gone in one refresh.\n"},
      {.name = "private rows with accounts, but no names that can be read, erase nobody else",
       .rows = ROWS(R"({"username":[1],"lastfm_username":"alice","profile_visibility":"private"})"),
       .polled = "",
       .kept = "bob=bob bob=listenbrainz:bob carol=listenbrainz:c_lb",
       .removed = 1,
       .holds = true,
       .conclusions = "ROSTER_SQL: no row is understood as a public member.\n"},
      {.name = "no rows", .rows = "[]", .polled = "", .kept = kAllKept, .holds = true},
      {.name = "no roster", .rows = "{", .polled = "", .kept = kAllKept, .holds = true},
      {.name = "a lost column keeps its accounts",
       .rows = ROWS(R"({"username":"alice","lastfm_username":"alice"},)"
                    R"({"username":"bob","lastfm_username":"bob"},{"username":"carol"})"),
       .polled = "alice=alice bob=bob",
       .kept = "bob=listenbrainz:bob carol=listenbrainz:c_lb",
       .conclusions =
           "ROSTER_SQL: no row has the column listenbrainz_username, but 2 accounts are known: "
           "what "
           "was heard last stays. Select NULL for that column if nobody has an account there any "
           "more.\n"},
      {.name = "a lost column keeps nobody who is absent",
       .rows = ROWS(R"({"username":"alice","lastfm_username":"alice"},)"
                    R"({"username":"bob","lastfm_username":"bob"})"),
       .polled = "alice=alice bob=bob",
       .kept = "bob=listenbrainz:bob",
       .removed = 1,
       .conclusions =
           "ROSTER_SQL: no row has the column listenbrainz_username, but 1 account is known: what "
           "was heard last stays. Select NULL for that column if nobody has an account there any "
           "more.\n"},
      {.name = "every column of accounts lost",
       .rows = ROWS(
           R"({"username":"alice"},{"username":"bob"},{"username":"carol","profile_visibility":"private"})"),
       .polled = "",
       .kept = "alice=alice bob=bob bob=listenbrainz:bob",
       .removed = 1,
       .holds = true,
       .conclusions =
           "ROSTER_SQL: no row has the column lastfm_username, but 2 accounts are known: what was "
           "heard last stays. Select NULL for that column if nobody has an account there any "
           "more.\n"
           "ROSTER_SQL: no row has the column listenbrainz_username, but 1 account is known: what "
           "was heard last stays. Select NULL for that column if nobody has an account there any "
           "more.\n"},
      {.name = "accounts that nobody has any more, of columns that are there",
       .rows = ROWS(R"({"username":"alice","lastfm_username":null,"listenbrainz_username":null})"),
       .polled = "",
       .kept = kAllKept,
       .holds = true},
  };
  return all;
}

}  // namespace

TEST_CASE("membership: what a roster means for those who are remembered") {
  for (const auto& c : cases()) {
    CAPTURE(c.name);
    Arena arena;
    const Membership membership =
        membership_of(read_roster_rows(c.rows, arena), four_accounts(), "ROSTER_SQL", arena);
    CHECK(in_words(membership.roster.accounts) == c.polled);
    CHECK(in_words(membership.kept) == c.kept);
    CHECK(joined_by_blank(membership.concealed) == c.concealed);
    CHECK(membership.removed == c.removed);
    CHECK(membership.holds == c.holds);
    std::string conclusions;
    for (const auto text : membership.conclusions) conclusions.append(text).append("\n");
    CHECK(conclusions == c.conclusions);
  }
}

TEST_CASE("membership: who is absent may be who could not be read") {
  struct Doubt {
    std::string_view name;
    std::string_view rows;
    bool is_uncertain;
    std::string_view kept;
  };
  const std::vector<Doubt> doubts{
      {"a row that names nobody, all keys read", ROWS(ALICE BOB R"(,{"username":null})"), false,
       ""},
      {"a row that names nobody, a key could not be read", ROWS(ALICE BOB R"(,{"username":null})"),
       true, "carol=listenbrainz:c_lb"},
      {"every row understood, a key could not be read", ROWS(ALICE BOB), true, ""}};
  for (const auto& c : doubts) {
    CAPTURE(c.name);
    Arena arena;
    Known known = four_accounts();
    known.is_uncertain = c.is_uncertain;
    const Membership membership =
        membership_of(read_roster_rows(c.rows, arena), known, "ROSTER_SQL", arena);
    CHECK(in_words(membership.kept) == c.kept);
  }
}

TEST_CASE("membership: who is concealed stays so until the roster says otherwise") {
  struct Case {
    std::string_view name;
    std::string_view rows;
    std::string_view concealed;
  };
  const std::vector<Case> cases{
      {"public again", ROWS(ALICE BOB CAROL), ""},
      {"the roster is broken", "[]", "carol"},
      {"the name is lost", ROWS(ALICE BOB R"(,{"username":null,"listenbrainz_username":"c_lb"})"),
       "carol"},
      {"private", ROWS(ALICE BOB R"(,{"username":"carol","profile_visibility":"private"})"), ""}};
  for (const auto& c : cases) {
    CAPTURE(c.name);
    Arena arena;
    Known known = four_accounts();
    known.memories[3].is_concealed = true;
    const Membership membership =
        membership_of(read_roster_rows(c.rows, arena), known, "ROSTER_SQL", arena);
    CHECK(joined_by_blank(membership.concealed) == c.concealed);
  }
}

TEST_CASE("membership: problems are told as the health reply tells them, ten rows at most") {
  std::string rows = "[" ALICE;
  for (int i = 0; i < 12; ++i) rows += ",7";
  Arena arena;
  const Membership membership =
      membership_of(read_roster_rows(rows + "]", arena), {}, "ROSTER", arena);
  REQUIRE(membership.problems.size() == 11);
  CHECK(membership.problems.front() == "ROSTER: roster row 2 is no object");
  CHECK(membership.problems.back() == "ROSTER: 2 more");
}

TEST_CASE("membership: when a snapshot is written though the roster is broken") {
  struct Renewal {
    std::string_view name;
    std::string_view rows;
    Seconds age;
    std::vector<std::string_view> problems;  // that the snapshot tells
    bool is_renewed;
  };
  using std::chrono::hours;
  const std::vector<Renewal> renewals{
      {"an unreadable roster", "{", kTick, {}, false},
      {"an unreadable roster, for a day", "{", hours{24}, {}, true},
      {"an empty roster", "[]", hours{24} - Seconds{1}, {}, false},
      {"an empty roster, and a snapshot of the future", "[]", -hours{1}, {}, true},
      {"the same, by two minutes", "[]", -Seconds{120}, {}, false},
      {"a problem that is not told", "[7]", kTick, {}, true},
      {"another problem than the one that is told", "[7]", kTick, {"ROSTER_SQL: x"}, true},
      {"a problem that is told",
       "[7]",
       kTick,
       {"ROSTER_SQL: roster row 1 is no object", "ROSTER_SQL: no row has the column username."},
       false}};
  for (const auto& c : renewals) {
    CAPTURE(c.name);
    Arena arena;
    StoredState state;
    state.memory = Snapshot{.last_updated = samples::now() - c.age,
                            .written_at = samples::now() - c.age,
                            .confirmation = "unconfirmed"};
    for (const auto problem : c.problems) state.memory->roster_problems.push_back(problem);
    state.memory->memories = four_accounts().memories;
    const Run run{.self = samples::deployment(), .started = samples::now(), .now = samples::now()};
    const Membership membership =
        membership_of(read_roster_rows(c.rows, arena), four_accounts(), "ROSTER_SQL", arena);
    REQUIRE(membership.holds);
    const auto renewed = snapshot_to_renew(membership, state, four_accounts(), run);
    REQUIRE(renewed.has_value() == c.is_renewed);
    if (!renewed) continue;
    CHECK(renewed->last_updated == std::min(*state.memory->last_updated, run.now));
    CHECK(renewed->written_at == run.now);
    CHECK(renewed->writer == run.self);
    CHECK(renewed->confirmation == "unconfirmed");
    CHECK(renewed->memories.size() == 4);
  }
}

}  // namespace user_listens
