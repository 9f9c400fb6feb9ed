// A value or the reason there is none.
//
// For whatever is fed bytes: the caller must look (`[[nodiscard]]`) and must
// ask before it takes. Taking the wrong side is a broken invariant and traps.
#pragma once

#include <utility>
#include <variant>

namespace user_listens {

template <class T, class E>
class [[nodiscard]] Result {
 public:
  // Implicit on purpose: `return value;` and `return Error{...};` both read well.
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : held_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const T& value() const& { return *take<0>(&held_); }
  [[nodiscard]] T&& value() && { return std::move(*take<0>(&held_)); }
  [[nodiscard]] const E& error() const { return *take<1>(&held_); }

 private:
  template <std::size_t I, class V>
  static auto take(V* held) {
    auto* side = std::get_if<I>(held);
    if (side == nullptr) __builtin_trap();
    return side;
  }

  std::variant<T, E> held_;
};

}  // namespace user_listens
