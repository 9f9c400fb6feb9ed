#include "base/arena.h"

#include <algorithm>
#include <cstring>

namespace user_listens {
namespace {

constexpr std::size_t kChunkBytes = 4 << 10;

}  // namespace

std::string_view Arena::keep(std::string_view text) {
  if (text.empty()) return {};
  char* const begin = reserve(text.size());
  std::memcpy(begin, text.data(), text.size());
  return {begin, text.size()};
}

std::string_view Arena::joined(FormatArguments pieces) {
  std::size_t size = 0;
  for (const auto piece : pieces) size += piece.size();
  if (size == 0) return {};
  char* const begin = reserve(size);
  char* end = begin;
  for (const auto piece : pieces) {
    if (!piece.empty()) std::memcpy(end, piece.data(), piece.size());
    end += piece.size();
  }
  return {begin, size};
}

std::string_view Arena::filled(FormatString pattern, FormatArguments values) {
  std::size_t most = std::strlen(pattern.text());
  for (const auto value : values) most += value.size();
  char* const begin = reserve(most);
  char* end = begin;
  const auto* value = values.begin();
  for (const char* next = pattern.text(); *next != '\0'; ++next) {
    if (*next == '%' && value != values.end()) {
      end = std::copy(value->begin(), value->end(), end);
      ++value;
    } else {
      *end++ = *next;
    }
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

char* Arena::reserve(std::size_t bytes) {
  if (bytes > left_) {
    left_ = std::max(bytes, kChunkBytes);
    // std::make_unique would fill it with zeros first.
    chunks_.push_front(std::unique_ptr<char[]>{new char[left_]});
    free_ = chunks_.front().get();
  }
  char* const begin = free_;
  free_ += bytes;
  left_ -= bytes;
  return begin;
}

}  // namespace user_listens
