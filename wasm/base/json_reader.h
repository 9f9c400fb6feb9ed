// Reads JSON (RFC 8259) once, from front to back, and tells a visitor what it
// meets and where. No tree is built: a reader takes the values it knows by
// their path and stops when it has enough, so memory does not grow with the
// input, but for keys with escapes.
//
// Strict: what RFC 8259 does not allow is an error, with its code and its byte. A
// leading byte order mark is skipped. Strings must be well-formed UTF-8; for bytes
// of doubtful origin see json_sanitizing.h. Numbers may be of any size: 1e400 is one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace user_listens::json {

enum class Kind : std::uint8_t { null, boolean, integer, real, string, object, array };

// A scalar, or the opening of an object or array.
struct Value {
  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;  // only for Kind::integer; larger numbers are `real`
  std::string_view text;     // only for Kind::string; lives until the visit returns
  std::string_view digits;   // only for Kind::real: the number as it is written

  [[nodiscard]] bool is(Kind other) const { return kind == other; }
};

// Objects and arrays within each other; deeper text is refused.
inline constexpr std::size_t kMaxDepth = 32;

// Where a value stands, from the root: object keys and array indexes.
class Path {
 public:
  [[nodiscard]] std::size_t depth() const { return depth_; }

  // The key at `level`, 0 being the outermost; "" for an array element.
  [[nodiscard]] std::string_view key(std::size_t level) const { return levels_[level].key; }
  [[nodiscard]] std::string_view last_key() const { return depth_ == 0 ? "" : key(depth_ - 1); }

  // The position of the array element at `level`.
  [[nodiscard]] std::size_t index(std::size_t level) const { return levels_[level].index; }

  // Of the text, up to and with the bracket that has just opened or closed.
  [[nodiscard]] std::size_t bytes_read() const { return bytes_read_; }

  // Whether the path is exactly `pattern`; "*" stands for any key or index.
  [[nodiscard]] bool is(std::initializer_list<std::string_view> pattern) const;

 private:
  friend class Walk;
  struct Level {
    std::string_view key;
    std::size_t index = 0;
    bool in_array = false;
  };
  std::array<Level, kMaxDepth> levels_;
  std::size_t depth_ = 0;
  std::size_t bytes_read_ = 0;
};

enum class Flow : std::uint8_t { go_on, stop };

class Visitor {
 public:
  virtual Flow value(const Path& path, const Value& value) = 0;
  // The object or array at `path` is complete.
  virtual Flow closed(const Path&, Kind) { return Flow::go_on; }

 protected:
  ~Visitor() = default;  // nobody owns one through its base
};

enum class Fault : std::uint8_t {
  empty,       // no bytes, or only white space:                    ""
  too_large,   // more bytes than `max_bytes`
  too_deep,    // opens more than kMaxDepth levels:                 [[[[…
  truncated,   // ends before the value is complete:                {"a":
  unexpected,  // a byte that cannot stand here:                    {a:1}
  bad_number,  // a number without a digit where it needs one:      [1.]
  bad_string,  // a control character that is not escaped:          "a<tab>b"
  bad_escape,  // an unknown escape, or a surrogate without a pair: "\x", "\ud800"
  bad_utf8,    // a string that is not UTF-8:                       "<FF>"
};
[[nodiscard]] std::string_view name(Fault fault);

// Whether the fault is one of the characters in a string, which json_sanitizing.h may fix.
[[nodiscard]] constexpr bool is_in_string(Fault fault) {
  return fault == Fault::bad_string || fault == Fault::bad_escape || fault == Fault::bad_utf8;
}

struct Error {
  Fault fault;
  // Of the first byte that is wrong; of a truncated text, its length.
  std::size_t offset;
};

// Nothing when the whole text was read, or the visitor stopped the walk.
[[nodiscard]] std::optional<Error> walk(std::string_view text, std::size_t max_bytes,
                                        Visitor& visitor);

}  // namespace user_listens::json
