#include "base/text.h"

#include <charconv>

namespace user_listens {

ShortText<20> decimal_of(std::int64_t number) {
  ShortText<20> text{};
  char* const begin = text.characters.data();
  const auto end = std::to_chars(begin, begin + text.characters.size(), number).ptr;
  text.size = static_cast<std::uint8_t>(end - begin);
  return text;
}

ShortText<8> hexadecimal(std::uint32_t number) {
  ShortText<8> text{};
  text.size = 8;
  for (auto at = text.characters.rbegin(); at != text.characters.rend(); ++at, number >>= 4) {
    *at = "0123456789abcdef"[number & 0xF];
  }
  return text;
}

}  // namespace user_listens
