// Numbers as text, without the heap.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace user_listens {

// A short text that is its own storage.
template <std::size_t Capacity>
struct ShortText {
  std::array<char, Capacity> characters;
  std::uint8_t size;

  operator std::string_view() const { return {characters.data(), size}; }
};

[[nodiscard]] ShortText<20> decimal_of(std::int64_t number);
[[nodiscard]] ShortText<20> decimal(std::integral auto number) {
  return decimal_of(static_cast<std::int64_t>(number));
}

// Eight lowercase hexadecimal digits.
[[nodiscard]] ShortText<8> hexadecimal(std::uint32_t number);

}  // namespace user_listens
