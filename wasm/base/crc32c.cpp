#include "base/crc32c.h"

#include <array>

namespace user_listens {
namespace {

// The reflected form of the polynomial 0x1EDC6F41.
constexpr std::uint32_t kPolynomial = 0x82F63B78;

// One table: wider ones are faster but do not compress, and the module's
// size counts at every cold start.
constexpr std::array<std::uint32_t, 256> kTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) * kPolynomial);
    table[byte] = crc;
  }
  return table;
}();

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  std::uint32_t crc = before ^ 0xFFFFFFFF;
  for (const char c : bytes) {
    crc = (crc >> 8) ^ kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  }
  return crc ^ 0xFFFFFFFF;
}

}  // namespace user_listens
