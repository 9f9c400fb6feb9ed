#include "boundary/answer_bytes.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

using boundary::decode_answer;
using boundary::encode_answer;

Answer sample(AnswerKind kind) {
  Answer answer{.account = {.username = "alice", .source = "listenbrainz", .name = "a\"\\\n"},
                .kind = kind,
                .detail = "error 8"};
  if (kind == AnswerKind::listened) answer.listen = samples::listen("alice");
  return answer;
}

#define LISTEN R"("listen":{"username":"a","artist":"b","track":"c"})"

struct HostileCase {
  std::string_view name;
  std::string_view bytes;
};

constexpr auto kHostileCases = std::to_array<HostileCase>({
    {"no bytes", ""},
    {"null", "null"},
    {"a text", R"("listened")"},
    {"a list", R"([{"kind":"silent"}])"},
    {"empty object", "{}"},
    {"unknown kind", R"({"kind":"dozing"})"},
    {"kind of another type", R"({"kind":1})"},
    {"listened without a listen", R"({"kind":"listened","listen":null})"},
    {"silent with a listen", R"({"kind":"silent",)" LISTEN "}"},
    {"half a listen", R"({"kind":"listened","listen":{"username":"a"}})"},
    {"wrong kinds in a listen",
     R"({"kind":"listened","listen":{"username":"a","artist":"b","track":"c","url":1}})"},
    {"wrong kinds before the kind",
     R"({"listen":{"username":"a","artist":"b","track":"c","url":1},"kind":"listened"})"},
    {"listen within another", R"({"kind":"listened","x":{)" LISTEN "}}"},
    {"bytes behind it", R"({"kind":"silent"}x)"},
});

}  // namespace

TEST_CASE("answer bytes: what was encoded is decoded") {
  for (auto i = static_cast<int>(AnswerKind::listened); i <= static_cast<int>(AnswerKind::crashed);
       ++i) {
    auto answer = sample(static_cast<AnswerKind>(i));
    if (i % 2 == 0) answer.paused_until = samples::now();
    CAPTURE(traits(answer.kind).name);
    Arena arena;
    const auto decoded = decode_answer(encode_answer(answer), arena);
    REQUIRE(decoded);
    CHECK(decoded->account == answer.account);
    CHECK(decoded->paused_until == answer.paused_until);
    CHECK(decoded->kind == answer.kind);
    CHECK(decoded->detail == answer.detail);
    CHECK(decoded->listen == answer.listen);
  }
}

TEST_CASE("answer bytes: the exact bytes") {
  Answer answer{.account = {.username = "alice", .source = "lastfm", .name = "alice_fm"},
                .kind = AnswerKind::rate_limited,
                .detail = "error 29"};
  constexpr std::string_view kHead =
      R"({"kind":"rate_limited","username":"alice","source":"lastfm","account":"alice_fm",)"
      R"("detail":"error 29",)";
  CHECK(encode_answer(answer) == std::string{kHead} + R"("listen":null})");
  answer.paused_until = samples::now();
  CHECK(encode_answer(answer) ==
        std::string{kHead} + R"("pausedUntil":"2025-12-04T14:25:27.000Z","listen":null})");
}

TEST_CASE("answer bytes: a pause that is no time is none") {
  for (const std::string_view pause :
       {R"("soon")", "\"\"", "1764858327000", "null", "{}", R"("10000-01-01T00:00:00.000Z")"}) {
    CAPTURE(pause);
    Arena arena;
    const auto decoded =
        decode_answer(arena.joined({R"({"kind":"silent","pausedUntil":)", pause, "}"}), arena);
    REQUIRE(decoded);
    CHECK_FALSE(decoded->paused_until);
  }
}

TEST_CASE("answer bytes: cut at every byte they are no answer") {
  const auto bytes = encode_answer(sample(AnswerKind::listened));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    Arena arena;
    REQUIRE_FALSE(decode_answer(bytes.substr(0, size), arena));
  }
}

TEST_CASE("answer bytes: hostile ones") {
  for (const auto& c : kHostileCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK_FALSE(decode_answer(c.bytes, arena));
  }
}

}  // namespace user_listens
