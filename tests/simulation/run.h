// One refresh of one deployment: what it was told, what it read, what it wrote.
// The judge compares that with the truth.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>

#include "base/time.h"
#include "deployment.h"
#include "music_service.h"
#include "roster.h"
#include "store.h"

namespace user_listens::simulation {

struct Run {
  Deployment* deployment = nullptr;
  Location at = 0;
  Millis clock_error{0};  // of the machine it runs on
  // After how many waits it stalls, and for how long.
  int waits_until_stall = -1;
  Millis stall{0};
  std::string name;   // in the journal
  std::string facts;  // those that every call gets

  UnixMillis scheduled{};
  // By its own clock, but never before the time for which it was scheduled: so
  // much is sure whatever the clock says.
  UnixMillis started{};
  UnixMillis planned{};
  UnixMillis finished{};

  std::shared_ptr<const RosterCopy> roster;  // nothing when it could not be read
  Reading first_list;
  Reading first_snapshot;
  Reading list;  // as read last before writing, and so the snapshot
  Reading snapshot;
  std::array<Told, kMaxMembers> told{};
  std::array<std::size_t, kMaxMembers> play{};
  std::array<bool, kMaxMembers> now_playing{};
  UnixMillis paused_until{};  // the end of the longest pause that the service named
  bool says_stands_down = false;
  int puts = 0;
};

}  // namespace user_listens::simulation
