// Finds things by name.
//
// Sorted positions and binary search: hash tables and trees are faster to
// change, but nothing here changes, and they are much more code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/list.h"

namespace user_listens {

class NameIndex {
 public:
  // The names must outlive the index.
  explicit NameIndex(List<std::string_view> names);

  // The position of the first thing with that name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

  // Positions in the order of the names, equal ones in their own order.
  [[nodiscard]] const List<std::uint32_t>& in_order() const { return in_order_; }

 private:
  List<std::string_view> names_;
  List<std::uint32_t> in_order_;
};

// NameIndex of the `name` member of each row: index_of(members, &Member::username).
template <class Rows, class Row>
[[nodiscard]] NameIndex index_of(const Rows& rows, std::string_view Row::*name) {
  List<std::string_view> names;
  names.reserve(rows.size());
  for (const Row& row : rows) names.push_back(row.*name);
  return NameIndex{std::move(names)};
}

}  // namespace user_listens
