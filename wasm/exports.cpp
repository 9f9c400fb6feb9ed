// The boundary: every export of the module, and all state that it has.
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
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "boundary/calls.h"

namespace {

namespace boundary = user_listens::boundary;

constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

struct Span {
  std::uint32_t at;
  std::uint32_t length;
};

// The only mutable globals of the module. Each call writes them anew before it
// reads them, so nothing of one call is seen by another.
std::vector<char> g_input;
boundary::Output g_output;
std::vector<std::uint32_t> g_table;

std::uint32_t address_of(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

std::vector<std::optional<std::string_view>> parts_of(std::uint32_t count) {
  std::vector<std::optional<std::string_view>> parts;
  parts.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    Span span{};
    std::memcpy(&span, g_input.data() + i * sizeof span, sizeof span);
    if (span.length == kAbsent) {
      parts.emplace_back(std::nullopt);
    } else {
      parts.emplace_back(std::string_view{g_input.data() + span.at, span.length});
    }
  }
  return parts;
}

const std::uint32_t* run(boundary::Output (*call)(boundary::Parts), std::uint32_t count) {
  g_output = call(parts_of(count));
  g_table.assign(1, static_cast<std::uint32_t>(g_output.size()));
  for (const auto& part : g_output) {
    g_table.push_back(address_of(part.data()));
    g_table.push_back(static_cast<std::uint32_t>(part.size()));
  }
  return g_table.data();
}

}  // namespace

#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))

EXPORT(input) char* input(std::uint32_t size) {
  // A huge input must not keep its memory for ever.
  constexpr std::size_t kKept = 1 << 20;
  if (g_input.capacity() > kKept) std::vector<char>{}.swap(g_input);
  if (g_input.size() < size) g_input.resize(size);
  return g_input.data();
}

#define CALL(name) \
  EXPORT(name) const std::uint32_t* name(std::uint32_t parts) { return run(boundary::name, parts); }

CALL(describe)
CALL(open_refresh)
CALL(plan_refresh)
CALL(read_response)
CALL(finish_refresh)
CALL(confirm_write)
CALL(conclude_refresh)
CALL(reply)
