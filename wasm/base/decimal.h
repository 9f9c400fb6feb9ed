// Numbers as JSON writes them, without converting them to a double.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace user_listens {

// The largest integer that is no larger: of "1601346150.512" 1601346150, of "-0.5"
// -1. Nothing when the text does not follow the grammar of RFC 8259, section 6, but
// for leading zeros, or the integer has more than 18 digits.
[[nodiscard]] std::optional<std::int64_t> floor_of(std::string_view number);

}  // namespace user_listens
