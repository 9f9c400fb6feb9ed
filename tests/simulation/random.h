// Chance, all of it from one seed.
//
// Not the standard library's distributions: each library has its own, and a
// seed must give the same year everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.h"

namespace user_listens::simulation {

// SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // A stream of its own for each part of the world: one that draws more often
  // does not change what the others draw.
  Random(std::uint64_t seed, std::string_view part) : state_(seed) {
    for (const char c : part) state_ = next() ^ static_cast<unsigned char>(c);
  }

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // 0 to n - 1; n below 2^32.
  std::uint64_t below(std::uint64_t n) { return ((next() >> 32) * n) >> 32; }

  [[nodiscard]] bool one_in(std::uint64_t n) { return below(n) == 0; }

  // At most about 49 days apart, both ends included.
  Millis between(Millis least, Millis most) {
    const auto span = static_cast<std::uint64_t>((most - least).count()) + 1;
    return least + Millis{static_cast<std::int64_t>(below(span))};
  }

  // Short ones as often as long ones: each doubling is as likely as the next.
  Millis of_any_length(Millis least, Millis most) {
    std::uint64_t doublings = 0;
    while (least * (std::int64_t{1} << (doublings + 1)) <= most) ++doublings;
    const Millis low = least * (std::int64_t{1} << below(doublings + 1));
    return between(low, low * 2 < most ? low * 2 : most);
  }

 private:
  std::uint64_t state_;
};

}  // namespace user_listens::simulation
