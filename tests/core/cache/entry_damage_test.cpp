// Entries that were cut or changed are never taken for whole ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cache/entry.h"
#include "samples.h"

namespace user_listens {
namespace {

std::vector<Listen> three_tracks() {
  return {samples::playing("carol"), samples::listen("alice"), samples::listen("b\xC3\xB6rt")};
}

std::string sample_list_value() {
  return encode_entry(samples::entry(samples::now(), samples::deployment(), three_tracks()));
}

bool is_prefix_of(std::span<const Listen> part, std::span<const Listen> whole) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

}  // namespace

TEST_CASE("entry: cut at every byte it is never current") {
  const auto value = sample_list_value();
  const auto tracks = three_tracks();
  std::size_t most_salvaged = 0;
  for (std::size_t size = 0; size < value.size(); ++size) {
    CAPTURE(size);
    Arena arena;
    const auto reading = read_entry(value.substr(0, size), std::nullopt, arena);
    REQUIRE(reading.state == EntryState::corrupt);
    REQUIRE(reading.fault == EntryFault::not_json);
    REQUIRE(reading.json_error->fault == (size == 0 ? json::Fault::empty : json::Fault::truncated));
    REQUIRE(reading.json_error->offset == size);
    REQUIRE(is_prefix_of(reading.entry.tracks, tracks));
    most_salvaged = std::max(most_salvaged, reading.entry.tracks.size());
  }
  CHECK(most_salvaged == tracks.size());
}

TEST_CASE("entry: with any bit flipped a sealed one is never current") {
  auto value = sample_list_value();
  const auto seal = seal_of(value, 3);
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    CAPTURE(bit);
    char& byte = value[bit / 8];
    const char before = byte;
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
    Arena arena;
    const auto reading = read_entry(value, seal, arena);
    REQUIRE(reading.state == EntryState::corrupt);
    REQUIRE_FALSE(open_sealed(value, seal));
    byte = before;
  }
}

TEST_CASE("entry: a seal of other bytes is a broken seal") {
  const auto value = sample_list_value();
  const auto whole = seal_of(value, 3);
  Seal other_length = whole;
  --other_length.length;
  Seal other_checksum = whole;
  other_checksum.crc32c ^= 1;
  for (const Seal& seal : {other_length, other_checksum, seal_of(value + " ", 3)}) {
    Arena arena;
    const auto reading = read_entry(value, seal, arena);
    CHECK(reading.state == EntryState::corrupt);
    REQUIRE(reading.fault.has_value());
    CHECK(*reading.fault == EntryFault::seal_broken);
    CHECK(reading.entry.tracks == three_tracks());
    CHECK_FALSE(open_sealed(value, seal));
  }
}

TEST_CASE("entry: one byte more than the largest is refused") {
  Arena arena;
  const auto largest = sample_list_value().append(kMaxEntryBytes - sample_list_value().size(), ' ');
  CHECK(read_entry(largest, std::nullopt, arena).state == EntryState::current);
  const auto reading = read_entry(largest + " ", std::nullopt, arena);
  CHECK(reading.state == EntryState::corrupt);
  REQUIRE(reading.json_error.has_value());
  CHECK(reading.json_error->fault == json::Fault::too_large);
}

}  // namespace user_listens
