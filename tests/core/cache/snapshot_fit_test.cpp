// What is left out of a snapshot that is too large, and what never is.
#include "cache/snapshot_fit.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

// Ten members, m0 having listened longest ago; m9 plays now, and m8 has no listen.
Snapshot ten_members(Arena& arena) {
  Snapshot snapshot{.last_updated = samples::now(), .written_at = samples::now()};
  for (int i = 0; i < 10; ++i) {
    const auto name = arena.keep("m" + std::to_string(i));
    Memory memory{.account = samples::account(name), .learned_at = samples::now()};
    if (i != 8) memory.listen = samples::listen(name);
    if (memory.listen) memory.listen->played_at = samples::now() - std::chrono::hours{10 - i};
    if (i == 9) {
      memory.listen->now_playing = true;
      memory.listen->played_at.reset();
    }
    snapshot.memories.push_back(memory);
  }
  return snapshot;
}

std::string listens_of(const Snapshot& snapshot) {
  std::string text;
  for (const Memory& memory : snapshot.memories) {
    if (memory.listen) text.append(memory.account.username);
  }
  return text;
}

constexpr std::size_t kAround = 64 << 10;

}  // namespace

TEST_CASE("snapshot fit: covers go first, then links, then the oldest listens, never an account") {
  Arena arena;
  Snapshot whole = ten_members(arena);
  const std::size_t size = encode_snapshot_draft(whole).size();
  struct Case {
    std::string_view name;
    std::size_t less;  // bytes than it would take
    LeftOut left_out;
    std::string_view listens;
  };
  const auto cases = std::to_array<Case>({
      {"enough", 0, {}, "m0m1m2m3m4m5m6m7m9"},
      {"a little less", 300, {.covers = true}, "m0m1m2m3m4m5m6m7m9"},
      {"less than the links", 700, {.covers = true, .links = true}, "m0m1m2m3m4m5m6m7m9"},
      {"less than a listen",
       1150,
       {.covers = true, .links = true, .listens = 1},
       "m1m2m3m4m5m6m7m9"},
      {"less than any listen", size - 100, {.covers = true, .links = true, .listens = 9}, ""},
  });
  for (const auto& c : cases) {
    CAPTURE(c.name);
    Snapshot snapshot = ten_members(arena);
    const LeftOut left_out = fit(snapshot, kAround + size - c.less);
    CHECK(left_out.covers == c.left_out.covers);
    CHECK(left_out.links == c.left_out.links);
    CHECK(left_out.listens == c.left_out.listens);
    CHECK(listens_of(snapshot) == c.listens);
    CHECK(snapshot.memories.size() == 10);
    if (c.name != "less than any listen") {
      CHECK(encode_snapshot_draft(snapshot).size() <= kAround + size - c.less);
    }
  }
}

TEST_CASE("snapshot fit: what fits is never less than what is stored") {
  Arena arena;
  for (const std::string_view text : {"\"", "\\", "\x01", "é", "\xF0\x9F\x8E\xB5"}) {
    CAPTURE(text);
    Snapshot snapshot{.last_updated = samples::now(), .written_at = samples::now()};
    std::string long_name;
    while (long_name.size() < 1000) long_name += text;
    for (int i = 0; i < 200; ++i) {
      Memory memory{.account = samples::account(arena.keep("m" + std::to_string(i)))};
      memory.listen = samples::listen(memory.account);
      memory.listen->artist = memory.listen->track = memory.listen->album = long_name;
      memory.listen->played_at = samples::now() - std::chrono::minutes{i};
      snapshot.memories.push_back(memory);
    }
    const LeftOut left_out = fit(snapshot, 256 << 10);
    CHECK(left_out.listens > 0);
    CHECK(encode_snapshot_draft(snapshot).size() <= 256 << 10);
    CHECK(snapshot.memories.size() == 200);
    // The newest stay.
    CHECK(snapshot.memories[0].listen.has_value());
    CHECK_FALSE(snapshot.memories[199].listen.has_value());
  }
}

}  // namespace user_listens
