#include "base/json_reader.h"

#include "base/arena.h"
#include "base/json_parser.h"

namespace user_listens::json {

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
    case Fault::malformed:
      return "not JSON";
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

// The bridge between nlohmann's SAX events and a Visitor: it keeps the path.
// The only instantiation of nlohmann's parser, since each costs about 20 KB.
class Walk {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  Walk(Visitor& visitor, std::string_view text) : visitor_(visitor), text_(text) {}

  // Once, from the beginning.
  [[nodiscard]] std::optional<Error> run() {
    Parser{Input{text_, scanned_}}.sax_parse(this);
    return error_;
  }

  bool null() { return scalar({}); }
  bool boolean(bool boolean) { return scalar({.kind = Kind::boolean, .boolean = boolean}); }
  bool number_integer(number_integer_t) {
    return scalar({.kind = Kind::integer, .integer = scanned_.integer});
  }
  static bool number_unsigned(number_unsigned_t) { return false; }
  bool number_float(number_float_t, const string_t&) { return scalar({.kind = Kind::real}); }
  bool string(string_t&) { return scalar({.kind = Kind::string, .text = scanned_.text}); }
  static bool binary(binary_t&) { return false; }

  bool start_object(std::size_t) { return open(Kind::object); }
  bool end_object() { return close(Kind::object); }
  bool start_array(std::size_t) { return open(Kind::array); }
  bool end_array() { return close(Kind::array); }

  bool key(string_t&) {
    const auto key = scanned_.text;
    path_.levels_[path_.depth_ - 1].key = scanned_.is_of_input ? key : escaped_keys_.keep(key);
    return true;
  }

  // `read` counts the byte that could not be, the end of the input included.
  bool parse_error(std::size_t read, const string_t&, const nlohmann::detail::exception&) {
    const bool at_end = read > text_.size();
    error_ = Error{at_end ? Fault::truncated : Fault::malformed,
                   at_end ? text_.size() : read - (read > 0)};
    return false;
  }

 private:
  bool scalar(const Value& value) {
    const Flow flow = visitor_.value(path_, value);
    step();
    return flow == Flow::go_on;
  }

  bool open(Kind kind) {
    if (path_.depth_ == kMaxDepth) {
      error_ = Error{Fault::too_deep, 0};
      return false;
    }
    if (visitor_.value(path_, {.kind = kind}) == Flow::stop) return false;
    auto& level = path_.levels_[path_.depth_++];
    level.key = {};
    level.index = 0;
    level.in_array = kind == Kind::array;
    return true;
  }

  bool close(Kind kind) {
    --path_.depth_;
    const Flow flow = visitor_.closed(path_, kind);
    step();
    return flow == Flow::go_on;
  }

  void step() {
    if (path_.depth_ > 0) ++path_.levels_[path_.depth_ - 1].index;
  }

  Visitor& visitor_;
  std::string_view text_;
  Scanned scanned_;
  Path path_;
  Arena escaped_keys_;
  std::optional<Error> error_;
};

std::optional<Error> walk(std::string_view text, std::size_t max_bytes, Visitor& visitor) {
  if (text.size() > max_bytes) return Error{Fault::too_large, max_bytes};
  const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (blank) return Error{Fault::empty, text.size()};
  return Walk{visitor, text}.run();
}

}  // namespace user_listens::json
