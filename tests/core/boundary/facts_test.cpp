// From facts to the core's types, and decisions back to JSON.
#include "boundary/facts.h"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "boundary/decision.h"
#include "samples.h"

namespace user_listens::boundary {
namespace {

json::Facts facts(std::string_view text) { return json::Facts::read(text).value(); }

struct DeploymentCase {
  std::string_view name;
  std::string_view facts;
  std::string_view id;
  std::optional<std::string_view> deployed_at = {};
};

constexpr auto kDeploymentCases = std::to_array<DeploymentCase>({
    {.name = "absent", .facts = "{}", .id = ""},
    {.name = "null", .facts = R"({"deployment":null})", .id = ""},
    {.name = "whole",
     .facts = R"({"deployment":{"id":"f3b1","tag":"","timestamp":"2025-12-01T09:00:00.123456Z"}})",
     .id = "f3b1",
     .deployed_at = "2025-12-01T09:00:00.123Z"},
    {.name = "no time", .facts = R"({"deployment":{"id":"x","timestamp":"now"}})", .id = "x"},
    {.name = "time of another kind",
     .facts = R"({"deployment":{"id":"x","timestamp":1}})",
     .id = "x"},
});

struct ReceivedCase {
  std::string_view name;
  std::string_view facts;
  std::optional<AnswerKind> failure = {};
  std::int64_t status = 0;
  std::string_view retry_after = {};
  std::string_view rate_limit = {};  // remaining, a space, reset in
};

constexpr auto kReceivedCases = std::to_array<ReceivedCase>({
    {.name = "nothing", .facts = "{}"},
    {.name = "a status", .facts = R"({"status":200})", .status = 200},
    {.name = "timeout", .facts = R"({"failure":"timeout"})", .failure = AnswerKind::timeout},
    {.name = "unreachable",
     .facts = R"({"failure":"unreachable"})",
     .failure = AnswerKind::unreachable},
    {.name = "too large",
     .facts = R"({"failure":"too_large","status":200})",
     .failure = AnswerKind::too_large,
     .status = 200},
    {.name = "not sent", .facts = R"({"failure":"not_sent"})", .failure = AnswerKind::not_sent},
    {.name = "crashed", .facts = R"({"failure":"crashed"})", .failure = AnswerKind::crashed},
    {.name = "headers",
     .facts = R"({"status":429,"headers":{"retry-after":"120"}})",
     .status = 429,
     .retry_after = "120"},
    {.name = "all headers of interest",
     .facts =
         R"({"status":200,"headers":{"x-ratelimit-reset-in":"7","x-ratelimit-remaining":"0","retry-after":""}})",
     .status = 200,
     .rate_limit = "0 7"},
    {.name = "headers of other kinds and names",
     .facts =
         R"({"headers":{"retry-after":120,"Retry-After":"1","x-ratelimit-remaining":null,"date":"x"}})"},
    {.name = "headers that are none", .facts = R"({"headers":"retry-after"})"},
    {.name = "an unknown one",
     .facts = R"({"failure":"gone"})",
     .failure = AnswerKind::unreachable},
});

}  // namespace

TEST_CASE("facts: id and time of the deployment") {
  for (const auto& c : kDeploymentCases) {
    CAPTURE(c.name);
    const auto known = facts(c.facts);
    const auto deployment = deployment_of(known);
    CHECK(deployment.id == c.id);
    REQUIRE(deployment.deployed_at.has_value() == c.deployed_at.has_value());
    if (c.deployed_at) CHECK(deployment.deployed_at == samples::time(*c.deployed_at));
  }
}

TEST_CASE("facts: those of the call and of the Worker are kept apart") {
  constexpr std::string_view kBoth = "{\"status\":7}\x1E{\"settings\":{\"ROSTER\":\"a\"}}";
  const std::vector<std::optional<std::string_view>> apart{kBoth};
  CHECK(boundary::facts_of(apart).integer("status") == 7);
  CHECK_FALSE(boundary::facts_of(apart).text("settings.ROSTER"));
  CHECK(boundary::worker_facts_of(apart).text("settings.", "ROSTER") == "a");
  CHECK_FALSE(boundary::worker_facts_of(apart).integer("status"));
  const std::vector<std::optional<std::string_view>> together{
      R"({"status":7,"settings":{"ROSTER":"a"}})"};
  CHECK(boundary::facts_of(together).integer("status") == 7);
  CHECK(boundary::worker_facts_of(together).text("settings.ROSTER") == "a");
}

TEST_CASE("facts: status, headers and failure of an answer") {
  for (const auto& c : kReceivedCases) {
    CAPTURE(c.name);
    const auto known = facts(c.facts);
    const auto received = received_of(known, "body");
    CHECK(received.failure == c.failure);
    CHECK(received.status == c.status);
    CHECK(received.retry_after == c.retry_after);
    const auto rate_limit = std::string{received.rate_limit_remaining}
                                .append(c.rate_limit.empty() ? "" : " ")
                                .append(received.rate_limit_reset_in);
    CHECK(rate_limit == c.rate_limit);
    CHECK(received.body == "body");
    CHECK(received_of(known, std::nullopt).body.empty());
  }
}

TEST_CASE("facts: account, step and attempt of a question") {
  struct Case {
    std::string_view name;
    std::string_view facts;
    Account account;
    std::uint32_t step = 0;
    std::uint32_t attempt = 0;
  };
  for (
      const auto& c : {
          Case{"absent", "{}", {}},
          Case{
              "whole",
              R"({"question":{"username":"alice","source":"lastfm","account":"a","step":1,"attempt":2}})",
              {.username = "alice", .source = "lastfm", .name = "a"},
              1,
              2},
          Case{"of other kinds",
               R"({"question":{"username":1,"source":null,"account":[],"step":"1","attempt":1.5}})",
               {}},
      }) {
    CAPTURE(c.name);
    const auto known = facts(c.facts);
    const auto question = question_of(known);
    CHECK(question.account == c.account);
    CHECK(question.step == c.step);
    CHECK(question.attempt == c.attempt);
  }
}

TEST_CASE("facts: seal or error of a stored value") {
  const auto known = facts(
      R"({"reads":[{"metadata":{"version":2,"count":1,"length":2,"crc32c":3}},{"error":"KV is down"},{}]})");
  const auto sealed = stored_of(known, "reads.0", "{}");
  CHECK(sealed.value == "{}");
  CHECK(sealed.seal == Seal{.version = 2, .count = 1, .length = 2, .crc32c = 3});
  CHECK_FALSE(sealed.trouble);
  const auto failed = stored_of(known, "reads.1", std::nullopt);
  CHECK_FALSE(failed.value);
  CHECK_FALSE(failed.seal);
  CHECK(failed.trouble == "KV is down");
  for (const std::string_view path : {"reads.2", "reads.3"}) {
    const auto nothing = stored_of(known, path, std::nullopt);
    CHECK_FALSE(nothing.value);
    CHECK_FALSE(nothing.seal);
    CHECK_FALSE(nothing.trouble);
  }
}

TEST_CASE("facts: a part is found by its position, or is absent") {
  const std::array<std::optional<std::string_view>, 3> parts{"{}", std::nullopt, ""};
  CHECK(part(parts, 0) == "{}");
  CHECK_FALSE(part(parts, 1));
  CHECK(part(parts, 2) == "");
  CHECK_FALSE(part(parts, 3));
  CHECK_FALSE(part({}, 0));
}

TEST_CASE("facts: times are clamped") {
  const auto known = facts(R"({"early":-1,"late":9223372036854775807})");
  CHECK(time_of(known, "early") == unix_millis(0));
  CHECK(time_of(known, "late") == samples::time("9999-12-31T23:59:59.999Z"));
}

TEST_CASE("facts: counts and failures survive from call to call") {
  Carry carry{.counts = {.asked = 5, .learned = 4, .failed = 3, .kept = 2, .tracks = 1},
              .list_bytes = 7,
              .member_count = 6};
  carry.failures.front() = 8;
  carry.failures.back() = 9;
  json::Writer out;
  {
    const auto scope = out.object();
    write_carry(out.key("carry"), carry);
  }
  CHECK(out.text() ==
        R"({"carry":{"counts":{"asked":5,"learned":4,"failed":3,"kept":2,"tracks":1},)"
        R"("failures":{"listened":8,"crashed":9},"bytes":7,"members":6,"stoodDown":false}})");
  const auto back = carry_of(facts(out.text()));
  CHECK(back.member_count == 6);
  CHECK(back.list_bytes == 7);
  CHECK(back.failures == carry.failures);
  CHECK(back.counts.asked == 5);
  CHECK(back.counts.learned == 4);
  CHECK(back.counts.failed == 3);
  CHECK(back.counts.kept == 2);
  CHECK(back.counts.tracks == 1);
  CHECK(carry_of(facts("{}")).member_count == 0);
}

TEST_CASE("decision: log levels are named as the methods of console") {
  Log log;
  log.info("a");
  log.warning("\"b\"");
  log.error("c");
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    write_log(out, Log{});
  }
  CHECK(out.text() == R"({"log":[{"level":"log","text":"a"},{"level":"warn","text":"\"b\""},)"
                      R"({"level":"error","text":"c"}],"log":[]})");
}

TEST_CASE("decision: a write and a response as JSON") {
  json::Writer out;
  {
    const auto scope = out.object();
    write_write(out, "k", Seconds{420},
                {.version = 2, .count = 1, .length = 2, .crc32c = 4294967295});
    write_response(out, {.status = 304, .headers = {{"a", "b"}, {"c", ""}}, .body = "not here"});
  }
  CHECK(out.text() ==
        R"({"write":{"key":"k","expirationTtl":420,"metadata":{"version":2,"count":1,"length":2,)"
        R"("crc32c":4294967295}},"status":304,"headers":{"a":"b","c":""}})");
}

}  // namespace user_listens::boundary
