// nlohmann/json's parser, without what it does for the texts of its errors.
//
// Of an error it makes an exception with a sentence in it. Here a fault and an
// offset are all that is told (json_reader.h), so these functions are
// specialised to do none of that. The grammar stays nlohmann's, and so does
// everybody else's parser.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json_lexer.h"
#include "base/json_reader.h"

namespace user_listens::json {

using Parser = nlohmann::detail::parser<nlohmann::json, Input>;

}  // namespace user_listens::json

template <>
inline std::string user_listens::json::Parser::exception_message(token_type, const std::string&) {
  return {};
}

// These are every parser's, so only the module, which has one, may change them.
#ifdef __EMSCRIPTEN__
template <>
inline nlohmann::detail::parse_error nlohmann::detail::parse_error::create(int id,
                                                                           const position_t& at,
                                                                           const std::string&,
                                                                           std::nullptr_t) {
  return {id, at.chars_read_total, ""};
}

// A bit for each level that is open: whether it is an array. A word holds them
// all, and what makes room for more would be all that there is of it.
static_assert(user_listens::json::kMaxDepth <= 8 * sizeof(std::size_t));
template <>
inline void std::vector<bool>::push_back(const bool& is_array) {
  if (__begin_ == nullptr) __begin_ = new __storage_type{};
  (*this)[__size_++] = is_array;
}
#endif
