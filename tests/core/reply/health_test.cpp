#include "reply/health.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "cache/entry.h"
#include "cache/snapshot.h"
#include "reply/replies.h"

namespace user_listens {
namespace {

constexpr std::string_view kHealth = "https://site.example/api/internal/health";

std::string healthy_list() {
  const std::vector<Listen> tracks{samples::playing("bob"), samples::listen("alice")};
  return encode_entry(samples::entry(samples::now(), samples::deployment(), tracks));
}

std::string healthy_snapshot() {
  const Snapshot snapshot{
      .last_updated = samples::now(),
      .written_at = samples::time("2025-12-04T14:25:28.000Z"),
      .writer = samples::deployment(),
      .refresh = {.asked = 3, .learned = 2, .failed = 1, .kept = 1, .tracks = 2},
      .services = {{.source = "lastfm",
                    .paused_until = samples::time("2025-12-04T14:35:27.000Z"),
                    .pauses = 2},
                   {.source = "listenbrainz", .refuses_key = true}},
      .memories = {{.account = samples::account("alice"), .last_answer = AnswerKind::listened},
                   {.account = samples::account("bob"), .last_answer = AnswerKind::timeout},
                   {.account = samples::account("bob", "listenbrainz")},
                   {.account = samples::account("carol"), .last_answer = AnswerKind::listened}}};
  return complete_snapshot(encode_snapshot_draft(snapshot), "confirmed");
}

constexpr std::string_view kWriter =
    R"("tracks":2,"writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.000Z"})";
constexpr std::string_view kLastRefresh =
    R"("lastRefresh":{"at":"2025-12-04T14:25:28.000Z","confirmation":"confirmed",)"
    R"("counts":{"asked":3,"learned":2,"failed":1,"kept":1,"tracks":2}})";
constexpr std::string_view kAccounts =
    R"("accounts":{"listened":2,"timeout":1,"never_asked":1},)"
    R"("services":[{"source":"lastfm","pausedUntil":"2025-12-04T14:35:27.000Z","pauses":2,)"
    R"("refusesKey":false},)"
    R"({"source":"listenbrainz","pausedUntil":null,"pauses":0,"refusesKey":true}])";

std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string text;
  for (const auto piece : pieces) text += piece;
  return text;
}

}  // namespace

TEST_CASE("health: fresh is 200") {
  const auto list = healthy_list();
  const auto snapshot = healthy_snapshot();
  const auto reply =
      reply_to({.url = kHealth,
                .kv = {{kRecent, {.value = list}}, {kSnapshot, samples::sealed(snapshot)}},
                .now = samples::now() + Seconds{900}});
  CHECK(reply.status == 200);
  CHECK(reply.body ==
        joined({R"({"status":"fresh","version":2,"list":"current","fault":null,"ageSeconds":900,)",
                R"("lastUpdated":"2025-12-04T14:25:27.000Z",)", kWriter, ",", kLastRefresh, ",",
                kAccounts, R"(,"settings":[]})"}));
  CHECK(reply.header("cache-control") == "no-store");
  CHECK(reply.reads == std::vector<std::string>{std::string{kRecent}, std::string{kSnapshot}});
  CHECK(reply.log.empty());
}

