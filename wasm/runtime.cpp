// Only the WebAssembly module links this file. Two of these functions would be
// imports, and the module must have none; the others would bring code that the
// product has no use for.
#include "runtime.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <stdexcept>

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): names of
// the linker, the platform and the compiler.
extern "C" {

// Where the linker lets the heap begin.
extern unsigned char __heap_base;

// An exit is a trap, and growth of memory is nobody's news.
__attribute__((noreturn)) void __wasi_proc_exit(std::uint32_t) { __builtin_trap(); }
void emscripten_notify_memory_growth(std::size_t) {}

#ifndef __wasm__  // clang-tidy reads this file as if it were native
std::size_t __builtin_wasm_memory_size(int memory);
std::size_t __builtin_wasm_memory_grow(int memory, std::size_t pages);
#endif

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace user_listens::runtime {
namespace {

constexpr std::uint64_t kAlignment = 16;
constexpr std::uint64_t kPage = 65536;

constexpr std::uint64_t rounded_up(std::uint64_t size, std::uint64_t unit) {
  return (size + unit - 1) / unit * unit;
}

std::uint64_t heap_begin() {
  return rounded_up(reinterpret_cast<std::uintptr_t>(&__heap_base), kAlignment);
}

// The first free byte; 0 before the first allocation.
std::uint64_t g_top = 0;

// Without exceptions there is nobody to tell that memory ran out: a trap.
void reserve_up_to(std::uint64_t top) {
  const std::uint64_t available = __builtin_wasm_memory_size(0) * kPage;
  if (top <= available) return;
  const auto pages = static_cast<std::size_t>(rounded_up(top - available, kPage) / kPage);
  if (__builtin_wasm_memory_grow(0, pages) == static_cast<std::size_t>(-1)) __builtin_trap();
}

void* allocate(std::size_t size) {
  if (g_top == 0) begin_call();
  const auto at = g_top;
  const auto top = at + rounded_up(size, kAlignment);
  reserve_up_to(top);
  g_top = top;
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(at));
}

}  // namespace

void begin_call() { g_top = heap_begin(); }

}  // namespace user_listens::runtime

void* operator new(std::size_t size) { return user_listens::runtime::allocate(size); }
void* operator new[](std::size_t size) { return user_listens::runtime::allocate(size); }
void operator delete(void*) noexcept {}
void operator delete[](void*) noexcept {}
void operator delete(void*, std::size_t) noexcept {}
void operator delete[](void*, std::size_t) noexcept {}

// nlohmann/json makes an exception of each error and hands it over unthrown
// (base/json_parser.h). libc++'s would bring a copy of the text and run-time
// type information, which nothing here looks at.
#ifdef _LIBCPP_VERSION
std::exception::~exception() noexcept = default;
const char* std::exception::what() const noexcept { return ""; }
std::__libcpp_refstring::__libcpp_refstring(const char* text) : __imp_{text} {}
std::__libcpp_refstring::~__libcpp_refstring() = default;
std::runtime_error::runtime_error(const char* text) : __imp_{text} {}
std::runtime_error::~runtime_error() noexcept = default;
const char* std::runtime_error::what() const noexcept { return __imp_.c_str(); }
#endif
