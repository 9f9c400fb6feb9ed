// Sealed values that changed on their way: what each input is tried with beside
// itself. Where a byte changes follows from the input, so that a reproducer
// reproduces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/crc32c.h"

namespace user_listens::fuzz {

// `value`, of one byte at least, with a bit flipped, a byte lost, a byte more.
[[nodiscard]] inline std::vector<std::string> damaged(std::string_view value) {
  const auto draw = crc32c(value);
  std::string flipped{value};
  auto& byte = flipped[draw % value.size()];
  byte = static_cast<char>(byte ^ (1 << (draw / value.size() % 8)));
  std::string shorter{value};
  shorter.erase(draw % value.size(), 1);
  return {flipped, shorter, std::string{value} + '}'};
}

}  // namespace user_listens::fuzz
