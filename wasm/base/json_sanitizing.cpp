#include "base/json_sanitizing.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/utf8.h"

namespace user_listens::json {
namespace {

// The code unit of an escape "\uXXXX" at the beginning of `text`.
std::optional<unsigned> escaped_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  unsigned unit = 0;
  for (const char c : text.substr(2, 4)) {
    const auto digit = ascii::hex_digit(c);
    if (!digit) return std::nullopt;
    unit = unit * 16 + *digit;
  }
  return unit;
}

// Copies the escape at the beginning of `text`; returns its length.
std::size_t copy_escape(std::string_view text, std::string& out) {
  const auto unit = escaped_unit(text);
  if (!unit) {
    const auto length = std::min<std::size_t>(2, text.size());
    out += text.substr(0, length);
    return length;
  }
  const auto next = escaped_unit(text.substr(6));
  const bool is_high = utf8::is_high_surrogate(*unit);
  const bool is_pair = is_high && next && utf8::is_low_surrogate(*next);
  const bool is_lone = !is_pair && (is_high || utf8::is_low_surrogate(*unit));
  const std::size_t length = is_pair ? 12 : 6;
  out += is_lone ? std::string_view{"\\ufffd"} : text.substr(0, length);
  return length;
}

}  // namespace

std::string sanitized(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool in_string = false;
  while (!text.empty()) {
    if (in_string && text.front() == '\\') {
      text.remove_prefix(copy_escape(text, out));
      continue;
    }
    if (text.front() == '"') in_string = !in_string;
    const auto [bytes, well_formed] = utf8::step(text);
    if (in_string && !well_formed) {
      out += utf8::kReplacement;
    } else if (in_string && static_cast<unsigned char>(text.front()) < 0x20) {
      out += ' ';
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return out;
}

}  // namespace user_listens::json
