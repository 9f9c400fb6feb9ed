#include "base/crc32c.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

namespace user_listens {
namespace {

struct ChecksumCase {
  std::string_view name;
  std::string bytes;
  std::uint32_t checksum = 0;
};

std::string counting(char first, int step) {
  std::string bytes;
  for (int i = 0; i < 32; ++i) bytes += static_cast<char>(first + i * step);
  return bytes;
}

// The samples of RFC 3720, appendix B.4, and the usual check value.
std::array<ChecksumCase, 7> checksum_cases() {
  return {{{.name = "nothing", .bytes = "", .checksum = 0},
           {.name = "check value", .bytes = "123456789", .checksum = 0xE3069283},
           {.name = "one letter", .bytes = "a", .checksum = 0xC1D04330},
           {.name = "32 zeros", .bytes = std::string(32, '\0'), .checksum = 0x8A9136AA},
           {.name = "32 ones", .bytes = std::string(32, '\xFF'), .checksum = 0x62A8AB43},
           {.name = "32 incrementing", .bytes = counting(0, 1), .checksum = 0x46DD794E},
           {.name = "32 decrementing", .bytes = counting(31, -1), .checksum = 0x113FDB5C}}};
}

}  // namespace

TEST_CASE("crc32c: known checksums") {
  for (const auto& c : checksum_cases()) {
    CAPTURE(c.name);
    CHECK(crc32c(c.bytes) == c.checksum);
  }
}

TEST_CASE("crc32c: the checksum of two pieces is that of the whole") {
  for (const auto& c : checksum_cases()) {
    CAPTURE(c.name);
    const std::string_view bytes = c.bytes;
    for (std::size_t at = 0; at <= bytes.size(); ++at) {
      CHECK(crc32c(bytes.substr(at), crc32c(bytes.substr(0, at))) == c.checksum);
    }
  }
}

}  // namespace user_listens
