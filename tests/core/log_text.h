// A log as one text, to compare whole logs to the letter.
#pragma once

#include <string>

#include "base/log.h"

namespace user_listens {

// One line each: "info: …", "warning: …", "error: …".
[[nodiscard]] inline std::string text_of(const Log& log) {
  std::string text;
  for (const LogLine& line : log.lines()) {
    text += line.level == Level::info      ? "info: "
            : line.level == Level::warning ? "warning: "
                                           : "error: ";
    text += line.text;
    text += '\n';
  }
  return text;
}

}  // namespace user_listens
