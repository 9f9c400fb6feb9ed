#include "base/crc32c.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace user_listens {
namespace {

// The reflected form of the polynomial 0x1EDC6F41.
constexpr std::uint32_t kPolynomial = 0x82F63B78;

// "Slicing-by-8" (Kounavis and Berry, 2005), with sixteen: as many bytes a
// step, each looked up in a table of its own.
constexpr std::size_t kStep = 16;
using Tables = std::array<std::array<std::uint32_t, 256>, kStep>;

Tables make_tables() noexcept {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) * kPolynomial);
    tables[0][byte] = crc;
  }
  // tables[n][byte] is the checksum of the byte with n zeros behind it.
  for (std::size_t n = 1; n < kStep; ++n) {
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t crc = tables[n - 1][byte];
      tables[n][byte] = (crc >> 8) ^ tables[0][crc & 0xFF];
    }
  }
  return tables;
}

// Made when the module is, in microseconds: the tables themselves would be
// downloaded, and do not compress.
const Tables kTables = make_tables();

// Four bytes as a little-endian number, wherever they lie.
std::uint32_t word(const char* bytes) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

// What four bytes add, with `behind` more bytes of the step behind them.
std::uint32_t looked_up(std::uint32_t bytes, std::size_t behind) {
  return kTables[behind + 3][bytes & 0xFF] ^ kTables[behind + 2][bytes >> 8 & 0xFF] ^
         kTables[behind + 1][bytes >> 16 & 0xFF] ^ kTables[behind][bytes >> 24];
}

std::uint32_t step(std::uint32_t crc, const char* bytes) {
  static_assert(std::endian::native == std::endian::little && kStep == 16);
  return looked_up(crc ^ word(bytes), 12) ^ looked_up(word(bytes + 4), 8) ^
         looked_up(word(bytes + 8), 4) ^ looked_up(word(bytes + 12), 0);
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  std::uint32_t crc = before ^ 0xFFFFFFFF;
  for (; bytes.size() >= kStep; bytes.remove_prefix(kStep)) crc = step(crc, bytes.data());
  for (const char c : bytes) {
    crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  }
  return crc ^ 0xFFFFFFFF;
}

}  // namespace user_listens
