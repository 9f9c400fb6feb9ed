// The tokens of JSON text (RFC 8259), for nlohmann/json's parser.
//
// nlohmann's own lexer keeps every byte of a token, counts lines and has a
// sentence for each fault. Here a fault is a token, and where it was noticed is
// all that is told; numbers are integers or not (json_reader.h). It takes the
// same texts and notices faults at the same bytes, except that a NUL is one and
// not the end of the text (tests/core/base/json_lexer_test.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

static_assert(NLOHMANN_JSON_VERSION_MAJOR == 3 && NLOHMANN_JSON_VERSION_MINOR >= 11 &&
                  NLOHMANN_JSON_VERSION_MINOR <= 12,
              "Compare the lexer with that of this version of nlohmann/json.");

namespace user_listens::json {

// A string or an integer. nlohmann's parser would hand on a std::string, which
// is a copy: whoever gives the text looks here.
struct Scanned {
  std::string_view text;    // lives until the next token is scanned
  bool is_of_input = true;  // it had no escapes, and lives as long as the input
  std::int64_t integer = 0;
};

struct Input {
  using char_type = char;
  std::string_view text;
  Scanned& scanned;  // of the token that was scanned last
};

using Lexer = nlohmann::detail::lexer<nlohmann::json, Input>;
using LexerBase = nlohmann::detail::lexer_base<nlohmann::json>;

}  // namespace user_listens::json

template <>
class nlohmann::detail::lexer<nlohmann::json, user_listens::json::Input>
    : public user_listens::json::LexerBase {
 public:
  using Token = token_type;

  lexer(user_listens::json::Input&& input, bool /*ignores_comments*/)
      : text_(input.text), scanned_(input.scanned) {}

  Token scan();

  // What stands in Scanned.
  [[nodiscard]] std::string& get_string() { return unescaped_; }
  [[nodiscard]] static std::int64_t get_number_integer() { return 0; }

  // No token is one of these: an integer that does not fit 64 bits is a float,
  // and which float it is, nobody asks.
  [[nodiscard]] static std::uint64_t get_number_unsigned() { return 0; }
  [[nodiscard]] static double get_number_float() { return 0; }

  [[nodiscard]] position_t get_position() const { return {read_}; }
  [[nodiscard]] static std::string get_token_string() { return {}; }

 private:
  static constexpr int kEnd = -1;
  static constexpr unsigned kNoUnit = 0xFFFFFFFF;

  int get();
  void unget() { --read_; }

  [[nodiscard]] bool skip_byte_order_mark();
  [[nodiscard]] bool skip_digits();
  [[nodiscard]] bool continues_with(std::string_view literal);
  Token scan_number();
  [[nodiscard]] bool scan_string();
  [[nodiscard]] bool skip_characters();
  [[nodiscard]] bool skip_character();
  [[nodiscard]] bool scan_escape();
  [[nodiscard]] unsigned scan_code_unit();

  std::string_view text_;
  std::size_t read_ = 0;  // bytes, and one more when the end was met
  int current_ = kEnd;    // what was read last
  std::string unescaped_;
  user_listens::json::Scanned& scanned_;
};
