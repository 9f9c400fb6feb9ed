#include "journal.h"

#include <cstdio>
#include <utility>

#include "base/time.h"

namespace user_listens::simulation {

static constexpr std::size_t kKept = 60;

void Journal::note(UnixMillis time, std::string_view who, std::string_view what) {
  if (!is_open() || time < from_) return;
  std::string line{std::string_view{to_iso8601(time)}};
  line.append("  ").append(who).append("  ").append(what);
  if (mode_ == Mode::print) {
    std::puts(line.c_str());
    return;
  }
  last_.push_back(std::move(line));
  if (last_.size() > kKept) last_.pop_front();
}

}  // namespace user_listens::simulation
