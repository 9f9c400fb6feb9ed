// What a program says of an argument that makes no sense, and how it reads one
// that does.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace user_listens::simulation {

// Ends the program with 2.
[[noreturn]] inline void refuse(const char* program, std::string_view argument) {
  std::fprintf(stderr, "%s: what is \"%.*s\"?\n", program, static_cast<int>(argument.size()),
               argument.data());
  std::exit(2);
}

// `text` as a whole; refused when it is no number.
[[nodiscard]] inline std::uint64_t number(const char* program, std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) refuse(program, text);
  return value;
}

}  // namespace user_listens::simulation
