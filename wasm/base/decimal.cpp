#include "base/decimal.h"

#include <algorithm>
#include <cstdint>

#include "base/ascii.h"

namespace user_listens {
namespace {

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

// Takes the digits in front away; false when there are none.
bool skip_digits(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end > 0;
}

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (!skip_digits(text)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  return text.empty();
}

}  // namespace

std::optional<std::int64_t> floor_of(std::string_view number) {
  if (!is_number(number)) return std::nullopt;
  constexpr std::int64_t kMost = 999'999'999'999'999'999;
  const bool is_negative = number.starts_with('-');
  const auto mantissa = number.substr(is_negative, number.find_first_of("eE") - is_negative);
  // So many digits stand before the point, once it has moved by the exponent.
  auto left = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  left += exponent_of(number);
  std::int64_t integer = 0;
  bool has_fraction = false;
  const auto append = [&](int digit) {
    const bool fits = integer <= (kMost - digit) / 10;
    if (fits) integer = integer * 10 + digit;
    return fits;
  };
  for (const char c : mantissa) {
    if (c == '.') continue;
    if (left-- > 0) {
      if (!append(c - '0')) return std::nullopt;
    } else {
      has_fraction |= c != '0';
    }
  }
  for (; left > 0 && integer > 0; --left) {
    if (!append(0)) return std::nullopt;
  }
  return is_negative ? -integer - has_fraction : integer;
}

}  // namespace user_listens
