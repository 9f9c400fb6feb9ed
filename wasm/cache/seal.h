// The seal on a stored value, kept in its KV metadata (at most 1,024 bytes).
//
// It tells a value that is exactly as this product wrote it from any other: a
// sealed value that matches needs no parsing, one that does not match has been
// changed. Values of other version-2 writers carry no seal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json_facts.h"
#include "base/json_writer.h"

namespace user_listens {

// What a value without our seal may have: 250 rows of ordinary names and links, five times as many
// as a list has by default. Reading costs time before anybody knows whether the value is a list at
// all.
inline constexpr std::size_t kMaxUnsealedBytes = std::size_t{250} * 512;

struct Seal {
  std::int64_t version = 0;
  std::size_t count = 0;   // tracks in a list, members in a snapshot
  std::size_t length = 0;  // bytes of the value
  std::uint32_t crc32c = 0;

  friend bool operator==(const Seal&, const Seal&) = default;
};

[[nodiscard]] Seal seal_of(std::string_view value, std::size_t count);

// Whether the value has the seal's length and checksum.
[[nodiscard]] bool matches(const Seal& seal, std::string_view value);

// {"version":2,"count":14,"length":4380,"crc32c":3808858755}
void write_seal(json::Writer& out, const Seal& seal);

// The seal within `facts` below `object` ("reads.0.metadata."); nothing when
// there is none or it is not whole.
[[nodiscard]] std::optional<Seal> read_seal(const json::Facts& facts, std::string_view object);

}  // namespace user_listens
