#include "base/json_plain.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace user_listens::json {
namespace {

// Eight bytes are looked at as one number, one condition after the other for
// all of them ("SIMD within a register"): a bit in the place of each byte's
// highest says that it meets the condition.
using Word = std::uint64_t;
constexpr Word kEach = 0x0101010101010101;
constexpr Word kHighest = 0x80 * kEach;

// Exact for the lowest byte that is marked: what is borrowed or carried from it
// may mark a higher one.
constexpr Word below(Word bytes, unsigned char limit) {
  return (bytes - limit * kEach) & ~bytes & kHighest;
}
constexpr Word equal_to(Word bytes, unsigned char byte) { return below(bytes ^ byte * kEach, 1); }
constexpr Word from_delete_on(Word bytes) { return (bytes | (bytes + kEach)) & kHighest; }

constexpr Word not_plain(Word bytes) {
  return below(bytes, 0x20) | equal_to(bytes, '"') | equal_to(bytes, '\\') | from_delete_on(bytes);
}

bool is_plain(char c) { return c >= 0x20 && c <= 0x7E && c != '"' && c != '\\'; }

}  // namespace

std::size_t plain_run(std::string_view text) {
  static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
  std::size_t at = 0;
  for (; text.size() - at >= sizeof(Word); at += sizeof(Word)) {
    Word bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if (const Word found = not_plain(bytes)) {
      return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
    }
  }
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

}  // namespace user_listens::json
