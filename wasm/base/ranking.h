// Puts things in an order that numbers give.
#pragma once

#include <cstdint>
#include <span>

namespace user_listens {

// The place of the thing at `position`: by the first number, then the second,
// each from the least; equal ones stay as they stand.
struct Rank {
  std::uint64_t first;
  std::uint32_t second;
  std::uint32_t position;

  friend bool operator<(const Rank& a, const Rank& b) {
    return a.first != b.first ? a.first < b.first : a.rest() < b.rest();
  }

 private:
  [[nodiscard]] std::uint64_t rest() const { return std::uint64_t{second} << 32 | position; }
};

void sort(std::span<Rank> ranks);

}  // namespace user_listens
