// Which member of a struct a name stands for, as tables.
//
// Readers of JSON look the name up and writers go through the table: what is
// read and what is written cannot drift apart.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace user_listens {

template <class Struct, class Member>
struct NamedMember {
  std::string_view name;
  Member Struct::*member;
};

template <class Struct>
using NamedText = NamedMember<Struct, std::string_view>;

// The member of `object` that `name` stands for; nullptr when the table has
// no such name.
template <class Struct, class Member, std::size_t N>
[[nodiscard]] Member* find_member(Struct& object,
                                  const std::array<NamedMember<Struct, Member>, N>& table,
                                  std::string_view name) {
  for (const auto& row : table) {
    if (row.name == name) return &(object.*row.member);
  }
  return nullptr;
}

// Looks names up in a table whose rows have a `name`. Those that come in the
// table's order, as our own writers put them, take one comparison each.
template <class Row, std::size_t N>
class NamesInOrder {
 public:
  explicit NamesInOrder(const std::array<Row, N>& table) : table_(&table) {}

  // nullptr when the table has no such name.
  [[nodiscard]] const Row* find(std::string_view name) {
    for (std::size_t left = N; left > 0; --left) {
      const Row& row = (*table_)[next_];
      next_ = next_ + 1 == N ? 0 : next_ + 1;
      if (row.name == name) return &row;
    }
    return nullptr;
  }

 private:
  const std::array<Row, N>* table_;
  std::size_t next_ = 0;
};

}  // namespace user_listens
