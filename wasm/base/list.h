// A growing array of plain values, as std::vector is one of any.
//
// Of std::vector the module would carry several functions for each type of
// element. Here the elements are bytes that are copied: they own nothing, and
// what makes the array grow is there once.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>

namespace user_listens {

// The bytes of a list's elements.
class ListBytes {
 public:
  ListBytes() = default;
  ListBytes(const void* bytes, std::size_t count);
  ListBytes(const ListBytes& other) : ListBytes(other.data_, other.size_) {}
  ListBytes(ListBytes&& other) noexcept { swap(other); }
  ListBytes& operator=(ListBytes other) noexcept {
    swap(other);
    return *this;
  }
  ~ListBytes() { ::operator delete(data_); }

  [[nodiscard]] std::byte* begin() const { return data_; }
  [[nodiscard]] std::byte* end() const { return data_ + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }

  void reserve(std::size_t bytes) {
    if (bytes > capacity_) move_to(bytes);
  }
  void append(const void* bytes, std::size_t count);
  void append_zeros(std::size_t count);

 private:
  // Gives the old bytes back.
  ListBytes move_to(std::size_t capacity);
  void swap(ListBytes& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

template <class T>
class List {
 public:
  using value_type = T;

  List() = default;
  List(std::initializer_list<T> items) : List(std::span<const T>{items.begin(), items.size()}) {}
  List(std::span<const T> items) : bytes_(items.data(), items.size_bytes()) {}
  template <class Range>
  List(const Range& items) requires(std::convertible_to<const Range&, std::span<const T>>)
      : List(std::span<const T>{items}) {}
  template <std::input_iterator Iterator>
  List(Iterator first, Iterator last) {
    for (; first != last; ++first) push_back(*first);
  }

  [[nodiscard]] static List of_zeros(std::size_t count) {
    List list;
    list.bytes_.append_zeros(count * sizeof(T));
    return list;
  }

  [[nodiscard]] T* begin() { return reinterpret_cast<T*>(bytes_.begin()); }
  [[nodiscard]] T* end() { return reinterpret_cast<T*>(bytes_.end()); }
  [[nodiscard]] const T* begin() const { return reinterpret_cast<const T*>(bytes_.begin()); }
  [[nodiscard]] const T* end() const { return reinterpret_cast<const T*>(bytes_.end()); }
  [[nodiscard]] T* data() { return begin(); }
  [[nodiscard]] const T* data() const { return begin(); }
  [[nodiscard]] std::size_t size() const { return bytes_.size() / sizeof(T); }
  [[nodiscard]] bool empty() const { return bytes_.size() == 0; }

  [[nodiscard]] T& operator[](std::size_t position) { return begin()[position]; }
  [[nodiscard]] const T& operator[](std::size_t position) const { return begin()[position]; }
  [[nodiscard]] T& front() { return *begin(); }
  [[nodiscard]] const T& front() const { return *begin(); }
  [[nodiscard]] T& back() { return end()[-1]; }
  [[nodiscard]] const T& back() const { return end()[-1]; }

  void reserve(std::size_t count) { bytes_.reserve(count * sizeof(T)); }
  void push_back(const T& item) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    bytes_.append(&item, sizeof item);
  }

  friend bool operator==(const List& a, const List& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

 private:
  ListBytes bytes_;
};

}  // namespace user_listens
