// Only the WebAssembly modules link this file: two functions of the platform that
// would be imports, and a module must have none.
#include <cstddef>
#include <cstdint>

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): names of
// the platform.
extern "C" {

// An exit is a trap, and growth of memory is nobody's news.
__attribute__((noreturn)) void __wasi_proc_exit(std::uint32_t) { __builtin_trap(); }
void emscripten_notify_memory_growth(std::size_t) {}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
