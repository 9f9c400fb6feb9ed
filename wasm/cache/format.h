// The one format version and the keys made of it.
//
// Stale instances of an older Worker keep writing what they know under the
// keys that they know. A new format therefore takes a new number here, and
// with it new keys; tests/core/cache/format_test.cpp fails when the encoded fields
// change and the number does not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.h"

namespace user_listens {

inline constexpr std::int64_t kFormatVersion = 2;

enum class Slot : std::uint8_t { recent, snapshot };

// Of each slot, by its number.
inline constexpr std::array<std::string_view, 2> kSlotNames{"recent", "snapshot"};

[[nodiscard]] constexpr std::string_view name(Slot slot) {
  return kSlotNames.at(static_cast<std::size_t>(slot));
}

// "user-listens:v2:recent", "user-listens:v2:snapshot".
[[nodiscard]] std::string_view key_of(Slot slot);

// How old an answer of KV may be: the least that it takes. By default it is
// twice that.
inline constexpr Seconds kReadCacheTtl{30};

}  // namespace user_listens
