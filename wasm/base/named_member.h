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

}  // namespace user_listens
