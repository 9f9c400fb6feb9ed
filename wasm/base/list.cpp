#include "base/list.h"

#include <cstring>
#include <new>

namespace user_listens {

ListBytes::ListBytes(const void* bytes, std::size_t count) {
  reserve(count);
  append(bytes, count);
}

ListBytes ListBytes::move_to(std::size_t capacity) {
  ListBytes old;
  swap(old);
  data_ = static_cast<std::byte*>(::operator new(capacity));
  capacity_ = capacity;
  append(old.data_, old.size_);
  return old;
}

void ListBytes::append(const void* bytes, std::size_t count) {
  if (count == 0) return;
  ListBytes old;  // may hold what is appended
  const auto size = size_ + count;
  if (size > capacity_) old = move_to(std::max(size, 2 * capacity_));
  std::memcpy(data_ + size_, bytes, count);
  size_ = size;
}

void ListBytes::append_zeros(std::size_t count) {
  reserve(size_ + count);
  std::memset(data_ + size_, 0, count);
  size_ += count;
}

}  // namespace user_listens
