// What the module has in place of parts of the C and C++ libraries, and its heap.
#pragma once

namespace user_listens::runtime {

// The heap is one call's: whatever a call allocates is gone when the next one
// begins, and nothing is given back before. No instance can leak, allocation
// costs an addition, and there is no allocator to download. No static may own
// memory on it.
void begin_call();

}  // namespace user_listens::runtime
