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
  const auto answer = decode_answer(bytes);
  return answer ? encode_answer(*answer) : "";
}

}  // namespace

TEST_CASE("answer bytes: with any bit flipped what is decoded is consistent") {
  std::string bytes = encode_answer(sample());
  std::size_t decoded = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    CAPTURE(bit);
    char& byte = bytes[bit / 8];
    const char before = byte;
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
    if (const auto answer = decode_answer(bytes)) {
      ++decoded;
      REQUIRE(answer->listen.has_value() == (answer->kind == AnswerKind::listened));
      REQUIRE(utf8::is_well_formed(answer->account.username));
      const auto again = encode_answer(*answer);
      REQUIRE(decoded_and_encoded(again) == again);
    }
    byte = before;
  }
  // A letter is another one then, or an answer of another kind.
  CHECK(decoded > 0);
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

TEST_CASE("answer bytes: decoded texts point into the bytes") {
  const auto bytes = encode_answer(sample());
  const auto answer = decode_answer(bytes);
  REQUIRE(answer);
  for (const auto text : {answer->account.username, answer->account.name, answer->listen->track}) {
    CHECK(text.data() > bytes.data());
    CHECK(text.data() + text.size() < bytes.data() + bytes.size());
  }
}

TEST_CASE("answer bytes: an answer with bytes behind it is refused") {
  const auto bytes = encode_answer(sample());
  CHECK(decoded_and_encoded(bytes + bytes).empty());
  CHECK(decoded_and_encoded(bytes + '\0').empty());
}

}  // namespace user_listens
