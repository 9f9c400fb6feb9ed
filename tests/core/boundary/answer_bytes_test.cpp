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
using boundary::kMaxAnswerRecord;
using namespace std::string_view_literals;

Answer sample(AnswerKind kind) {
  Answer answer{.account = {.username = "alice", .source = "listenbrainz", .name = "a\"\\\n"},
                .kind = kind,
                .detail = "error 8"};
  if (kind == AnswerKind::listened) answer.listen = samples::listen("alice");
  return answer;
}

// The layout, the kind, and the account; the detail, if there is room for it, and no pause.
#define HEAD(layout, kind) layout kind "\1\0\0\0a\6\0\0\0lastfm\1\0\0\0a"
#define NO_DETAIL "\0\0\0\0"
#define NO_TIME "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"

struct HostileCase {
  std::string_view name;
  std::string_view bytes;
};

constexpr auto kHostileCases = std::to_array<HostileCase>({
    {"no bytes", ""},
    {"the layout alone", "\xA1"sv},
    {"as it was before", R"({"kind":"silent","username":"a","listen":null})"},
    {"another layout", HEAD("\xA2", "\1") NO_DETAIL NO_TIME ""sv},
    {"layout zero", HEAD("\0", "\1") NO_DETAIL NO_TIME ""sv},
    {"the first unknown kind", HEAD("\xA1", "\x10") NO_DETAIL NO_TIME ""sv},
    {"the last unknown kind", HEAD("\xA1", "\xFF") NO_DETAIL NO_TIME ""sv},
    {"listened without a listen", HEAD("\xA1", "\0") NO_DETAIL NO_TIME ""sv},
    {"bytes behind it", HEAD("\xA1", "\1") NO_DETAIL NO_TIME "\0"sv},
    {"a text longer than all", HEAD("\xA1", "\1") "\xFF\xFF\xFF\xFF" NO_TIME ""sv},
    {"a text that takes what is behind it", HEAD("\xA1", "\1") "\x8\0\0\0" NO_TIME ""sv},
    {"an ill-formed text", HEAD("\xA1", "\1") "\2\0\0\0\xC3\x28" NO_TIME ""sv},
    {"zeros", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv},
});

}  // namespace

TEST_CASE("answer bytes: what was encoded is decoded") {
  for (auto i = static_cast<int>(AnswerKind::listened); i <= static_cast<int>(AnswerKind::crashed);
       ++i) {
    auto answer = sample(static_cast<AnswerKind>(i));
    if (i % 2 == 0) answer.paused_until = samples::now();
    CAPTURE(traits(answer.kind).name);
    const auto bytes = encode_answer(answer);
    const auto decoded = decode_answer(bytes);
    REQUIRE(decoded);
    CHECK(decoded->account == answer.account);
    CHECK(decoded->paused_until == answer.paused_until);
    CHECK(decoded->kind == answer.kind);
    CHECK(decoded->detail == answer.detail);
    CHECK(decoded->listen == answer.listen);
  }
}

TEST_CASE("answer bytes: the exact bytes") {
  Answer answer{.account = {.username = "a", .source = "lastfm", .name = "a"},
                .kind = AnswerKind::silent};
  CHECK(encode_answer(answer) == HEAD("\xA1", "\1") NO_DETAIL NO_TIME ""sv);
  answer.detail = "ok";
  answer.paused_until = UnixMillis{Millis{0x0102}};
  CHECK(encode_answer(answer) == HEAD("\xA1", "\1") "\2\0\0\0ok\2\1\0\0\0\0\0\0"sv);
  CHECK(decode_answer(HEAD("\xA1", "\1") NO_DETAIL NO_TIME ""sv));
}

TEST_CASE("answer bytes: cut at every byte they are no answer") {
  const auto bytes = encode_answer(sample(AnswerKind::listened));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    REQUIRE_FALSE(decode_answer(std::string{bytes.substr(0, size)}));
  }
}

TEST_CASE("answer bytes: malformed bytes are no answer") {
  for (const auto& c : kHostileCases) {
    CAPTURE(c.name);
    CHECK_FALSE(decode_answer(std::string{c.bytes}));
  }
}

TEST_CASE("answer bytes: a misplaced listen, or one that is not safe, is refused") {
  Answer answer = sample(AnswerKind::listened);
  answer.kind = AnswerKind::timeout;
  CHECK_FALSE(decode_answer(encode_answer(answer)));
  answer.kind = AnswerKind::listened;
  answer.listen->image = "http://covers.example/1.png";
  CHECK_FALSE(decode_answer(encode_answer(answer)));
  answer.listen->image = "";
  CHECK(decode_answer(encode_answer(answer)));
  answer.listen->album = "a\xFFz";
  CHECK_FALSE(decode_answer(encode_answer(answer)));
}

TEST_CASE("answer bytes: the longest answer fits, one byte more does not") {
  Answer answer = sample(AnswerKind::listened);
  const std::string name(kMaxNameBytes, 'n');
  const auto url = "https://" + std::string(kMaxUrlBytes - 8, 'u');
  answer.account = {.username = name, .source = name, .name = name};
  answer.detail = name;
  answer.listen->username = answer.listen->artist = answer.listen->album = name;
  answer.listen->track = answer.listen->source = name;
  answer.listen->image = answer.listen->url = url;
  CHECK(decode_answer(encode_answer(answer)));
  const std::string detail(kMaxAnswerRecord, 'd');
  answer.detail = std::string_view{detail}.substr(encode_answer(answer).size() - name.size());
  CHECK(encode_answer(answer).size() == kMaxAnswerRecord);
  CHECK(decode_answer(encode_answer(answer)));
  answer.detail = std::string_view{detail}.substr(0, answer.detail.size() + 1);
  CHECK_FALSE(decode_answer(encode_answer(answer)));
}

}  // namespace user_listens
