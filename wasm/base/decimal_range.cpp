#include "base/decimal_range.h"

#include <algorithm>
#include <cstdint>

#include "base/ascii.h"

namespace user_listens {
namespace {

// 2^1024 - 2^970: it and what is larger round to infinity.
constexpr std::string_view kFirstInfinite =
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017"
    "977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273"
    "854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704"
    "342711559699508093042880177904174497792";
// 0.17976931348623158079… * 10^309
constexpr std::int64_t kItsMagnitude = 309;

// Beyond what any number of digits that memory holds could make up for.
constexpr std::int64_t kLargestExponent = 1'000'000'000'000;

std::int64_t exponent_of(std::string_view text) {
  const auto at = text.find_first_of("eE");
  if (at == std::string_view::npos) return 0;
  std::int64_t exponent = 0;
  for (const char c : text.substr(at)) {
    if (ascii::is_digit(c)) exponent = std::min(exponent * 10 + (c - '0'), kLargestExponent);
  }
  return text[at + 1] == '-' ? -exponent : exponent;
}

}  // namespace

bool is_finite_double(std::string_view number) {
  // The number as 0.d1d2d3… * 10^magnitude, d1 being the first digit that is no zero.
  auto magnitude = exponent_of(number);
  bool is_fraction = false;
  std::size_t matched = 0;  // of kFirstInfinite
  bool is_decided = false, is_smaller = false, has_begun = false;
  for (const char c : number) {
    if (c == 'e' || c == 'E') break;
    if (c == '.') is_fraction = true;
    if (!ascii::is_digit(c)) continue;
    has_begun = has_begun || c != '0';
    magnitude += has_begun && !is_fraction ? 1 : 0;
    magnitude -= !has_begun && is_fraction ? 1 : 0;
    if (!has_begun || is_decided || matched == kFirstInfinite.size()) continue;
    is_decided = c != kFirstInfinite[matched];
    is_smaller = c < kFirstInfinite[matched++];
  }
  if (!has_begun || magnitude != kItsMagnitude) return !has_begun || magnitude < kItsMagnitude;
  return is_decided ? is_smaller : matched < kFirstInfinite.size();
}

}  // namespace user_listens
