// Reads JSON (RFC 8259) once, from front to back, and tells a visitor what it
// meets and where. No tree is built: a reader takes the values it knows by
// their path and stops when it has enough, so memory does not grow with the
// input, but for keys with escapes. The grammar is nlohmann/json's, the tokens are json_lexer.h's.
//
// A leading byte order mark is skipped. Strings must be well-formed UTF-8; for
// bytes of doubtful origin see json_mending.h.
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
  empty,      // no bytes, or only white space:           ""
  too_large,  // more bytes than `max_bytes`
  too_deep,   // deeper than kMaxDepth:          "[[[[…"
  truncated,  // ends before the value is complete:       {"a":
  malformed,  // breaks the grammar or the encoding:      {a:1}
};
[[nodiscard]] std::string_view name(Fault fault);

struct Error {
  Fault fault;
  std::size_t offset;  // bytes from the beginning to where it was noticed; 0 with too_deep
};

// Nothing when the whole text was read, or the visitor stopped the walk.
[[nodiscard]] std::optional<Error> walk(std::string_view text, std::size_t max_bytes,
                                        Visitor& visitor);

}  // namespace user_listens::json
