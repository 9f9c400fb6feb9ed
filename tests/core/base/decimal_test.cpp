#include "base/decimal.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace user_listens {

struct FloorCase {
  std::string_view number;
  std::optional<std::int64_t> floor = {};
};

TEST_CASE("decimal: the integer next below a number") {
  for (const auto& c : std::to_array<FloorCase>({
           {"0", 0},
           {"-0", 0},
           {"0.999", 0},
           {"-0.5", -1},
           {"-2.0", -2},
           {"1796029700.5", 1796029700},
           {"1601346150.512", 1601346150},
           {"1.7960297005e9", 1796029700},
           {"17960297005E-1", 1796029700},
           {"1.5e+3", 1500},
           {"12e-9999999999999999999", 0},
           {"0e9999999999999999999", 0},
           {"0.000001e6", 1},
           {"999999999999999999", 999999999999999999},
           {"1000000000000000000"},
           {"1e18"},
           {"1e9999999999999999999"},
           {""},
           {"-"},
           {"1."},
           {".5"},
           {"1e"},
           {"1e+"},
           {"1.5 "},
           {"+1"},
           {"1,5"},
           {"NaN"},
           {"0x10"},
       })) {
    CAPTURE(c.number);
    CHECK(floor_of(c.number) == c.floor);
  }
}

}  // namespace user_listens
