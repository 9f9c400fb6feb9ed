// Texts that live as long as one call, or one refresh.
//
// What it reads (names, URLs, log lines) is kept here, and every type of
// the core holds views of it: copying a listen copies no text, and nothing is
// freed one by one. A type whose members are string_views says with that:
// "valid while the arena of the call is".
#pragma once

#include <cstddef>
#include <forward_list>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>

namespace user_listens {

// A text with "%" for each value that is to stand there. Only what is written in
// the code is one: a text from outside may hold anything.
class FormatString {
 public:
  consteval FormatString(const char* text) : text_(text) {}
  [[nodiscard]] const char* text() const { return text_; }

 private:
  const char* text_;  // not a string_view, which would be twice the argument
};

using FormatArguments = std::initializer_list<std::string_view>;

class Arena {
 public:
  Arena() = default;
  // A moved-from arena is empty.
  Arena(Arena&& other) noexcept { *this = std::move(other); }
  Arena& operator=(Arena&& other) noexcept {
    chunks_ = std::exchange(other.chunks_, {});
    free_ = std::exchange(other.free_, nullptr);
    left_ = std::exchange(other.left_, 0);
    return *this;
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() = default;

  [[nodiscard]] std::string_view keep(std::string_view text);

  // The pieces one behind the other.
  [[nodiscard]] std::string_view joined(FormatArguments pieces);

  // The pattern with its values: as short a call as there is, of which the
  // module has many.
  [[nodiscard]] std::string_view filled(FormatString pattern, FormatArguments values);

 private:
  [[nodiscard]] char* reserve(std::size_t bytes);

  std::forward_list<std::unique_ptr<char[]>> chunks_;  // the last one first
  char* free_ = nullptr;                               // within the last chunk
  std::size_t left_ = 0;
};

// Keeps texts that are read from an input. Parts of one that lasts as long as the
// arena are not copied.
class Keeper {
 public:
  explicit Keeper(Arena& arena, std::string_view lasting = {})
      : arena_(&arena), lasting_(lasting) {}

  [[nodiscard]] std::string_view keep(std::string_view text) const {
    return lasts(text) ? text : arena_->keep(text);
  }
  [[nodiscard]] Arena& arena() const { return *arena_; }

 private:
  [[nodiscard]] bool lasts(std::string_view text) const {
    const std::greater_equal<> is_behind;  // for pointers into anything
    return is_behind(text.data(), lasting_.data()) &&
           is_behind(lasting_.data() + lasting_.size(), text.data() + text.size());
  }

  Arena* arena_;
  std::string_view lasting_;
};

}  // namespace user_listens
