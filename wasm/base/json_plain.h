// The part of a JSON string that stands for itself.
#pragma once

#include <cstddef>
#include <string_view>

namespace user_listens::json {

// How many bytes at the beginning of `text` are printable ASCII other than `"`
// and `\`: the same within the quotes as without, for who reads and who writes.
[[nodiscard]] std::size_t plain_run(std::string_view text);

}  // namespace user_listens::json
