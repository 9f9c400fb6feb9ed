// The event log of a year: time, who, what.
//
// Closed while years are only checked: a year replays exactly, so the log is
// made when it is wanted, by a second run.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "base/time.h"

namespace user_listens::simulation {

class Journal {
 public:
  enum class Mode : unsigned char { closed, keep_last, print };

  explicit Journal(Mode mode, UnixMillis from = {}) : mode_(mode), from_(from) {}

  // Ask before making a text for it.
  [[nodiscard]] bool is_open() const { return mode_ != Mode::closed; }

  void note(UnixMillis time, std::string_view who, std::string_view what);

  [[nodiscard]] const std::deque<std::string>& last() const { return last_; }

 private:
  Mode mode_;
  UnixMillis from_;
  std::deque<std::string> last_;
};

}  // namespace user_listens::simulation
