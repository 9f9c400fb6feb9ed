// The fuzzer: `fuzz TARGET`, then libFuzzer's flags and folders.
// Its entry points: https://llvm.org/docs/LibFuzzer.html#fuzz-target
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "target.h"

namespace user_listens::fuzz {
namespace {

// libFuzzer starts itself again (-jobs, -fork, -merge) without the target's name.
constexpr const char* kVariable = "USER_LISTENS_FUZZ_TARGET";

const Target* g_target = nullptr;

[[noreturn]] void explain() {
  std::fputs("fuzz TARGET [libFuzzer's flags and folders], with TARGET one of:\n", stderr);
  for (const Target* target : Target::all()) {
    std::fprintf(stderr, "  %s\n", std::string{target->name()}.c_str());
  }
  std::exit(2);
}

// The target that the first argument names, which is taken out of them.
const Target* take_target(int& argc, char** argv) {
  const Target* target = argc > 1 ? Target::named(argv[1]) : nullptr;
  if (target == nullptr) {
    const char* of_parent = std::getenv(kVariable);
    return of_parent == nullptr ? nullptr : Target::named(of_parent);
  }
  setenv(kVariable, argv[1], 1);
  for (int i = 1; i < argc; ++i) argv[i] = argv[i + 1];  // with the null at the end
  --argc;
  return target;
}

}  // namespace
}  // namespace user_listens::fuzz

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  using namespace user_listens::fuzz;
  g_target = take_target(*argc, *argv);
  if (g_target == nullptr) explain();
  return 0;
}

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  user_listens::fuzz::g_target->try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
