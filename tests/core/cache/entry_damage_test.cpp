// Entries that were cut or changed are never taken for whole ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
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

namespace {

enum class Sealing { none, ours, other_head, broken };

struct SizeCase {
  std::string_view name;
  Sealing sealing;
  std::size_t most;
};

constexpr auto kSizeCases = std::to_array<SizeCase>({
    {"without a seal", Sealing::none, kMaxUnsealedBytes},
    {"as we seal it", Sealing::ours, kMaxEntryBytes},
    {"sealed, and begun as ours is not", Sealing::other_head, kMaxUnsealedBytes},
    {"of a broken seal", Sealing::broken, kMaxUnsealedBytes},
});

EntryReading reading_of(const SizeCase& c, std::size_t bytes, Arena& arena) {
  auto value = sample_list_value();
  if (c.sealing == Sealing::other_head) value.insert(1, " ");
  value.append(bytes - value.size(), ' ');
  auto seal = seal_of(value, 3);
  if (c.sealing == Sealing::broken) ++seal.crc32c;
  return read_entry(arena.keep(value),
                    c.sealing == Sealing::none ? std::nullopt : std::optional{seal}, arena);
}

}  // namespace

TEST_CASE("entry: one byte more than the largest is refused, which a seal decides") {
  for (const auto& c : kSizeCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto largest = reading_of(c, c.most, arena);
    CHECK_FALSE(largest.json_error);
    CHECK(largest.entry.tracks == three_tracks());
    const auto larger = reading_of(c, c.most + 1, arena);
    CHECK(larger.state == EntryState::corrupt);
    REQUIRE(larger.json_error.has_value());
    CHECK(larger.json_error->fault == json::Fault::too_large);
  }
}

TEST_CASE("entry: a list of as many rows as there may be, each at its longest, is no larger") {
  std::string name, username(128, '"');
  while (name.size() < 1200) name += "\xF0\x9F\x8E\xB5";
  const auto link = "https://a.example/" + std::string(2048 - 18, 'x');
  Listen row = samples::listen(username);
  row.artist = row.album = row.track = name;
  row.image = row.url = link;
  row.source = "listenbrainz";
  row.confirmed_at = row.first_seen = samples::now();
  std::vector<Listen> rows;
  for (std::size_t i = 0; i < kMostTracks; ++i) rows.push_back(row);
  const auto value = encode_entry(samples::entry(samples::now(), samples::deployment(), rows));
  CHECK(value.size() <= kMaxEntryBytes);
  CHECK(value.size() > kMaxEntryBytes * 9 / 10);
}

TEST_CASE("entry: no more elements are read than a list may have") {
  const auto list_of = [](std::string_view head, std::size_t count, std::string_view tail) {
    std::string value{head};
    for (std::size_t i = 0; i < count; ++i) {
      value += i == 0 ? "" : ",";
      value += R"({"username":"u","artist":"a","track":"t"})";
    }
    return value.append(tail);
  };
  Arena arena;
  constexpr std::string_view kHead =
      R"({"version":2,"lastUpdated":"2025-12-04T14:25:27.000Z","tracks":[)";
  const auto most = list_of(kHead, kMostTracks, "]}");
  CHECK(read_entry(most, std::nullopt, arena).state == EntryState::current);
  const auto more = list_of(kHead, kMostTracks + 1, "]}");
  const auto reading = read_entry(more, std::nullopt, arena);
  CHECK(reading.fault == EntryFault::too_many_tracks);
  CHECK(reading.entry.tracks.size() == kMostTracks);
  const auto bare = list_of("[", 3 * kMostTracks, "]");
  CHECK(read_entry(bare, std::nullopt, arena).state == EntryState::old_format);
  CHECK(read_entry(bare, std::nullopt, arena).item_count == kMostTracks + 1);
}

TEST_CASE("entry: a value that was too large to be read cannot be read") {
  Arena arena;
  CHECK(read_entry(Stored{.oversize = 30'000'000}, arena).state == EntryState::unreadable);
}

}  // namespace user_listens
