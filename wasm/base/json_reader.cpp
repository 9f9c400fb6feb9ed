#include "base/json_reader.h"

#include <limits>
#include <string>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/json_plain.h"
#include "base/utf8.h"

namespace user_listens::json {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The value of an integer as JSON writes it; nothing if it does not fit 64 bits.
std::optional<std::int64_t> integer_of(std::string_view digits) {
  const bool is_negative = digits.starts_with('-');
  constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::uint64_t largest = kLargest + is_negative;
  std::uint64_t magnitude = 0;
  for (const char c : digits.substr(is_negative)) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (magnitude > (largest - digit) / 10) return std::nullopt;
    magnitude = magnitude * 10 + digit;
  }
  return static_cast<std::int64_t>(is_negative ? 0 - magnitude : magnitude);
}

}  // namespace

std::string_view name(Fault fault) {
  switch (fault) {
    case Fault::empty:
      return "empty";
    case Fault::too_large:
      return "too large";
    case Fault::too_deep:
      return "nested too deep";
    case Fault::truncated:
      return "truncated";
    case Fault::unexpected:
      return "unexpected character";
    case Fault::bad_number:
      return "invalid number";
    case Fault::bad_string:
      return "control character in a string";
    case Fault::bad_escape:
      return "invalid escape";
    case Fault::bad_utf8:
      return "invalid UTF-8";
  }
  __builtin_trap();
}

bool Path::is(std::initializer_list<std::string_view> pattern) const {
  if (pattern.size() != depth_) return false;
  std::size_t level = 0;
  for (const auto expected : pattern) {
    const Level& found = levels_[level++];
    if (expected != "*" && (found.in_array || found.key != expected)) return false;
  }
  return true;
}

// One function for each rule of the grammar. Each returns whether to go on: it
// is false once the visitor stops, and once there is an error.
class Walk {
 public:
  Walk(std::string_view text, Visitor& visitor) : text_(text), visitor_(visitor) {}

  // Once, from the beginning.
  [[nodiscard]] std::optional<Error> run() {
    const bool goes_on = skip_byte_order_mark() && read_value();
    skip_blanks();
    if (goes_on && !is_at_end()) fail(Fault::unexpected);
    return error_;
  }

 private:
  [[nodiscard]] bool is_at_end() const { return at_ == text_.size(); }
  // NUL at the end of the text, where no rule of the grammar has a use for it.
  [[nodiscard]] char next() const { return is_at_end() ? '\0' : text_[at_]; }

  bool fail(Fault fault) {
    error_ = Error{is_at_end() ? Fault::truncated : fault, at_};
    return false;
  }

  void skip_blanks() {
    while (!is_at_end() && is_blank(text_[at_])) ++at_;
  }

  [[nodiscard]] bool skip(std::string_view expected) {
    for (const char c : expected) {
      if (is_at_end() || text_[at_] != c) return fail(Fault::unexpected);
      ++at_;
    }
    return true;
  }

  [[nodiscard]] bool skip_byte_order_mark() {
    return !text_.starts_with('\xEF') || skip("\xEF\xBB\xBF");
  }

  [[nodiscard]] bool read_value() {
    skip_blanks();
    switch (next()) {
      case '{':
        return read_object();
      case '[':
        return read_array();
      case '"':
        return read_string() && tell({.kind = Kind::string, .text = string_});
      case 't':
        return skip("true") && tell({.kind = Kind::boolean, .boolean = true});
      case 'f':
        return skip("false") && tell({.kind = Kind::boolean, .boolean = false});
      case 'n':
        return skip("null") && tell({});
      default:
        return read_number();
    }
  }

  [[nodiscard]] bool read_object() {
    if (!open(Kind::object)) return false;
    skip_blanks();
    if (next() == '}') return close(Kind::object);
    while (true) {
      if (next() != '"') return fail(Fault::unexpected);
      if (!read_string()) return false;
      path_.levels_[path_.depth_ - 1].key = is_unescaped_ ? escaped_keys_.keep(string_) : string_;
      skip_blanks();
      if (!skip(":") || !read_value()) return false;
      skip_blanks();
      if (next() == '}') return close(Kind::object);
      if (!skip(",")) return false;
      skip_blanks();
    }
  }

  [[nodiscard]] bool read_array() {
    if (!open(Kind::array)) return false;
    skip_blanks();
    if (next() == ']') return close(Kind::array);
    while (true) {
      if (!read_value()) return false;
      skip_blanks();
      if (next() == ']') return close(Kind::array);
      if (!skip(",")) return false;
    }
  }

  [[nodiscard]] bool tell(const Value& value) {
    const Flow flow = visitor_.value(path_, value);
    step();
    return flow == Flow::go_on;
  }

  [[nodiscard]] bool open(Kind kind) {
    if (path_.depth_ == kMaxDepth) return fail(Fault::too_deep);
    path_.bytes_read_ = ++at_;
    if (visitor_.value(path_, {.kind = kind}) == Flow::stop) return false;
    path_.levels_[path_.depth_++] = {.key = {}, .index = 0, .in_array = kind == Kind::array};
    return true;
  }

  [[nodiscard]] bool close(Kind kind) {
    path_.bytes_read_ = ++at_;
    --path_.depth_;
    const Flow flow = visitor_.closed(path_, kind);
    step();
    return flow == Flow::go_on;
  }

