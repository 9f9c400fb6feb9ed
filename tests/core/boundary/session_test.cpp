// A refresh as bytes, and the replies to what it has written: same facts, same
// bytes, and nothing of one call is seen by another.
#include "boundary/session.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_events.h"
#include "base/json_writer.h"
#include "boundary/calling.h"
#include "boundary/messages.h"
#include "refresh/performing.h"
#include "samples.h"

namespace user_listens {
namespace {

const UnixMillis kSessionStart = unix_millis(1'764'858'300'100);

constexpr std::string_view kSecrets = R"("LISTENBRAINZ_TOKEN":"token-456","ALLOWED_ORIGINS":"*")";

// Facts of the Worker and of the call in one object.
std::string session_facts(std::string_view more) {
  return joined({R"({"hasCache":true,"hasDatabase":true,"settings":{"LASTFM_API_KEY":"key-123",)",
                 kSecrets, R"(},"deployment":{"id":"f3b1","timestamp":"2025-12-01T09:00:00Z"},)",
                 R"("scheduledMs":1764858300000,"startedMs":1764858300100,"entropy":1425)", more,
                 "}"});
}

constexpr std::string_view kTwoAccounts =
    R"([{"username":"alice","lastfm_username":"alice_fm","listenbrainz_username":"alice_lb"}])";
constexpr std::string_view kPlaysNothingNow =
    R"({"payload":{"count":0,"listens":[],"playing_now":true,"user_id":"alice_lb"}})";
constexpr std::string_view kPlayedLast =
    R"({"payload":{"count":1,"user_id":"alice_lb","listens":[{"listened_at":1764857000,)"
    R"("track_metadata":{"artist_name":"Low","track_name":"Sunflower"}}]}})";
constexpr std::string_view kOtherListen =
    R"({"recenttracks":{"track":[{"artist":{"#text":"Low"},"name":"Sunflower",)"
    R"("@attr":{"nowplaying":"true"}}],"@attr":{"user":"alice_fm"}}})";

struct Everything {
  std::vector<std::string> outputs;  // first the refresh's steps, then the replies
  Performing world;
};

std::optional<Outcome> answer_of(std::string_view account, std::string_view lastfm_body) {
  const auto body = account == "alice_fm"   ? lastfm_body
                    : account == "alice_lb" ? kPlaysNothingNow
                                            : kPlayedLast;
  return event::Response{.status = 200, .headers = {{"retry-after", "1"}}, .body = body};
}

std::string seal_text(const Seal& seal) {
  json::Writer out;
  write_seal(out, seal);
  return out.take();
}

// The parts of a reply to a request for the list, with what the keys hold.
calls::Output list_replied(std::string_view reads, std::vector<Part> values) {
  const auto given = session_facts(
      joined({R"(,"nowMs":1764858400000,"method":"GET",)",
              R"("url":"https://site.example/api/internal/user-listens","reads":[)", reads, "]"}));
  values.insert(values.begin(), given);
  return call(calls::reply, values);
}

void run_all(Everything& all, std::string_view rows, std::string_view lastfm_body) {
  messages::SessionMachine machine{session_facts("")};
  all.world.rows = rows;
  all.world.ask = [=](const effect::Fetch& fetch) {
    return answer_of(account_in(fetch.url), lastfm_body);
  };
  all.world.perform(machine, kSessionStart);
  REQUIRE(all.world.is_done);
  REQUIRE(all.world.puts.size() == 2);
  all.outputs = machine.outputs;
  const auto keep = [&](const calls::Output& out) {
    all.outputs.insert(all.outputs.end(), out.begin(), out.end());
  };
  const auto& values = all.world.values;
  const auto sealed_with = [&](std::size_t put) {
    return joined({R"({"metadata":)", seal_text(all.world.puts[put].metadata), "}"});
  };
  keep(call(calls::describe, {}));
  keep(list_replied("", {}));
  keep(list_replied(sealed_with(0), {values[0]}));
  keep(list_replied("{}," + sealed_with(1), {std::nullopt, values[1]}));
}

}  // namespace

TEST_CASE("session: a refresh as bytes does what it does without them") {
  Everything all;
  run_all(all, kTwoAccounts, kBody);
  CHECK(all.world.doings ==
        "query, read list, read snapshot\n"
        "fetch alice_fm, fetch alice_lb\n"
        "fetch alice_lb/listens\n"
        "read list, read snapshot\n"
        "put list\nread list\nput snapshot\ndone\n");
  CHECK(all.world.values[0] ==
        joined({R"({"version":2,"lastUpdated":"2025-12-04T14:25:00.500Z",)",
                R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.000Z"},)",
                R"("writtenAt":"2025-12-04T14:25:00.500Z","complete":true,"tracks":[)", kTrack,
                "]}"}));
}

TEST_CASE("session: two runs give the same bytes, whatever was called between") {
  Everything first, other, second;
  run_all(first, kTwoAccounts, kBody);
  run_all(other, R"([{"username":"alice","lastfm_username":"alice_fm"},{"username":"bob"}])",
          kOtherListen);
  run_all(second, kTwoAccounts, kBody);
  CHECK(first.outputs == second.outputs);
  CHECK(first.outputs != other.outputs);
}

TEST_CASE("session: the core can read all that it writes") {
  Everything all;
  run_all(all, kTwoAccounts, kBody);
  std::size_t read = 0;
  for (const auto& part : all.outputs) {
    CAPTURE(part);
    // Effects begin with a byte of their kind.
    const bool is_json = part.starts_with("{");
    CHECK((is_json ? json::events_of(part).starts_with("{") : !messages::decode(part).empty()));
    ++read;
  }
  CHECK(read == 14);
}

TEST_CASE("session: a secret goes to its service and nowhere else") {
  Everything all;
  run_all(all, kTwoAccounts, kBody);
  struct Row {
    std::string_view secret;
    std::size_t effects;  // that show it: requests
  };
  // ListenBrainz gets two requests.
  for (const auto& row : {Row{"key-123", 1}, Row{"token-456", 2}}) {
    CAPTURE(row.secret);
    std::size_t shown = 0;
    for (const std::string_view part : all.outputs) {
      for (auto at = part.find(row.secret); at != std::string_view::npos;
           at = part.find(row.secret, at + 1)) {
        ++shown;
      }
    }
    CHECK(shown == row.effects);
  }
}

TEST_CASE("session: what was written is what a reply serves") {
  Everything all;
  run_all(all, R"([{"username":"alice","lastfm_username":"alice_fm"}])", kBody);
  const auto& outputs = all.outputs;
  REQUIRE(outputs.size() > 5);
  const auto replies = std::vector<std::string>(outputs.end() - 5, outputs.end());
  CHECK(replies[0] == R"({"log":[],"read":"user-listens:v2:recent"})");
  CHECK(replies[1].starts_with(joined({R"({"log":[)", line("[API] Cache hit, returning 1 tracks"),
                                       R"(],"status":200,"headers":{"x-content-type-options":)"})));
  CHECK(replies[2] ==
        joined({R"({"data":[)", kTrack, R"(],"lastUpdated":"2025-12-04T14:25:00.400Z",)",
                R"("cached":true,"version":2,"stale":false})"}));
  CHECK(replies[4].ends_with(R"("stale":true,"staleReason":"missing"})"));
  CHECK(replies[4].find(kTrack) != std::string::npos);
}

TEST_CASE("session: times of the schedule and of the start are those of the facts") {
  messages::SessionMachine machine{
      R"({"scheduledMs":1764858300000,"startedMs":1764858300100,"settings":{"ROSTER":"a"}})"};
  const auto effects = machine.begin();
  CHECK(std::get<effect::Print>(effects.at(0)).text ==
        "[CRON] Running scheduled task at 2025-12-04T14:25:00.100Z");
  // Without `hasDatabase` nobody is queried.
  for (const Effect& effect : effects) CHECK_FALSE(std::holds_alternative<effect::Query>(effect));
}

TEST_CASE("session: any bytes from outside are answered") {
  for (const std::string_view bytes :
       {"", "null", "[", "{}", "\xFF\xFE", "<html>", R"({"version":2})"}) {
    for (const bool are_rows : {false, true}) {
      CAPTURE(bytes);
      CAPTURE(are_rows);
      messages::SessionMachine machine{session_facts("")};
      Performing world;
      world.rows = are_rows ? bytes : kTwoAccounts;
      world.ask = [=](const effect::Fetch&) {
        return std::optional<Outcome>{event::Response{.status = 200, .body = bytes}};
      };
      world.keys["list"] = {.value = std::string{bytes}, .seal = {}};
      world.keys["snapshot"] = sealed_content(bytes);
      world.perform(machine, kSessionStart);
      CHECK(world.is_done);
    }
    CHECK(list_replied("", {bytes}).size() <= 2);
    CHECK(list_replied("", {bytes, bytes}).size() == 2);
  }
}

}  // namespace user_listens
