// The boundary, the same for both modules: where a call's input and output lie,
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

#include "boundary/calls.h"

namespace user_listens::exchange {

// Room for the parts of the next call, of `size` bytes.
[[nodiscard]] char* input(std::uint32_t size);

// Makes the call of the parts that the input holds; gives the address of its table.
[[nodiscard]] const std::uint32_t* run(boundary::Output (*call)(boundary::Parts),
                                       std::uint32_t count);

// The same of a call that the Worker of the one before may make again.
[[nodiscard]] const std::uint32_t* run_for_worker(boundary::Output (*call)(boundary::Parts,
                                                                           boundary::KnownWorker&),
                                                  std::uint32_t count);

// The same for a refresh, of which an instance has one: its facts, then its events.
[[nodiscard]] const std::uint32_t* begin_refresh(std::uint32_t count);
[[nodiscard]] const std::uint32_t* step_refresh(std::uint32_t count);

}  // namespace user_listens::exchange

#ifdef __wasm__
#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))
#else  // clang-tidy reads this file as if it were native
#define EXPORT(name) extern "C"
#endif

#define CALL_FOR_WORKER(name)                                                           \
  EXPORT(name) const std::uint32_t* name(std::uint32_t parts) {                         \
    return user_listens::exchange::run_for_worker(user_listens::boundary::name, parts); \
  }
#define CALL(name)                                                           \
  EXPORT(name) const std::uint32_t* name(std::uint32_t parts) {              \
    return user_listens::exchange::run(user_listens::boundary::name, parts); \
  }
