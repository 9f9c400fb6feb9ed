#include "cache/format.h"

#include <algorithm>
#include <array>

namespace user_listens {
namespace {

constexpr std::string_view kPrefix = "user-listens:v";

// The version as text, at compile time; one digit is enough until version 10.
static_assert(kFormatVersion > 0 && kFormatVersion < 10);

template <std::size_t N>
constexpr auto key(const char (&slot)[N]) {
  std::array<char, kPrefix.size() + 2 + N - 1> text{};
  auto* end = std::copy(kPrefix.begin(), kPrefix.end(), text.begin());
  *end++ = static_cast<char>('0' + kFormatVersion);
  *end++ = ':';
  std::copy(slot, slot + N - 1, end);
  return text;
}

constexpr auto kRecent = key("recent");
constexpr auto kSnapshot = key("snapshot");

}  // namespace

std::string_view key_of(Slot slot) {
  if (slot == Slot::recent) return {kRecent.data(), kRecent.size()};
  return {kSnapshot.data(), kSnapshot.size()};
}

}  // namespace user_listens
