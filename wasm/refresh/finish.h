// From the answers to the list: what a refresh has learned and will write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/log.h"
#include "cache/snapshot.h"
#include "refresh/fence.h"
#include "refresh/roster.h"
#include "refresh/stored_state.h"
#include "settings/settings.h"

namespace user_listens {

enum class RefreshOutcome : std::uint8_t {
  writes_nothing,  // what is stored is better than anything that could be written
  stood_down,      // somebody else writes (refresh/fence.h)
  writes,
};

struct Finished {
  RefreshCounts counts;
  AnswerCounts failures{};
  RefreshOutcome outcome = RefreshOutcome::writes_nothing;
  std::string list;              // the value for Slot::recent; "" unless it writes, as the next
  std::string snapshot_draft;    // "" when the stored snapshot is to stay
  std::size_t member_count = 0;  // in the snapshot
  // Who must go from the stored snapshot, for the log (refresh/hidden.h); of the log's arena.
  std::string_view hidden;
};

// A list is written when something was learned, or to keep a known one alive;
// never when neither list nor snapshot could be read and somebody did not
// answer, since the list could become poorer than the stored one. A roster that
// was read again counts after the first one: whom that hides comes back only by a
// row that is understood.
[[nodiscard]] Finished finish_refresh(Result<Roster, RosterError> roster,
                                      std::optional<Roster> read_again,
                                      std::span<const Answer> answers, const StoredState& state,
                                      const Settings& settings, const Run& run, Log& log);

}  // namespace user_listens
