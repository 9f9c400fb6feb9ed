// Whether a number as JSON writes it fits a double, without converting it.
#pragma once

#include <string_view>

namespace user_listens {

// `number` follows the grammar of RFC 8259, section 6: "-12.5e+3". False when
// rounding to the nearest double gives infinity: "1e400".
[[nodiscard]] bool is_finite_double(std::string_view number);

}  // namespace user_listens
