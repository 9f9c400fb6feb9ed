// What a walk through JSON met, as text, to compare whole walks to the letter.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json_reader.h"
#include "base/text.h"

namespace user_listens::json {

// One piece each, separated by blanks: "{", "a=1", "a/0='x'", "}" and so on.
class Events : public Visitor {
 public:
  // Stops with the event of that number, counted from 1.
  explicit Events(std::size_t last = ~std::size_t{0}) : left_(last) {}

  Flow value(const Path& path, const Value& value) override {
    const auto at = text_of(path);
    return add((at.empty() ? "" : at + "=") + text_of(value));
  }
  Flow closed(const Path& path, Kind kind) override {
    return add(text_of(path) + (kind == Kind::object ? "}" : "]"));
  }

  std::string text;

 private:
  Flow add(const std::string& event) {
    text += (text.empty() ? "" : " ") + event;
    return --left_ == 0 ? Flow::stop : Flow::go_on;
  }

  static std::string text_of(const Path& path) {
    std::string text;
    for (std::size_t level = 0; level < path.depth(); ++level) {
      if (level > 0) text += '/';
      text += path.key(level).empty() ? std::string{decimal(path.index(level))}
                                      : std::string{path.key(level)};
    }
    return text;
  }

  static std::string text_of(const Value& value) {
    switch (value.kind) {
      case Kind::null:
        return "null";
      case Kind::boolean:
        return value.boolean ? "true" : "false";
      case Kind::integer:
        return std::string{decimal(value.integer)};
      case Kind::real:
        return "real";
      case Kind::string:
        return "'" + std::string{value.text} + "'";
      case Kind::object:
        return "{";
      case Kind::array:
        return "[";
    }
    return "?";
  }

  std::size_t left_;
};

inline constexpr std::size_t kAnySize = std::size_t{1} << 30;

// The events of a text that is read as a whole; the fault's name otherwise.
[[nodiscard]] inline std::string events_of(std::string_view text) {
  Events events;
  if (const auto error = walk(text, kAnySize, events)) return std::string{name(error->fault)};
  return events.text;
}

}  // namespace user_listens::json
