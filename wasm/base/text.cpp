#include "base/text.h"

#include <algorithm>

namespace user_listens {

ShortText<20> decimal_of(std::int64_t number) {
  ShortText<20> text{};
  const bool is_negative = number < 0;
  auto rest = static_cast<std::uint64_t>(number);
  if (is_negative) rest = 0 - rest;
  // The digits from the last to the first, then to the front.
  auto at = text.characters.end();
  do *--at = static_cast<char>('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (is_negative) *--at = '-';
  text.size = static_cast<std::uint8_t>(text.characters.end() - at);
  std::copy(at, text.characters.end(), text.characters.begin());
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
