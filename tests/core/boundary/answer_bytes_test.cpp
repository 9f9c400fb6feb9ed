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
  Answer answer{.username = "alice",
                .source = "lastfm",
                .account = "a\"\\\n",
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
    const auto answer = sample(static_cast<AnswerKind>(i));
    CAPTURE(traits(answer.kind).name);
    Arena arena;
    const auto decoded = decode_answer(encode_answer(answer), arena);
    REQUIRE(decoded);
    CHECK(decoded->username == answer.username);
    CHECK(decoded->source == answer.source);
    CHECK(decoded->account == answer.account);
    CHECK(decoded->kind == answer.kind);
    CHECK(decoded->detail == answer.detail);
    CHECK(decoded->listen == answer.listen);
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
