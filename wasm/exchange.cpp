#include "exchange.h"

#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime.h"

namespace user_listens::exchange {
namespace {

constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

struct Span {
  std::uint32_t at;
  std::uint32_t length;
};

// Written anew by each call before it is read. What they point to is on the
// heap of the call, so nothing of one call is seen by another.
char* g_input = nullptr;

std::uint32_t address_of(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

std::vector<std::optional<std::string_view>> parts_of(std::uint32_t count) {
  std::vector<std::optional<std::string_view>> parts(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    Span span{};
    std::memcpy(&span, g_input + i * sizeof span, sizeof span);
    if (span.length != kAbsent) parts[i] = std::string_view{g_input + span.at, span.length};
  }
  return parts;
}

}  // namespace

const std::uint32_t* run(boundary::Output (*call)(boundary::Parts), std::uint32_t count) {
  // Never destroyed: they stay readable until the heap begins anew.
  const auto& output = *new boundary::Output{call(parts_of(count))};
  auto* const table = new std::uint32_t[1 + 2 * output.size()];
  auto* next = table;
  *next++ = static_cast<std::uint32_t>(output.size());
  for (const auto& part : output) {
    *next++ = address_of(part.data());
    *next++ = static_cast<std::uint32_t>(part.size());
  }
  return table;
}

}  // namespace user_listens::exchange

EXPORT(input) char* input(std::uint32_t size) {
  user_listens::runtime::begin_call();
  user_listens::exchange::g_input = new char[size];
  return user_listens::exchange::g_input;
}
