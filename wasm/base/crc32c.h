// CRC-32C (Castagnoli), as RFC 3720 appendix B.4 defines it:
// crc32c("123456789") == 0xE3069283.
#pragma once

#include <cstdint>
#include <string_view>

namespace user_listens {

// Of `bytes` behind those whose checksum is `before`:
// crc32c("6789", crc32c("12345")) == crc32c("123456789").
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

}  // namespace user_listens
