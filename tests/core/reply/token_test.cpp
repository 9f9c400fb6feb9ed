#include "reply/token.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

// samples::now() is 1764858327 s, and a half.
constexpr std::string_view kNow = "2025-12-04T14:25:27.500Z";

struct TokenCase {
  std::string_view name;
  std::string_view json;
  TokenState state = TokenState::invalid;
};

constexpr auto kTokenCases = std::to_array<TokenCase>({
    {.name = "made now",
     .json = R"({"iat":1764858327,"exp":1764858627})",
     .state = TokenState::valid},
    {.name = "other names beside",
     .json = R"({"sub":{"a":[]},"exp":1764858627,"iat":1764858327})",
     .state = TokenState::valid},
    {.name = "a short one",
     .json = R"({"iat":1764858327,"exp":1764858328})",
     .state = TokenState::valid},
    {.name = "in its last second",
     .json = R"({"iat":1764858028,"exp":1764858328})",
     .state = TokenState::valid},
    {.name = "by a clock a minute ahead",
     .json = R"({"iat":1764858387,"exp":1764858687})",
     .state = TokenState::valid},
    {.name = "just expired",
     .json = R"({"iat":1764858027,"exp":1764858327})",
     .state = TokenState::expired},
    {.name = "long expired", .json = R"({"iat":0,"exp":300})", .state = TokenState::expired},
    {.name = "without any time", .json = R"({"iat":0,"exp":0})", .state = TokenState::expired},
    {.name = "from the future", .json = R"({"iat":1764858388,"exp":1764858688})"},
    {.name = "in milliseconds", .json = R"({"iat":1764858327000,"exp":1764858627000})"},
    {.name = "too long", .json = R"({"iat":1764858327,"exp":1764858628})"},
    {.name = "for ever", .json = R"({"iat":1764858327,"exp":9223372036854775807})"},
    {.name = "of the least number", .json = R"({"iat":-9223372036854775808,"exp":1764858627})"},
    {.name = "of both ends", .json = R"({"iat":-9223372036854775808,"exp":9223372036854775807})"},
    {.name = "before 1970", .json = R"({"iat":-1,"exp":299})"},
    {.name = "ending before it begins", .json = R"({"iat":1764858327,"exp":1764858326})"},
    {.name = "ending before all time", .json = R"({"iat":1764858327,"exp":-9223372036854775808})"},
    {.name = "no iat", .json = R"({"exp":1764858627})"},
    {.name = "no exp", .json = R"({"iat":1764858327})"},
    {.name = "texts", .json = R"({"iat":"1764858327","exp":"1764858627"})"},
    {.name = "fractions", .json = R"({"iat":1764858327.5,"exp":1764858627.5})"},
    {.name = "null", .json = R"({"iat":null,"exp":null})"},
    {.name = "an array", .json = R"([1764858327,1764858627])"},
    {.name = "nested", .json = R"({"a":{"iat":1764858327,"exp":1764858627}})"},
    {.name = "cut off", .json = R"({"iat":1764858327,"exp":176485)"},
    {.name = "nothing", .json = ""},
    {.name = "deep", .json = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["},
    {.name = "no UTF-8", .json = "{\"iat\":1764858327,\"exp\":1764858627,\"\xFF\":1}"},
});

}  // namespace

TEST_CASE("token: claims are valid, expired or malformed") {
  for (const auto& c : kTokenCases) {
    CAPTURE(c.name);
    const auto [state, expires] = read_claims(c.json, samples::time(kNow));
    CHECK(state == c.state);
    if (state == TokenState::valid) CHECK(expires > samples::time(kNow));
  }
}

TEST_CASE("token: a new one holds for five minutes") {
  Arena arena;
  const auto now = samples::time(kNow);
  const auto claims = new_claims(now, arena);
  CHECK(claims == R"({"iat":1764858327,"exp":1764858627})");
  CHECK(read_claims(claims, now).expires == now + Millis{299'500});
  CHECK(read_claims(claims, now + Millis{299'499}).state == TokenState::valid);
  CHECK(read_claims(claims, now + Millis{299'500}).state == TokenState::expired);
}

}  // namespace user_listens
