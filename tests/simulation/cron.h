// A refresh as the shim performs it, in virtual time: the same calls of the
// core in the same order and with the same facts as shim/refresh.js,
// shim/upstream.js and shim/kv.js. The judge looks on.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asking.h"
#include "boundary/calls.h"
#include "decision.h"
#include "journal.h"
#include "judge.h"
#include "music_service.h"
#include "random.h"
#include "run.h"
#include "store.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

class Cron {
 public:
  Cron(Timeline& timeline, Random random, Tally& tally, Journal& journal, Roster& roster,
       MusicService& service, Store& store, Judge& judge)
      : timeline_(timeline),
        random_(random),
        tally_(tally),
        journal_(journal),
        roster_(roster),
        service_(service),
        store_(store),
        judge_(judge) {}

  [[nodiscard]] Task<> refresh(std::unique_ptr<Run> owned, UnixMillis scheduled);

 private:
  using Call = boundary::Output (*)(boundary::Parts);
  using Part = std::optional<std::string_view>;
  struct Flight;

  [[nodiscard]] boundary::Output call(Run& run, Call function, std::string_view more,
                                      const std::vector<Part>& parts);
  [[nodiscard]] UnixMillis clock(const Run& run) const { return timeline_.now() + run.clock_error; }

  [[nodiscard]] UnixMillis time_by(const Run& run) const {
    return std::max(clock(run), run.scheduled);
  }

  [[nodiscard]] Task<std::string> read_roster(Run& run);
  [[nodiscard]] Task<std::vector<std::string>> ask(Run& run, const Decision& plan);
  [[nodiscard]] Flight take_off(Errand errand, const Decision& plan, const Asking& asking);
  // The answer to `errand` takes the place of the one before.
  void report(Run& run, const Errand& errand, const ServiceAnswer& answer, Asking& asking,
              std::vector<std::string>& answers);
  [[nodiscard]] boundary::Output finish(Run& run, std::string_view roster_fact,
                                        const std::vector<std::string>& answers);
  [[nodiscard]] Task<std::string> store(Run& run, const boundary::Output& finished, Millis timeout);
  [[nodiscard]] Put put_of(Run& run, const WriteOrder& order, const std::string& value, Count kind);
  // What every wait of a run goes through: it may stall there.
  [[nodiscard]] Timeline::Sleep pause(Run& run, Millis duration);
  void look_at_log(Run& run, std::string_view decision);
  void note(const Run& run, std::string_view what) const;

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  Roster& roster_;
  MusicService& service_;
  Store& store_;
  Judge& judge_;
};

}  // namespace user_listens::simulation
