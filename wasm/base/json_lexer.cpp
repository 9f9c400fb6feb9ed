#include "base/json_lexer.h"

#include <limits>
#include <optional>

#include "base/ascii.h"
#include "base/decimal_range.h"
#include "base/json_plain.h"
#include "base/utf8.h"

using user_listens::json::Lexer;
namespace ascii = user_listens::ascii;
namespace utf8 = user_listens::utf8;

namespace {

// `number` is one, and has no fraction and no exponent. Nothing when it does not fit.
std::optional<std::int64_t> integer(std::string_view number) {
  const bool is_negative = number.front() == '-';
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::uint64_t most = kMost + is_negative;
  std::uint64_t magnitude = 0;
  for (const char c : number.substr(is_negative)) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (magnitude > (most - digit) / 10) return std::nullopt;
    magnitude = magnitude * 10 + digit;
  }
  return static_cast<std::int64_t>(is_negative ? 0 - magnitude : magnitude);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

Lexer::Token Lexer::scan() {
  if (read_ == 0 && !skip_byte_order_mark()) return Token::parse_error;
  while (read_ < text_.size() && is_blank(text_[read_])) ++read_;
  switch (get()) {
    case kEnd:
      return Token::end_of_input;
    case '{':
      return Token::begin_object;
    case '}':
      return Token::end_object;
    case '[':
      return Token::begin_array;
    case ']':
      return Token::end_array;
    case ':':
      return Token::name_separator;
    case ',':
      return Token::value_separator;
    case 't':
      return continues_with("rue") ? Token::literal_true : Token::parse_error;
    case 'f':
      return continues_with("alse") ? Token::literal_false : Token::parse_error;
    case 'n':
      return continues_with("ull") ? Token::literal_null : Token::parse_error;
    case '"':
      return scan_string() ? Token::value_string : Token::parse_error;
    default:
      return scan_number();
  }
}

int Lexer::get() {
  current_ = read_ < text_.size() ? static_cast<unsigned char>(text_[read_]) : kEnd;
  ++read_;
  return current_;
}

bool Lexer::skip_byte_order_mark() {
  if (get() == 0xEF) return get() == 0xBB && get() == 0xBF;
  unget();
  return true;
}

bool Lexer::continues_with(std::string_view literal) {
  for (const char c : literal) {
    if (get() != c) return false;
  }
  return true;
}

// One at least, the first of which was read.
bool Lexer::skip_digits() {
  const auto begin = read_;
  while (current_ >= '0' && current_ <= '9') get();
  return read_ > begin;
}

Lexer::Token Lexer::scan_number() {
  const auto begin = read_ - 1;
  bool is_integer = true;
  if (current_ == '-') get();
  if (current_ == '0') {
    get();
  } else if (!skip_digits()) {
    return Token::parse_error;
  }
  if (current_ == '.') {
    is_integer = false;
    get();
    if (!skip_digits()) return Token::parse_error;
  }
  if (current_ == 'e' || current_ == 'E') {
    is_integer = false;
    get();
    if (current_ == '+' || current_ == '-') get();
    if (!skip_digits()) return Token::parse_error;
  }
  unget();
  const auto number = text_.substr(begin, read_ - begin);
  if (const auto found = is_integer ? integer(number) : std::nullopt) {
    scanned_.integer = *found;
    return Token::value_integer;
  }
  return user_listens::is_finite_double(number) ? Token::value_float : Token::parse_error;
}

bool Lexer::scan_string() {
  scanned_.is_of_input = true;
  unescaped_.clear();
  while (true) {
    const auto begin = read_;
    if (!skip_characters()) return false;
    const auto piece = text_.substr(begin, read_ - 1 - begin);
    const bool is_end = current_ == '"';
    scanned_.text = piece;
    if (is_end && scanned_.is_of_input) return true;
    unescaped_ += piece;
    scanned_.text = unescaped_;
    if (is_end) return true;
    scanned_.is_of_input = false;
    if (!scan_escape()) return false;
  }
}

// Up to a quote or a backslash, which is read too.
bool Lexer::skip_characters() {
  while (true) {
    read_ += user_listens::json::plain_run(text_.substr(read_));
    if (get() == '"' || current_ == '\\') return true;
    if (!skip_character()) return false;
  }
}

// A character of which the first byte was read, and is no plain one.
bool Lexer::skip_character() {
  if (current_ < 0x20) return false;  // kEnd too
  const auto [bytes, well_formed] = utf8::step(text_.substr(read_ - 1));
  if (well_formed) {
    read_ += bytes - 1;
  } else if (current_ >= 0xC2 && current_ <= 0xF4) {
    read_ += bytes;  // a character can begin so, but it cannot go on so
  }
  return well_formed;
}

bool Lexer::scan_escape() {
  constexpr std::string_view kNames = R"("\/bfnrt)", kMeanings = "\"\\/\b\f\n\r\t";
  if (get() != 'u') {
    const auto at = kNames.find(static_cast<char>(current_));
    if (at != std::string_view::npos) unescaped_ += kMeanings[at];
    return at != std::string_view::npos;
  }
  auto character = scan_code_unit();
  if (utf8::is_high_surrogate(character)) {
    if (get() != '\\' || get() != 'u') return false;
    const auto low = scan_code_unit();
    if (!utf8::is_low_surrogate(low)) return false;
    character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
  } else if (character == kNoUnit || utf8::is_low_surrogate(character)) {
    return false;
  }
  utf8::append(unescaped_, character);
  return true;
}

// Four hexadecimal digits.
unsigned Lexer::scan_code_unit() {
  unsigned unit = 0;
  for (int i = 0; i < 4; ++i) {
    const auto digit = ascii::hex_digit(static_cast<char>(get()));
    if (!digit) return kNoUnit;
    unit = unit * 16 + *digit;
  }
  return unit;
}
