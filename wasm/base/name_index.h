// Finds things by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace user_listens {

// A hash table that is made once, with free places after collisions (open
// addressing).
class NameIndex {
 public:
  // The names must outlive the index.
  explicit NameIndex(std::vector<std::string_view> names);

  // The position of the first thing with that name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

 private:
  // Where the name is, or the free place where it would be put.
  [[nodiscard]] std::size_t place_of(std::string_view name) const;

  std::vector<std::string_view> names_;
  std::vector<std::uint32_t> places_;  // positions, from 1; 0 is a free place
  std::uint32_t seed_ = 0x811C9DC5;
};

// NameIndex of the `name` member of each row: index_of(members, &Member::username).
template <class Rows, class Row>
[[nodiscard]] NameIndex index_of(const Rows& rows, std::string_view Row::*name) {
  std::vector<std::string_view> names;
  names.reserve(rows.size());
  for (const Row& row : rows) names.push_back(row.*name);
  return NameIndex{std::move(names)};
}

}  // namespace user_listens
