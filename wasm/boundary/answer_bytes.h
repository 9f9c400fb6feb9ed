// An answer on its way from read_response to finish_refresh, through a shim
// that does not look into it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "listen/answer.h"

namespace user_listens::boundary {

[[nodiscard]] std::string encode_answer(const Answer& answer);

// Nothing when the bytes are no answer of ours.
[[nodiscard]] std::optional<Answer> decode_answer(std::string_view bytes, Arena& arena);

}  // namespace user_listens::boundary
