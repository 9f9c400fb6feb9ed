// The integer below a number: base/decimal.h, against the C library's strtod.
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/decimal.h"
#include "target.h"
#include "texts.h"

namespace user_listens::fuzz {
namespace {

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

// RFC 8259, section 6.
bool is_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto whole = skip_digits(text, at);
  if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (text.substr(at).starts_with('.')) {
    const auto end = skip_digits(text, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const bool has_sign = at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-');
    const auto digits = at + 1 + (has_sign ? 1 : 0);
    at = skip_digits(text, digits);
    if (at == digits) return false;
  }
  return at == text.size();
}

void try_number(std::string_view bytes) {
  if (!is_number(bytes)) return;
  const auto floor = floor_of(bytes);
  const std::string number{bytes};
  const double real = std::floor(std::strtod(number.c_str(), nullptr));
  constexpr double kMost = 1e18;
  // A double is the nearest one, which may be the next integer.
  MUST(floor || std::fabs(real) >= kMost, number);
  MUST(!floor || std::fabs(static_cast<double>(*floor) - real) <= 1 + std::fabs(real) * 1e-15,
       number);
}

const Target kNumberTarget{"number", try_number};

}  // namespace
}  // namespace user_listens::fuzz