  void step() {
    if (path_.depth_ > 0) ++path_.levels_[path_.depth_ - 1].index;
  }

  // Or whatever else begins a value and is none.
  [[nodiscard]] bool read_number() {
    const auto begin = at_;
    bool is_integer = true;
    if (next() == '-') ++at_;
    if (next() == '0') {
      ++at_;
    } else if (!skip_digits(at_ == begin ? Fault::unexpected : Fault::bad_number)) {
      return false;
    }
    if (next() == '.') {
      is_integer = false;
      ++at_;
      if (!skip_digits(Fault::bad_number)) return false;
    }
    if (next() == 'e' || next() == 'E') {
      is_integer = false;
      ++at_;
      if (next() == '+' || next() == '-') ++at_;
      if (!skip_digits(Fault::bad_number)) return false;
    }
    const auto digits = text_.substr(begin, at_ - begin);
    const auto integer = is_integer ? integer_of(digits) : std::nullopt;
    return integer ? tell({.kind = Kind::integer, .integer = *integer})
                   : tell({.kind = Kind::real, .digits = digits});
  }

  // One at least.
  [[nodiscard]] bool skip_digits(Fault fault) {
    if (!ascii::is_digit(next())) return fail(fault);
    while (ascii::is_digit(next())) ++at_;
    return true;
  }

  // Leaves in string_ what stands between the quotes, the first of which is next.
  [[nodiscard]] bool read_string() {
    is_unescaped_ = false;
    auto begin = ++at_;
    while (skip_characters()) {
      const auto piece = text_.substr(begin, at_ - begin);
      if (next() == '"') {
        ++at_;
        string_ = is_unescaped_ ? std::string_view{unescaped_.append(piece)} : piece;
        return true;
      }
      if (!is_unescaped_) unescaped_.clear();
      is_unescaped_ = true;
      unescaped_ += piece;
      if (!read_escape()) return false;
      begin = at_;
    }
    return false;
  }

  // Up to a quote or a backslash.
  [[nodiscard]] bool skip_characters() {
    while (true) {
      at_ += plain_run(text_.substr(at_));
      if (next() == '"' || next() == '\\') return true;
      if (static_cast<unsigned char>(next()) < 0x20) return fail(Fault::bad_string);
      const auto [bytes, is_well_formed] = utf8::step(text_.substr(at_));
      if (!is_well_formed) {
        // Where a character can begin so, what is wrong is the byte after.
        const auto lead = static_cast<unsigned char>(next());
        if (lead >= 0xC2 && lead <= 0xF4) at_ += bytes;
        return fail(Fault::bad_utf8);
      }
      at_ += bytes;
    }
  }

  // Adds to unescaped_ what it stands for.
  [[nodiscard]] bool read_escape() {
    constexpr std::string_view kNames = R"("\/bfnrt)", kMeanings = "\"\\/\b\f\n\r\t";
    ++at_;
    if (next() == 'u') return read_code_point();
    const auto which = kNames.find(next());
    if (is_at_end() || which == std::string_view::npos) return fail(Fault::bad_escape);
    ++at_;
    unescaped_ += kMeanings[which];
    return true;
  }

  // "u00e4", or the pair "ud83d\ude00" of what has no code unit of its own.
  [[nodiscard]] bool read_code_point() {
    auto character = read_code_unit();
    if (!character) return false;
    if (utf8::is_high_surrogate(*character)) {
      if (next() != '\\') return fail(Fault::bad_escape);
      ++at_;
      if (next() != 'u') return fail(Fault::bad_escape);
      const auto low = read_code_unit();
      if (!low) return false;
      if (!utf8::is_low_surrogate(*low)) return fail_at_last_digit();
      character = 0x10000 + ((*character - 0xD800) << 10) + (*low - 0xDC00);
    } else if (utf8::is_low_surrogate(*character)) {
      return fail_at_last_digit();
    }
    utf8::append(unescaped_, *character);
    return true;
  }

  [[nodiscard]] bool fail_at_last_digit() {
    --at_;
    return fail(Fault::bad_escape);
  }

  // A "u" and four hexadecimal digits.
  [[nodiscard]] std::optional<unsigned> read_code_unit() {
    ++at_;
    unsigned unit = 0;
    for (int i = 0; i < 4; ++i) {
      const auto digit = ascii::hex_digit(next());
      if (!digit) {
        fail(Fault::bad_escape);
        return std::nullopt;
      }
      ++at_;
      unit = unit * 16 + *digit;
    }
    return unit;
  }

  std::string_view text_;
  Visitor& visitor_;
  std::size_t at_ = 0;
  Path path_;
  std::string_view string_;    // the one read last, valid until the next
  bool is_unescaped_ = false;  // string_ is unescaped_, and no part of the text
  std::string unescaped_;
  Arena escaped_keys_;
  std::optional<Error> error_;
};

std::optional<Error> walk(std::string_view text, std::size_t max_bytes, Visitor& visitor) {
  if (text.size() > max_bytes) return Error{Fault::too_large, max_bytes};
  const bool is_blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (is_blank) return Error{Fault::empty, text.size()};
  return Walk{text, visitor}.run();
}

}  // namespace user_listens::json
