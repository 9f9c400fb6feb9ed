#include "render/line.h"

#include <string>

#include "base/utf8.h"

namespace user_listens {
namespace {

// ECMAScript's \s, and Unicode's control characters.
bool is_blank(unsigned c) {
  return c <= 0x20 || utf8::within(c, 0x7F, 0xA0) || c == 0x1680 ||
         utf8::within(c, 0x2000, 0x200A) || utf8::within(c, 0x2028, 0x2029) || c == 0x202F ||
         c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

// Has no direction, or none that counts: punctuation, arrows, signs, emoji (but
// not flags and letters in boxes, which are written from left to right).
bool is_neutral(unsigned c) {
  return c < 0xC0 || c == 0xD7 || c == 0xF7 || utf8::within(c, 0x2000, 0x200D) ||
         utf8::within(c, 0x2010, 0x2060) || utf8::within(c, 0x20A0, 0x20FF) ||
         utf8::within(c, 0x2190, 0x2335) || utf8::within(c, 0x2460, 0x249B) ||
         utf8::within(c, 0x2500, 0x27FF) || utf8::within(c, 0x2900, 0x2BFF) ||
         utf8::within(c, 0x3000, 0x3004) || utf8::within(c, 0x3008, 0x3020) ||
         utf8::within(c, 0xFE00, 0xFE0F) || c == 0xFFFD || utf8::within(c, 0x1F300, 0x1FAFF);
}

// Hebrew, Arabic, Syriac, Thaana, N'Ko …, and the presentation forms.
bool is_right_to_left(unsigned c) {
  return c == 0x200F || utf8::within(c, 0x590, 0x8FF) || utf8::within(c, 0xFB1D, 0xFDFF) ||
         utf8::within(c, 0xFE70, 0xFEFC) || utf8::within(c, 0x10800, 0x10FFF) ||
         utf8::within(c, 0x1E800, 0x1EFFF);
}

bool is_bidi_control(unsigned c) {
  return utf8::within(c, 0x202A, 0x202E) || utf8::within(c, 0x2066, 0x2069);
}

}  // namespace

std::string_view one_line(std::string_view text, Arena& arena) {
  std::string out;
  bool is_gap = false;
  while (!text.empty()) {
    const auto [c, bytes] = utf8::next(text);
    text.remove_prefix(bytes);
    if (is_bidi_control(c)) continue;
    if (is_blank(c)) {
      is_gap = true;
      continue;
    }
    if (is_gap && !out.empty()) out += ' ';
    is_gap = false;
    utf8::append(out, utf8::within(c, 0xFFFE, 0xFFFF) ? 0xFFFD : c);
  }
  return arena.keep(out);
}

bool has_right_to_left(std::string_view text) {
  while (!text.empty()) {
    const auto [c, bytes] = utf8::next(text);
    if (is_right_to_left(c)) return true;
    text.remove_prefix(bytes);
  }
  return false;
}

bool is_rtl(std::string_view text) {
  while (!text.empty()) {
    const auto [c, bytes] = utf8::next(text);
    text.remove_prefix(bytes);
    if (is_right_to_left(c)) return true;
    // Any other letter; signs and digits have no say.
    if (utf8::within(c | 0x20, 'a', 'z') || !is_neutral(c)) return false;
  }
  return false;
}

}  // namespace user_listens
