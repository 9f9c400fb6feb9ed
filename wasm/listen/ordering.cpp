#include "listen/ordering.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/crc32c.h"
#include "base/list.h"
#include "base/ranking.h"
#include "base/text.h"

namespace user_listens {
namespace {

// What plays has no time of its own; times that are unknown come last.
std::uint64_t time_to_end(const Listen& listen) {
  constexpr auto kEnd = std::numeric_limits<std::uint64_t>::max();
  if (listen.now_playing) return 0;
  if (!listen.played_at) return kEnd;
  return kEnd - 1 - static_cast<std::uint64_t>(listen.played_at->time_since_epoch().count());
}

}  // namespace

void order_newest_first(std::span<Listen> listens, UnixMillis as_of) {
  const auto day = std::chrono::floor<std::chrono::days>(as_of).time_since_epoch().count();
  const auto draw = crc32c(decimal(day));
  List<Rank> ranks;
  ranks.reserve(listens.size());
  for (const Listen& listen : listens) {
    ranks.push_back({time_to_end(listen), crc32c(listen.username, draw),
                     static_cast<std::uint32_t>(ranks.size())});
  }
  sort(ranks);
  const List<Listen> before{listens};
  auto next = listens.begin();
  for (const Rank& rank : ranks) *next++ = before[rank.position];
}

}  // namespace user_listens
