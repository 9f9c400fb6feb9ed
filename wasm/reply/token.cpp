#include "reply/token.h"

#include "base/json_facts.h"
#include "base/text.h"

namespace user_listens {
namespace {

constexpr Seconds kHoldsFor{300};
// By how much the clock of who makes tokens may be ahead of ours.
constexpr Seconds kClockSkew{60};

std::int64_t second_of(UnixMillis time) { return time.time_since_epoch() / Seconds{1}; }

}  // namespace

std::string_view new_claims(UnixMillis now, Arena& arena) {
  const auto issued = second_of(now);
  return arena.filled(R"({"iat":%,"exp":%})",
                      {decimal(issued), decimal(issued + kHoldsFor.count())});
}

ClaimsReading read_claims(std::string_view claims, UnixMillis now) {
  ClaimsReading reading{.state = TokenState::invalid, .expires = {}};
  const auto facts = json::Facts::read(claims);
  if (!facts) return reading;
  const auto iat = facts.value().integer("iat").value_or(-1);
  const auto exp = facts.value().integer("exp").value_or(-1);
  const auto second = second_of(now);
  if (iat < 0 || iat > second + kClockSkew.count()) return reading;
  // Without signs, what ends before it begins is far too long.
  const auto holds_for = static_cast<std::uint64_t>(exp) - static_cast<std::uint64_t>(iat);
  if (holds_for > std::uint64_t{kHoldsFor.count()}) return reading;
  reading.state = exp <= second ? TokenState::expired : TokenState::valid;
  reading.expires = UnixMillis{Seconds{exp}};
  return reading;
}

}  // namespace user_listens
