// What must hold of every input. A property that does not hold ends the run,
// and libFuzzer keeps the input that broke it.
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace user_listens::fuzz {

[[noreturn]] inline void report_broken(const char* property, std::string_view evidence,
                                       const char* file, int line) {
  constexpr std::size_t kMostShown = 2000;
  const auto shown = evidence.substr(0, kMostShown);
  std::fprintf(stderr, "\nBroken property: %s\n  %s:%d\n  ", property, file, line);
  std::fwrite(shown.data(), 1, shown.size(), stderr);
  std::fputs("\n", stderr);
  std::abort();
}

}  // namespace user_listens::fuzz

// `evidence` is the text to look at when it breaks.
#define MUST(condition, evidence) \
  if (!(condition)) user_listens::fuzz::report_broken(#condition, evidence, __FILE__, __LINE__)
