// libFuzzer's entry point (https://llvm.org/docs/LibFuzzer.html#fuzz-target),
// the same for all targets.
#include <cstddef>
#include <cstdint>

#include "target.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  user_listens::fuzz::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
