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

TEST_CASE("facts: seal or error of a stored value") {
  const auto known = facts(
      R"({"reads":[{"metadata":{"version":2,"count":1,"length":2,"crc32c":3}},{"error":"KV is down"},{}]})");
  const auto sealed = stored_of(known, "reads.0", "{}");
  CHECK(sealed.value == "{}");
  CHECK(sealed.seal == Seal{.version = 2, .count = 1, .length = 2, .crc32c = 3});
  CHECK_FALSE(sealed.error);
  const auto failed = stored_of(known, "reads.1", std::nullopt);
  CHECK_FALSE(failed.value);
  CHECK_FALSE(failed.seal);
  CHECK(failed.error == "KV is down");
  for (const std::string_view path : {"reads.2", "reads.3"}) {
    const auto nothing = stored_of(known, path, std::nullopt);
    CHECK_FALSE(nothing.value);
    CHECK_FALSE(nothing.seal);
    CHECK_FALSE(nothing.error);
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

TEST_CASE("decision: a response as JSON") {
  json::Writer out;
  {
    const auto scope = out.object();
    write_response(out, {.status = 304, .headers = {{"a", "b"}, {"c", ""}}, .body = "not here"});
  }
  CHECK(out.text() == R"({"status":304,"headers":{"a":"b","c":""}})");
}

TEST_CASE("boundary: half a character of UTF-16 in a fact costs that character") {
  const std::string_view text = R"({"error":"KV said \ud83d","metadata":null})";
  const std::optional<std::string_view> part = text;
  CHECK(facts_of({&part, 1}).text("error") == "KV said \xEF\xBF\xBD");
}

}  // namespace user_listens::boundary
