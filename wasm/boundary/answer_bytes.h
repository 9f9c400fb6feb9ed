// An answer on its way from read_response to finish_refresh, through a shim
// that does not look into it: a record (base/record.h) of one deployment.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "listen/answer.h"

namespace user_listens::boundary {

// More than the longest names and URLs take.
inline constexpr std::size_t kMaxAnswerRecord = 1 << 16;

[[nodiscard]] std::string encode_answer(const Answer& answer);

// Nothing when the bytes are no answer of ours. Its texts are views into them.
[[nodiscard]] std::optional<Answer> decode_answer(std::string_view bytes);

}  // namespace user_listens::boundary
