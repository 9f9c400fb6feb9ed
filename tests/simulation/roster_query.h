// What a refresh gets when it runs ROSTER_SQL: the roster as it is, or for
// hours or days only half readable.
#pragma once

#include <cstdint>
#include <memory>

#include "journal.h"
#include "random.h"
#include "roster.h"
#include "roster_rows.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

class RosterQuery {
 public:
  RosterQuery(Timeline& timeline, Random random, Tally& tally, Journal& journal,
              const Roster& roster)
      : timeline_(timeline), random_(random), tally_(tally), journal_(journal), roster_(roster) {}

  [[nodiscard]] std::shared_ptr<const RosterCopy> run();
  [[nodiscard]] std::shared_ptr<const RosterCopy> without_rows() const;

  // Flaws that come and go.
  [[nodiscard]] Task<> fail_at_times();

 private:
  void begin(Flaw flaw);

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  const Roster& roster_;
  Flaw flaw_ = Flaw::none;
  Members concerned_;
  // Of the roster after so many changes.
  std::shared_ptr<const RosterCopy> copy_;
  std::uint64_t changes_ = 0;
};

}  // namespace user_listens::simulation
