#include "cache/format.h"

#include <algorithm>

namespace user_listens {
namespace {

constexpr std::string_view kPrefix = "user-listens:v";

// The version as text, at compile time; one digit is enough until version 10.
static_assert(kFormatVersion > 0 && kFormatVersion < 10);

struct Key {
  std::array<char, 32> text{};
  std::size_t size = 0;
};

constexpr Key made_of(std::string_view slot) {
  Key key;
  auto* end = std::copy(kPrefix.begin(), kPrefix.end(), key.text.begin());
  *end++ = static_cast<char>('0' + kFormatVersion);
  *end++ = ':';
  end = std::copy(slot.begin(), slot.end(), end);
  key.size = static_cast<std::size_t>(end - key.text.begin());
  return key;
}

constexpr auto kKeys = [] {
  std::array<Key, kSlotNames.size()> keys;
  std::transform(kSlotNames.begin(), kSlotNames.end(), keys.begin(), made_of);
  return keys;
}();

}  // namespace

std::string_view key_of(Slot slot) {
  const Key& key = kKeys.at(static_cast<std::size_t>(slot));
  return {key.text.data(), key.size};
}

}  // namespace user_listens
