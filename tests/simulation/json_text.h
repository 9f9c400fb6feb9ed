// Reads JSON front to back, in one pass and without copies.
//
// Written apart from the core's reader on purpose: what the core has written is
// judged by other eyes than its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace user_listens::simulation {

class JsonText {
 public:
  explicit JsonText(std::string_view text) : text_(text) {}

  // Calls `field(key)` for each member; it must take the value by one of the
  // functions below. Another kind of value is broken, as is a missing one.
  template <class F>
  void object(F&& field) {
    if (!open('{')) return;
    while (!is_broken_) {
      const auto key = string();
      expect(':');
      if (!is_broken_) field(key);
      if (!goes_on('}')) return;
    }
  }

  template <class F>
  void array(F&& element) {
    if (!open('[')) return;
    while (!is_broken_) {
      element();
      if (!goes_on(']')) return;
    }
  }

  // As it is written, escapes included. Nothing when it is null.
  [[nodiscard]] std::optional<std::string_view> text_or_null() {
    if (peek() == 'n') {
      word("null");
      return std::nullopt;
    }
    return string();
  }
  [[nodiscard]] std::string_view string();
  [[nodiscard]] std::int64_t integer();
  [[nodiscard]] bool boolean();

  // Passes over a value of any kind, and gives its text.
  std::string_view skip();

  // The kind of the next value by its first character; 0 at the end.
  char peek();

  // Whether all of it was read and all of it was JSON.
  [[nodiscard]] bool ends_well() { return peek() == 0 && !is_broken_; }
  [[nodiscard]] bool is_broken() const { return is_broken_; }

 private:
  void fail() { is_broken_ = true; }
  void expect(char c);
  void word(std::string_view word);
  bool open(char bracket);     // whether it has members
  bool goes_on(char bracket);  // past a comma, or closed

  std::string_view text_;
  std::size_t at_ = 0;
  bool is_broken_ = false;
};

}  // namespace user_listens::simulation
