#include "listen/ordering.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

#include "base/arena.h"
#include "base/crc32c.h"
#include "base/name_index.h"
#include "base/text.h"

namespace user_listens {
namespace {

// The listen's place as a text that sorts: group, time, draw, name. Times count
// from the far end, so that newer ones come first; all have the same width.
std::string_view sort_key(const Listen& listen, std::string_view day, Arena& arena) {
  constexpr std::int64_t kFarEnd = std::numeric_limits<std::int64_t>::max();
  const bool is_timed = !listen.now_playing && listen.played_at.has_value();
  const std::string_view group = listen.now_playing ? "0" : is_timed ? "1" : "2";
  const auto until_end =
      is_timed ? kFarEnd - listen.played_at->time_since_epoch().count() : kFarEnd;
  const auto draw = hexadecimal(crc32c(listen.username, crc32c(day)));
  return arena.joined({group, decimal(until_end), draw, listen.username});
}

}  // namespace

void order_newest_first(std::span<Listen> listens, UnixMillis as_of) {
  const auto day = std::chrono::floor<std::chrono::days>(as_of).time_since_epoch().count();
  Arena arena;
  List<std::string_view> keys;
  keys.reserve(listens.size());
  for (const Listen& listen : listens) keys.push_back(sort_key(listen, decimal(day), arena));
  List<Listen> ordered;
  ordered.reserve(listens.size());
  const NameIndex by_key{std::move(keys)};
  for (const auto position : by_key.in_order()) ordered.push_back(listens[position]);
  std::copy(ordered.begin(), ordered.end(), listens.begin());
}

}  // namespace user_listens
