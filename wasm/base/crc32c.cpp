#include "base/crc32c.h"

#include <array>
#include <cstddef>

namespace user_listens {
namespace {

// The reflected form of the polynomial 0x1EDC6F41.
constexpr std::uint32_t kPolynomial = 0x82F63B78;

// "Slicing-by-8" (Kounavis and Berry, 2005): eight bytes a step, each looked up
// in a table of its own.
constexpr std::size_t kStep = 8;
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

std::uint32_t step(std::uint32_t crc, std::string_view bytes) {
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < kStep; ++i) {
    const std::uint32_t before = i < sizeof crc ? crc >> (8 * i) : 0;
    next ^= kTables[kStep - 1 - i][(before ^ static_cast<unsigned char>(bytes[i])) & 0xFF];
  }
  return next;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  std::uint32_t crc = before ^ 0xFFFFFFFF;
  for (; bytes.size() >= kStep; bytes.remove_prefix(kStep)) crc = step(crc, bytes);
  for (const char c : bytes) {
    crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  }
  return crc ^ 0xFFFFFFFF;
}

}  // namespace user_listens
