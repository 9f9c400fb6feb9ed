#include "cache/snapshot_fit.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_plain.h"
#include "base/json_writer.h"

namespace user_listens {
namespace {

// More than a member takes beside its texts, and more than the snapshot takes
// beside its members; what escapes take at most for each byte of a text.
constexpr std::size_t kAroundTexts = 700;
constexpr std::size_t kAroundMembers = 64 << 10;
constexpr std::size_t kBytesOfEscape = 6;

std::size_t most_bytes_of(std::string_view text) {
  const bool is_plain = json::plain_run(text) == text.size();
  return is_plain ? text.size() : kBytesOfEscape * text.size();
}

std::size_t most_bytes_of_texts(const Memory& memory) {
  std::size_t bytes = 0;
  for (const auto& [name, text] : kAccountTexts) bytes += most_bytes_of(memory.account.*text);
  if (!memory.listen) return bytes;
  for (const auto text : kListenTexts) bytes += most_bytes_of(*memory.listen.*text);
  return bytes;
}

// Never less than a snapshot takes. Nearly all are below the limit even so, and need
// not be encoded to be measured.
std::size_t upper_bound_of(const Snapshot& snapshot) {
  std::size_t bytes = kAroundMembers;
  for (const Memory& memory : snapshot.memories) {
    bytes += kAroundTexts + most_bytes_of_texts(memory);
  }
  return bytes;
}

// Of each member, in one buffer: what a call has allocated is not given back.
std::vector<std::size_t> sizes_of(const Snapshot& snapshot) {
  std::vector<std::size_t> sizes;
  sizes.reserve(snapshot.memories.size());
  json::Writer out;
  for (const Memory& memory : snapshot.memories) {
    out.clear();
    write_memory(out, memory);
    sizes.push_back(out.text().size() + 1);
  }
  return sizes;
}

std::size_t total(const std::vector<std::size_t>& sizes) {
  std::size_t bytes = kAroundMembers;
  for (const auto size : sizes) bytes += size;
  return bytes;
}

void drop(Snapshot& snapshot, std::string_view Listen::*text) {
  for (Memory& memory : snapshot.memories) {
    if (memory.listen) *memory.listen.*text = "";
  }
}

// Positions of members with a listen, the one that was heard longest ago first.
std::vector<std::size_t> oldest_first(const Snapshot& snapshot) {
  const auto& memories = snapshot.memories;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < memories.size(); ++i) {
    if (memories[i].listen) positions.push_back(i);
  }
  const auto when = [&](std::size_t position) {
    const Listen& listen = *memories[position].listen;
    return listen.now_playing ? memories[position].learned_at : listen.played_at;
  };
  std::stable_sort(positions.begin(), positions.end(),
                   [&](std::size_t one, std::size_t other) { return when(one) < when(other); });
  return positions;
}

// How many listens went.
std::size_t drop_oldest(Snapshot& snapshot, std::vector<std::size_t> sizes, std::size_t max_bytes) {
  std::size_t bytes = total(sizes);
  std::size_t dropped = 0;
  json::Writer out;
  for (const auto position : oldest_first(snapshot)) {
    if (bytes <= max_bytes) break;
    Memory& memory = snapshot.memories[position];
    memory.listen.reset();
    memory.learned_at.reset();
    out.clear();
    write_memory(out, memory);
    bytes -= sizes[position] - (out.text().size() + 1);
    ++dropped;
  }
  return dropped;
}

}  // namespace

LeftOut fit(Snapshot& snapshot, std::size_t max_bytes) {
  LeftOut left_out;
  if (upper_bound_of(snapshot) <= max_bytes || total(sizes_of(snapshot)) <= max_bytes) {
    return left_out;
  }
  left_out.covers = true;
  drop(snapshot, &Listen::image);
  if (total(sizes_of(snapshot)) <= max_bytes) return left_out;
  left_out.links = true;
  drop(snapshot, &Listen::url);
  left_out.listens = drop_oldest(snapshot, sizes_of(snapshot), max_bytes);
  return left_out;
}

}  // namespace user_listens
