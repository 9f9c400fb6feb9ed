// A refresh as the shim performs it, in virtual time: like shim/perform.js it
// does what the core wants done, and tells what came of that. The judge looks
// on.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "copies.h"
#include "journal.h"
#include "judge.h"
#include "music_service.h"
#include "random.h"
#include "refresh/effects.h"
#include "roster_query.h"
#include "run.h"
#include "store.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

class Cron {
 public:
  Cron(Timeline& timeline, Random random, Tally& tally, Journal& journal, RosterQuery& roster,
       MusicService& service, Store& store, Judge& judge, Instances& instances)
      : timeline_(timeline),
        random_(random),
        tally_(tally),
        journal_(journal),
        roster_(roster),
        service_(service),
        store_(store),
        judge_(judge),
        instances_(instances) {}

  [[nodiscard]] Task<> refresh(std::unique_ptr<Run> owned, UnixMillis scheduled);

 private:
  struct Flight;
  struct Refresh;

  [[nodiscard]] UnixMillis clock(const Run& run) const {
    return timeline_.now() + run.clock_error.now;
  }

  [[nodiscard]] UnixMillis time_by(const Run& run) const {
    return clock(run) + std::max(run.scheduled - run.began, Millis{0});
  }

  // Storage is performed one after the other, which takes its time; all else
  // comes to something later.
  [[nodiscard]] Task<> query(Refresh& refresh, const effect::Query& query);
  [[nodiscard]] Task<> read(Refresh& refresh, const effect::Read& read);
  [[nodiscard]] Task<> put(Refresh& refresh, const effect::Put& put);
  void begin(Refresh& refresh, const Effect& effect);
  void send(Refresh& refresh, const effect::Fetch& fetch);

  // The next of all that is under way.
  [[nodiscard]] Task<> next_arrival(Refresh& refresh);
  void land(Refresh& refresh, const Flight& flight);
  // The answer takes the place of the one before.
  void note_answer(Run& run, const Flight& flight, const ServiceAnswer& answer);
  void note_roster(Run& run, std::shared_ptr<const RosterCopy> roster);

  // What the core wants done next.
  [[nodiscard]] std::vector<Effect> tell(Refresh& refresh);

  // What every wait of a run goes through: it may stall there.
  [[nodiscard]] Timeline::Sleep pause(Run& run, Millis duration);
  void look_at_log(Run& run, std::string_view line);
  void note(const Run& run, std::string_view what) const;

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  RosterQuery& roster_;
  MusicService& service_;
  Store& store_;
  Judge& judge_;
  Instances& instances_;
};

}  // namespace user_listens::simulation
