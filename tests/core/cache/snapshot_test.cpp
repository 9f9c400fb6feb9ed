#include "cache/snapshot.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

Snapshot sample_snapshot() {
  return {.last_updated = samples::now(),
          .written_at = samples::time("2025-12-04T14:25:28.001Z"),
          .writer = samples::deployment(),
          .confirmation = "",
          .refresh = {.asked = 3, .learned = 2, .failed = 1, .kept = 1, .tracks = 2},
          .members = {{.username = "alice",
                       .account = "alice_fm",
                       .listen = samples::listen("alice"),
                       .learned_at = samples::now(),
                       .last_answer = AnswerKind::listened,
                       .failures = 0},
                      {.username = "bob",
                       .account = "",
                       .listen = samples::playing("bob"),
                       .learned_at = samples::time("2025-12-04T14:20:27.000Z"),
                       .last_answer = AnswerKind::timeout,
                       .failures = 4},
                      {.username = "carol", .account = "c"}}};
}

std::string sample_value() {
  return complete_snapshot(encode_snapshot_draft(sample_snapshot()), "confirmed");
}

struct RefusedCase {
  std::string_view name;
  std::string_view value;
};

#define MEMBER(listen) \
  R"({"version":2,"members":[{"username":"a","account":"b","listen":)" listen "}]}"

constexpr auto kRefusedCases = std::to_array<RefusedCase>({
    {"no bytes", ""},
    {"null", "null"},
    {"a list", "[]"},
    {"empty object", "{}"},
    {"no version", R"({"members":[]})"},
    {"version 1", R"({"version":1,"members":[]})"},
    {"version 3", R"({"version":3,"members":[]})"},
    {"version as text", R"({"version":"2","members":[]})"},
    {"no members", R"({"version":2})"},
    {"members an object", R"({"version":2,"members":{}})"},
    {"members null", R"({"version":2,"members":null})"},
    {"a member that is null", R"({"version":2,"members":[null]})"},
    {"a member that is a list", R"({"version":2,"members":[[]]})"},
    {"a listen without a track", MEMBER(R"({"username":"a","artist":"b"})")},
    {"a listen of wrong kinds", MEMBER(R"({"username":"a","artist":1,"track":"c"})")},
    {"bytes behind it", R"({"version":2,"members":[]}])"},
});

}  // namespace

TEST_CASE("snapshot: the exact bytes") {
  Snapshot snapshot = sample_snapshot();
  snapshot.members.erase(snapshot.members.begin(), snapshot.members.begin() + 2);
  CHECK(complete_snapshot(encode_snapshot_draft(snapshot), "unconfirmed") ==
        R"({"version":2,"confirmation":"unconfirmed","lastUpdated":"2025-12-04T14:25:27.000Z",)"
        R"("writtenAt":"2025-12-04T14:25:28.001Z",)"
        R"("writer":{"id":"f3b1","deployedAt":"2025-12-01T09:00:00.000Z"},)"
        R"("refresh":{"asked":3,"learned":2,"failed":1,"kept":1,"tracks":2},)"
        R"("members":[{"username":"carol","account":"c","lastAnswer":null,"failures":0,)"
        R"("learnedAt":null,"listen":null}]})");
}

TEST_CASE("snapshot: what was encoded is read again") {
  const auto value = sample_value();
  const auto written = sample_snapshot();
  Arena arena;
  const auto read = read_snapshot(Stored{.value = value, .seal = seal_of(value, 3)}, arena);
  REQUIRE(read);
  CHECK(read->last_updated == written.last_updated);
  CHECK(read->written_at == written.written_at);
  CHECK(read->writer == written.writer);
  CHECK(read->confirmation == "confirmed");
  for (const auto& row : kRefreshCounts) {
    CAPTURE(row.name);
    CHECK(read->refresh.*row.member == written.refresh.*row.member);
  }
  REQUIRE(read->members.size() == written.members.size());
  for (std::size_t i = 0; i < written.members.size(); ++i) {
    CAPTURE(i);
    CHECK(read->members[i].username == written.members[i].username);
    CHECK(read->members[i].account == written.members[i].account);
    CHECK(read->members[i].listen == written.members[i].listen);
    CHECK(read->members[i].learned_at == written.members[i].learned_at);
    CHECK(read->members[i].last_answer == written.members[i].last_answer);
    CHECK(read->members[i].failures == written.members[i].failures);
  }
}

TEST_CASE("snapshot: cut at every byte it is nothing") {
  const auto value = sample_value();
  for (std::size_t size = 0; size < value.size(); ++size) {
    CAPTURE(size);
    Arena arena;
    REQUIRE_FALSE(read_snapshot(samples::sealed(value.substr(0, size)), arena));
  }
}

TEST_CASE("snapshot: with any bit flipped a sealed one is nothing") {
  auto value = sample_value();
  const auto seal = seal_of(value, 3);
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    CAPTURE(bit);
    char& byte = value[bit / 8];
    const char before = byte;
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
    Arena arena;
    REQUIRE_FALSE(read_snapshot(Stored{.value = value, .seal = seal}, arena));
    byte = before;
  }
}

TEST_CASE("snapshot: refused as a whole") {
  for (const auto& c : kRefusedCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK_FALSE(read_snapshot(samples::sealed(c.value), arena));
  }
  Arena arena;
  CHECK_FALSE(read_snapshot(Stored{}, arena));
}

TEST_CASE("snapshot: refused without a seal") {
  Arena arena;
  const auto value = complete_snapshot(encode_snapshot_draft({}), "confirmed");
  CHECK(read_snapshot(samples::sealed(value), arena));
  CHECK_FALSE(read_snapshot(Stored{.value = value}, arena));
}

TEST_CASE("snapshot: unknown fields and answers of later versions are passed over") {
  Arena arena;
  const auto read = read_snapshot(
      samples::sealed(
          R"({"version":2,"new":{"members":[1]},"members":[{"username":"a","lastAnswer":"dozing","x":[{"y":1}]}]})"),
      arena);
  REQUIRE(read);
  REQUIRE(read->members.size() == 1);
  CHECK(read->members.front().username == "a");
  CHECK_FALSE(read->members.front().last_answer.has_value());
}

}  // namespace user_listens
