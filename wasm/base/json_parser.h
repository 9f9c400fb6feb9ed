// nlohmann/json's parser, without what it does for the texts of its errors.
//
// It notes every byte of a token and counts lines, and of an error it makes an
// exception with a sentence in it. Here a fault and an offset are all that is
// told (json_reader.h), so these member functions are specialised to do none of
// that. The grammar stays nlohmann's, and so does everybody else's parser: the
// specialisations are those for Input.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

static_assert(NLOHMANN_JSON_VERSION_MAJOR == 3 && NLOHMANN_JSON_VERSION_MINOR >= 11 &&
                  NLOHMANN_JSON_VERSION_MINOR <= 12,
              "Compare the functions below with those of this version of nlohmann/json.");

namespace user_listens::json {

// The bytes of a text, one by one.
class Input {
 public:
  using char_type = char;
  using Traits = std::char_traits<char_type>;

  explicit Input(std::string_view text) : next_(text.data()), end_(next_ + text.size()) {}

  Traits::int_type get_character() {
    return next_ == end_ ? Traits::eof() : Traits::to_int_type(*next_++);
  }

 private:
  const char* next_;
  const char* end_;
};

using Lexer = nlohmann::detail::lexer<nlohmann::json, Input>;
using Parser = nlohmann::detail::parser<nlohmann::json, Input>;

}  // namespace user_listens::json

template <>
inline user_listens::json::Input::Traits::int_type user_listens::json::Lexer::get() {
  ++position.chars_read_total;
  if (!next_unget) current = ia.get_character();
  next_unget = false;
  return current;
}

template <>
inline void user_listens::json::Lexer::unget() {
  --position.chars_read_total;
  next_unget = true;
}

template <>
inline void user_listens::json::Lexer::reset() noexcept {
  token_buffer.clear();
}

template <>
inline std::string user_listens::json::Lexer::get_token_string() const {
  return {};
}

template <>
inline std::string user_listens::json::Parser::exception_message(token_type, const std::string&) {
  return {};
}

// Neither is asked for.
template <>
inline bool user_listens::json::Lexer::scan_comment() {
  return false;
}

template <>
inline char user_listens::json::Lexer::get_decimal_point() noexcept {
  return '.';
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

template <>
inline nlohmann::detail::out_of_range nlohmann::detail::out_of_range::create(int id,
                                                                             const std::string&,
                                                                             std::nullptr_t) {
  return {id, ""};
}
#endif
