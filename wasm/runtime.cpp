// What the module has in place of parts of the C and C++ libraries. Only the
// WebAssembly module links this file.
//
// Two would be imports, and the module must have none; the others would bring
// code that the product has no use for, 12 KB compressed in all.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

extern "C" {

// An exit is a trap, and growth of memory is nobody's news.
_Noreturn void __wasi_proc_exit(std::uint32_t) { __builtin_trap(); }
void emscripten_notify_memory_growth(std::size_t) {}

// nlohmann/json's lexer converts real numbers when it meets them and formats
// messages about errors. No value of the product is a real number (base/
// json_reader.h passes on that there was one, not which), and errors are
// reported by code and offset.
double strtod(const char*, char**) { return 0; }
float strtof(const char*, char**) { return 0; }
long double strtold(const char*, char**) { return 0; }
int snprintf(char* text, std::size_t size, const char*, ...) {
  if (size > 0) *text = '\0';
  return 0;
}

}  // extern "C"

// Without exceptions there is nobody to tell that memory ran out.
void* operator new(std::size_t size) {
  void* const memory = std::malloc(size > 0 ? size : 1);
  if (memory == nullptr) __builtin_trap();
  return memory;
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
