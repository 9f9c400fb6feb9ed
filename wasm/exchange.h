// The boundary, the same for all modules: where a call's input and output lie,
// and what makes an export of a call.
//
// A call:
//   1. input(size) gives room for the parts; what was there before is gone.
//   2. The caller puts a table of {offset, length} pairs there, one a part,
//      and the parts' bytes behind it; offsets count from the room's
//      beginning, and an absent part has the length kAbsent.
//   3. The call takes the number of parts and gives the address of a table:
//      the number of parts, then an {address, length} pair each.
// The table and its bytes live until the next call into the module. All
// numbers are 32 bits, little-endian.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "boundary/calls.h"
#include "runtime.h"

namespace {

namespace boundary = user_listens::boundary;

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

}  // namespace

#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))

EXPORT(input) char* input(std::uint32_t size) {
  user_listens::runtime::begin_call();
  g_input = new char[size];
  return g_input;
}

#define CALL(name) \
  EXPORT(name) const std::uint32_t* name(std::uint32_t parts) { return run(boundary::name, parts); }
