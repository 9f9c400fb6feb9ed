// Answers that were changed on their way are none, or answers still: never half of one.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "base/utf8.h"
#include "boundary/answer_bytes.h"
#include "samples.h"

namespace user_listens {
namespace {

using boundary::decode_answer;
using boundary::encode_answer;

Answer sample() {
  return {.account = {.username = "alice", .source = "lastfm", .name = "alice_fm"},
          .kind = AnswerKind::listened,
          .detail = "",
          .listen = samples::listen("alice"),
          .paused_until = samples::now()};
}

std::string decoded_and_encoded(std::string_view bytes) {
  Arena arena;
  const auto answer = decode_answer(bytes, arena);
  return answer ? encode_answer(*answer) : "";
}

}  // namespace

TEST_CASE("answer bytes: with any bit flipped what is decoded is consistent") {
  std::string bytes = encode_answer(sample());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    CAPTURE(bit);
    char& byte = bytes[bit / 8];
    const char before = byte;
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
    Arena arena;
    if (const auto answer = decode_answer(bytes, arena)) {
      REQUIRE(answer->listen.has_value() == (answer->kind == AnswerKind::listened));
      REQUIRE(utf8::is_well_formed(answer->account.username));
    }
    byte = before;
  }
  CHECK(decoded_and_encoded(bytes) == bytes);
}

TEST_CASE("answer bytes: decoding and encoding changes nothing") {
  Answer answer = sample();
  CHECK(decoded_and_encoded(encode_answer(answer)) == encode_answer(answer));
  answer.listen = samples::playing("alice");
  CHECK(decoded_and_encoded(encode_answer(answer)) == encode_answer(answer));
  answer.listen->track = "\"\\\n\x01\x7F\xF0\x9F\x8E\xB5";
  answer.listen->album = {};
  answer.listen->image = {};
  CHECK(decoded_and_encoded(encode_answer(answer)) == encode_answer(answer));
}

TEST_CASE("answer bytes: ill-formed names are mended on the way") {
  Answer answer = sample();
  answer.account.name = "a\xFFz";
  Arena arena;
  const auto decoded = decode_answer(encode_answer(answer), arena);
  REQUIRE(decoded);
  CHECK(decoded->account.name == "a\xEF\xBF\xBDz");
}

TEST_CASE("answer bytes: they are decoded into the arena") {
  std::string bytes = encode_answer(sample());
  Arena arena;
  const auto decoded = decode_answer(bytes, arena);
  bytes.assign(bytes.size(), 'x');
  REQUIRE(decoded);
  CHECK(decoded->account.username == "alice");
  CHECK(decoded->listen == samples::listen("alice"));
}

TEST_CASE("answer bytes: none larger than 1 MiB, and none nested deep") {
  constexpr std::size_t kMiB = 1 << 20;
  const std::string bytes = encode_answer(sample());
  CHECK_FALSE(decoded_and_encoded(bytes + std::string(kMiB - bytes.size(), ' ')).empty());
  CHECK(decoded_and_encoded(bytes + std::string(kMiB + 1 - bytes.size(), ' ')).empty());
  CHECK(decoded_and_encoded(R"({"kind":"silent","x":)" + std::string(40, '[')).empty());
  CHECK(decoded_and_encoded(bytes + bytes).empty());
  CHECK(decoded_and_encoded(bytes + std::string(1, '\0')).empty());
}

}  // namespace user_listens
