// Log lines as data: the core forms every one, the shim prints them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"

namespace user_listens {

enum class Level : std::uint8_t { info, warning, error };

struct LogLine {
  Level level;
  std::string_view text;
};

// The views of the lines live as long as the log. Whatever its values are, a
// line is one line, well-formed and of visible characters (base/visible.h): each
// other character, a control or a bidi override say, is a blank.
class Log {
 public:
  void info(FormatString pattern, FormatArguments values = {}) {
    add(Level::info, pattern, values);
  }
  void warning(FormatString pattern, FormatArguments values = {}) {
    add(Level::warning, pattern, values);
  }
  void error(FormatString pattern, FormatArguments values = {}) {
    add(Level::error, pattern, values);
  }

  [[nodiscard]] std::span<const LogLine> lines() const { return lines_; }

  // Those since the last time, to be printed.
  [[nodiscard]] std::vector<LogLine> take() { return std::exchange(lines_, {}); }

  // For texts that become part of a line.
  [[nodiscard]] Arena& arena() { return arena_; }

 private:
  void add(Level level, FormatString pattern, FormatArguments values);

  Arena arena_;
  std::vector<LogLine> lines_;
};

// Text from outside, fit for a log line: well-formed, of visible characters and
// blanks (a name must not be able to forge a line), at most 120 bytes.
[[nodiscard]] std::string_view for_log(std::string_view text, Arena& arena);

// The same, with every occurrence of one of `secrets` replaced by "***".
[[nodiscard]] std::string_view for_log(std::string_view text,
                                       std::span<const std::string_view> secrets, Arena& arena);

// "a, b, c and 7 more": at most `most` of the items.
[[nodiscard]] std::string_view enumeration(std::span<const std::string_view> items, Arena& arena,
                                           std::size_t most = 10);

}  // namespace user_listens
