// Members whom the stored values still name and the roster does not show any
// more.
#pragma once

#include <span>
#include <string_view>

#include "base/log.h"
#include "listen/memory.h"
#include "refresh/stored_state.h"

namespace user_listens {

// Who stands in the stored snapshot, as far as that is known, and in none of the
// memories that a refresh goes on with: "member7 and 2 more", or "". A snapshot
// that could not be read is taken to name whom the list names.
[[nodiscard]] std::string_view hidden_in_snapshot(const StoredState& state,
                                                  std::span<const Memory> known,
                                                  std::span<const Memory> remaining, Arena& arena);

// The snapshot that would have removed them was not stored.
void warn_of_hidden(std::string_view names, Log& log);

}  // namespace user_listens
