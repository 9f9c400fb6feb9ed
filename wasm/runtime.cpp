// Only the WebAssembly module links this file. Two of these functions would be
// imports, and the module must have none; the others would bring code that the
// product has no use for, 15 KB compressed in all.
#include "runtime.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>
#include <string_view>

#include "base/decimal_range.h"

extern "C" {

// Where the linker lets the heap begin.
extern unsigned char __heap_base;

// An exit is a trap, and growth of memory is nobody's news.
_Noreturn void __wasi_proc_exit(std::uint32_t) { __builtin_trap(); }
void emscripten_notify_memory_growth(std::size_t) {}

}  // extern "C"

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

// Only the newest block gives its room back, which is what short-lived ones are.
void release(void* memory, std::size_t size) {
  const std::uint64_t at = reinterpret_cast<std::uintptr_t>(memory);
  if (at + rounded_up(size, kAlignment) == g_top) g_top = at;
}

}  // namespace

void begin_call() { g_top = heap_begin(); }

}  // namespace user_listens::runtime

void* operator new(std::size_t size) { return user_listens::runtime::allocate(size); }
void* operator new[](std::size_t size) { return user_listens::runtime::allocate(size); }
void operator delete(void*) noexcept {}
void operator delete[](void*) noexcept {}
void operator delete(void* memory, std::size_t size) noexcept {
  user_listens::runtime::release(memory, size);
}
void operator delete[](void* memory, std::size_t size) noexcept {
  user_listens::runtime::release(memory, size);
}

// nlohmann/json's lexer calls these on tokens whose grammar it has checked. Of
// a real number it must know whether it is finite, for it refuses others; which
// one it is, nobody asks (base/json_reader.h).
namespace {

double finite_or_not(const char* text, char** end) {
  const std::string_view token{text};
  if (end != nullptr) *end = const_cast<char*>(text + token.size());
  return user_listens::is_finite_double(token) ? 0 : std::numeric_limits<double>::infinity();
}

// Digits up to the end of the text; ERANGE when the sum does not fit.
template <class Integer>
Integer integer(const char* text, char** end, Integer sign) {
  Integer number = 0;
  for (; *text != '\0'; ++text) {
    const bool too_large = __builtin_mul_overflow(number, Integer{10}, &number) ||
                           __builtin_add_overflow(number, sign * (*text - '0'), &number);
    if (too_large) errno = ERANGE;
  }
  *end = const_cast<char*>(text);
  return number;
}

}  // namespace

extern "C" {

double strtod(const char* text, char** end) { return finite_or_not(text, end); }
float strtof(const char* text, char** end) { return static_cast<float>(finite_or_not(text, end)); }
long double strtold(const char* text, char** end) { return finite_or_not(text, end); }
unsigned long long strtoull(const char* text, char** end, int) {
  return integer<unsigned long long>(text, end, 1);
}
long long strtoll(const char* text, char** end, int) {
  const bool is_negative = *text == '-';
  return integer<long long>(text + is_negative, end, is_negative ? -1 : 1);
}
// libc++'s string.o names these two, and would bring all four. Nobody calls them.
unsigned long strtoul(const char*, char**, int) { __builtin_trap(); }
long strtol(const char*, char**, int) { __builtin_trap(); }

// Only for messages about errors, which are reported by code and offset.
int snprintf(char* text, std::size_t size, const char*, ...) {
  if (size > 0) *text = '\0';
  return 0;
}

}  // extern "C"

// nlohmann/json makes an exception of each error and hands it over unthrown
// (base/json_parser.h). libc++'s would bring a copy of the text and run-time
// type information, which nothing here looks at.
std::exception::~exception() noexcept = default;
const char* std::exception::what() const noexcept { return ""; }
std::__libcpp_refstring::__libcpp_refstring(const char* text) : __imp_{text} {}
std::__libcpp_refstring::~__libcpp_refstring() = default;
std::runtime_error::runtime_error(const char* text) : __imp_{text} {}
std::runtime_error::~runtime_error() noexcept = default;
const char* std::runtime_error::what() const noexcept { return __imp_.c_str(); }