TEST_CASE("health: older than three ticks is 503") {
  const auto list = healthy_list();
  Asked asked{
      .url = kHealth, .kv = {{kRecent, {.value = list}}}, .now = samples::now() + Millis{900'001}};
  asked.settings.problems = {"MAX_TRACKS is \"many\"."};
  const auto reply = reply_to(asked);
  CHECK(reply.status == 503);
  CHECK(reply.body ==
        joined({R"({"status":"stale","version":2,"list":"current","fault":null,"ageSeconds":900,)",
                R"("lastUpdated":"2025-12-04T14:25:27.000Z",)", kWriter,
                R"(,"lastRefresh":null,"settings":["MAX_TRACKS is \"many\"."]})"}));
}

TEST_CASE("health: how many accounts answered what, and never whose they are") {
  for (std::size_t kind = 0; kind < kAnswerKinds; ++kind) {
    const auto& answer = traits(AnswerKind(kind));
    CAPTURE(answer.name);
    Snapshot snapshot{.last_updated = samples::now()};
    for (const std::string_view name : {"alice", "bob", "carol"}) {
      snapshot.memories.push_back({.account = samples::account(name),
                                   .listen = samples::listen(name),
                                   .last_answer = answer.kind});
    }
    const auto value = complete_snapshot(encode_snapshot_draft(snapshot), "confirmed");
    const auto body = reply_to({.url = kHealth, .kv = {{kSnapshot, samples::sealed(value)}}}).body;
    CHECK(body.find(joined({R"("accounts":{")", answer.name, R"(":3},"services":[],)"})) !=
          std::string::npos);
    CHECK(body.find("alice") == std::string::npos);
    CHECK(body.find("Teardrop") == std::string::npos);
  }
}

TEST_CASE("health: a snapshot that cannot be trusted says nothing of accounts") {
  const auto list = healthy_list();
  const auto snapshot = healthy_snapshot();
  for (const Stored& stored :
       {Stored{}, Stored{.value = snapshot}, samples::sealed("{}"),
        Stored{.value = snapshot, .seal = seal_of(snapshot, 0), .error = "KV GET failed: 500"}}) {
    const auto body =
        reply_to({.url = kHealth, .kv = {{kRecent, {.value = list}}, {kSnapshot, stored}}}).body;
    CHECK(body.ends_with(R"(,"lastRefresh":null,"settings":[]})"));
  }
}

TEST_CASE("health: no list is 503") {
  const auto reply = reply_to({.url = kHealth});
  CHECK(reply.status == 503);
  CHECK(reply.body ==
        R"({"status":"missing","version":2,"list":"missing","fault":null,"ageSeconds":null,)"
        R"("lastUpdated":null,"tracks":0,"writer":null,"lastRefresh":null,"settings":[]})");
}

TEST_CASE("health: what is no list of this version is named") {
  struct Case {
    std::string_view list;
    std::string_view fault;
    Stored stored;
  };
  constexpr std::string_view kBlank =
      R"({"tracks":[],"lastUpdated":"2025-12-04T14:25:27.000Z","version":2})";
  for (const auto& c : {Case{"old_format", "null", {.value = "[]"}},
                        Case{"outdated_version", "null", {.value = R"({"version":1})"}},
                        Case{"newer_version", "null", {.value = R"({"version":9})"}},
                        Case{"corrupt", R"("not JSON")", {.value = "{"}},
                        Case{"empty", "null", {.value = kBlank}}}) {
    CAPTURE(c.list);
    const auto reply = reply_to({.url = kHealth, .kv = {{kRecent, c.stored}}});
    CHECK(reply.status == 503);
    CHECK(reply.body.starts_with(joined({R"({"status":"missing","version":2,"list":")", c.list,
                                         R"(","fault":)", c.fault, R"(,"ageSeconds":)"})));
  }
}

TEST_CASE("health: a list that cannot be read is neither fresh nor missing") {
  const auto list = healthy_list();
  for (const Stored& stored :
       {Stored{.error = "KV GET failed: 500"}, Stored{.value = list, .error = "a copy"}}) {
    const auto reply = reply_to({.url = kHealth, .kv = {{kRecent, stored}}});
    CHECK(reply.status == 503);
    CHECK(reply.body.starts_with(
        R"({"status":"unreadable","version":2,"list":"unreadable","fault":null,)"));
  }
}

TEST_CASE("health: HEAD has the status alone") {
  const auto list = healthy_list();
  const auto reply =
      reply_to({.method = "HEAD", .url = kHealth, .kv = {{kRecent, {.value = list}}}});
  CHECK(reply.status == 200);
  CHECK(reply.body.empty());
}

}  // namespace user_listens
