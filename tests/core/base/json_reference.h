// How our reader and nlohmann/json read the same text: as lines, so that whole
// walks can be compared.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/json_reader.h"

namespace user_listens::json {

// The events of a walk, one line each, and the fault that ended it.
struct Course {
  std::string events;
  std::optional<std::size_t> fault;  // where it was noticed
  bool is_too_deep = false;          // to us
  bool is_unexpected = false;        // to us: a token that cannot stand there
  bool is_too_large = false;         // a number, to nlohmann/json: 1e400

  void add(std::string_view event) { events.append(event).append("\n"); }
  void add(std::string_view key, std::string_view event) {
    events.append(key).append("=");
    add(event);
  }
};

inline std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string out;
  for (const auto piece : pieces) out += piece;
  return out;
}

inline std::string in_quotes(std::string_view text) { return joined({"'", text, "'"}); }

class Ours : public Visitor {
 public:
  Flow value(const Path& path, const Value& value) override {
    using namespace std::string_view_literals;
    constexpr std::array kOpening{""sv, ""sv, ""sv, "real"sv, ""sv, "{"sv, "["sv};
    const auto key = path.last_key();
    if (value.is(Kind::null)) course.add(key, "null");
    if (value.is(Kind::boolean)) course.add(key, value.boolean ? "true" : "false");
    if (value.is(Kind::integer)) course.add(key, std::to_string(value.integer));
    if (value.is(Kind::string)) course.add(key, in_quotes(value.text));
    const auto opening = kOpening[static_cast<std::size_t>(value.kind)];
    if (!opening.empty()) course.add(key, opening);
    return Flow::go_on;
  }
  Flow closed(const Path&, Kind kind) override {
    course.add(kind == Kind::object ? "}" : "]");
    return Flow::go_on;
  }

  Course course;
};

// nlohmann's events as ours: large integers are real, and the end of the text
// is no byte of it.
class Theirs {
 public:
  using json = nlohmann::json;

  explicit Theirs(std::size_t size) : size_(size) {}

  bool null() { return scalar("null"); }
  bool boolean(bool is_true) { return scalar(is_true ? "true" : "false"); }
  bool number_integer(std::int64_t number) { return scalar(std::to_string(number)); }
  bool number_unsigned(std::uint64_t number) {
    const bool fits = number <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    return scalar(fits ? std::to_string(number) : "real");
  }
  bool number_float(double, const std::string&) { return scalar("real"); }
  bool string(std::string& text) { return scalar(in_quotes(text)); }
  static bool binary(json::binary_t&) { return false; }
  bool start_object(std::size_t) { return scalar("{"); }
  bool start_array(std::size_t) { return scalar("["); }
  bool end_object() { return close("}"); }
  bool end_array() { return close("]"); }
  bool key(std::string& key) {
    key_ = key;
    return true;
  }
  bool parse_error(std::size_t read, const std::string&, const nlohmann::json::exception& error) {
    constexpr int kNumberOverflow = 406;
    course.is_too_large = error.id == kNumberOverflow;
    course.fault = read > size_ ? size_ : read - (read > 0);
    return false;
  }

  Course course;

 private:
  bool scalar(std::string_view event) {
    course.add(key_, event);
    key_.clear();
    return true;
  }
  bool close(std::string_view event) {
    course.add(event);
    return true;
  }

  std::size_t size_;
  std::string key_;
};

inline Course ours(std::string_view text) {
  Ours visitor;
  const auto error = walk(text, std::size_t{1} << 30, visitor);
  if (error) visitor.course.fault = error->offset;
  visitor.course.is_too_deep = error && error->fault == Fault::too_deep;
  visitor.course.is_unexpected = error && error->fault == Fault::unexpected;
  return visitor.course;
}

inline Course theirs(std::string_view text) {
  Theirs listener{text.size()};
  nlohmann::json::sax_parse(text.begin(), text.end(), &listener);
  // They take a NUL for the end of the text.
  const auto nul = text.find('\0');
  if (!listener.course.fault && nul != std::string_view::npos) listener.course.fault = nul;
  return listener.course;
}

// nlohmann/json reads a token to its end before it says that it cannot stand there.
inline bool is_within_token(std::string_view text, std::size_t begin, std::size_t at) {
  if (at < begin) return false;
  const auto token = text.substr(begin, at - begin);
  const bool is_string = token.starts_with('"');
  return is_string || token.find_first_of(" \t\r\n{}[]:,\"") == std::string_view::npos;
}

// Nothing when both read the text alike; what is different otherwise. Only we
// have a limit of depth, and only nlohmann/json one of numbers.
[[nodiscard]] inline std::string difference(std::string_view text) {
  const auto expected = theirs(text);
  const auto found = ours(text);
  if (found.is_too_deep) {
    return expected.events.starts_with(found.events) ? "" : "before it is too deep";
  }
  if (expected.is_too_large) {
    return found.events.starts_with(expected.events) ? "" : "before a large number";
  }
  if (found.events != expected.events) {
    return joined({"events:\n", found.events, "instead of:\n", expected.events});
  }
  if (found.is_unexpected && expected.fault) {
    return is_within_token(text, *found.fault, *expected.fault) ? "" : "where the fault is";
  }
  return found.fault == expected.fault ? "" : "where the fault is";
}

}  // namespace user_listens::json
