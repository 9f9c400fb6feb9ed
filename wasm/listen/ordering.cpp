#include "listen/ordering.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <tuple>
#include <vector>

#include "base/crc32c.h"
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
  // A listen is large to move about: first its place is found.
  struct SortKey {
    std::uint64_t time_to_end;
    std::uint32_t lot;  // of the day
    std::uint32_t position;
  };
  std::vector<SortKey> keys;
  keys.reserve(listens.size());
  for (const Listen& listen : listens) {
    keys.push_back({time_to_end(listen), crc32c(listen.username, draw),
                    static_cast<std::uint32_t>(keys.size())});
  }
  std::sort(keys.begin(), keys.end(), [](const SortKey& a, const SortKey& b) {
    return std::tie(a.time_to_end, a.lot, a.position) < std::tie(b.time_to_end, b.lot, b.position);
  });
  const std::vector<Listen> before{listens.begin(), listens.end()};
  auto next = listens.begin();
  for (const SortKey& key : keys) *next++ = before[key.position];
}

}  // namespace user_listens
