// One refresh of one deployment: what it was told, what it read, what it wrote.
// The judge compares that with the truth.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "clocks.h"
#include "deployment.h"
#include "music_service.h"
#include "roster_copy.h"
#include "service_word.h"
#include "store.h"

namespace user_listens::simulation {

// After how many waits a refresh stalls, and for how long.
struct Stall {
  int after_waits = -1;
  Millis duration{0};
};

struct Run {
  Deployment* deployment = nullptr;
  Location at = 0;
  ClockError clock_error;  // of the machine it runs on, and of the platform's schedule
  Stall stall;
  std::string name;  // in the journal

  UnixMillis scheduled{};
  UnixMillis began{};  // by its own clock
  // The same, but by a clock that is behind the schedule as much later: so much is
  // sure whatever the clock says.
  UnixMillis started{};
  UnixMillis planned{};
  // Of the last answer or value that it waited for before it began to write.
  UnixMillis finished{};

  std::shared_ptr<const RosterCopy> roster;  // nothing when it could not be read
  UnixMillis roster_read{};                  // when, by its own clock as above
  UnixMillis roster_truly_read{};
  Reading first_list;
  Reading first_snapshot;
  Reading list;  // as read last before writing, and so the snapshot
  Reading snapshot;
  Reading read_back;          // the list, after it was put
  bool has_asked = false;     // it went on to ask, though perhaps about nobody
  UnixMillis asking_began{};  // in truth, as the next
  Millis asking_took{0};
  Members asked;  // about whom a request was sent
  Members under_way;
  // Who was to be asked about, and how many at the most: nothing when a wrong clock
  // makes that doubtful.
  Members due;
  Members may_be_due;  // the same, and who may have been a little early
  std::optional<std::size_t> most_requests;
  // How many were to be asked about, as its last log line says.
  std::optional<std::size_t> planned_requests;
  // The account that was asked about.
  std::array<Account, kMaxMembers> account{};
  std::array<Told, kMaxMembers> told{};
  std::array<std::size_t, kMaxMembers> play{};
  std::array<bool, kMaxMembers> now_playing{};
  Members cut;    // cut off by the deadline, under way or not
  Members heard;  // answered about
  ServiceWord word;
  bool says_stands_down = false;
  bool says_many_are_gone = false;
  bool renews = false;  // it writes the snapshot again, before anybody is asked
  int puts = 0;

  [[nodiscard]] bool has_right_clock() const {
    return clock_error.now == Millis{0} && clock_error.scheduled == Millis{0};
  }
};

}  // namespace user_listens::simulation
