#include "base/name_index.h"

#include <bit>
#include <vector>

namespace user_listens {
namespace {

// As FNV-1a (Fowler, Noll, Vo), with a seed; the upper half is folded in.
std::uint32_t hash(std::string_view name, std::uint32_t seed) {
  std::uint32_t hash = seed;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
  return hash ^ hash >> 16;
}

}  // namespace

NameIndex::NameIndex(std::vector<std::string_view> names) : names_(std::move(names)) {
  // Who chooses a name does not know all the others: names that are to collide
  // cannot be prepared.
  for (const auto name : names_) seed_ = hash(name, seed_);
  places_.resize(std::bit_ceil(2 * names_.size() + 1));
  for (std::uint32_t position = 0; position < names_.size(); ++position) {
    auto& place = places_[place_of(names_[position])];
    if (place == 0) place = position + 1;
  }
}

std::optional<std::size_t> NameIndex::find(std::string_view name) const {
  const auto found = places_[place_of(name)];
  if (found == 0) return std::nullopt;
  return found - 1;
}

std::size_t NameIndex::place_of(std::string_view name) const {
  const std::size_t last = places_.size() - 1;
  std::size_t place = hash(name, seed_) & last;
  while (places_[place] != 0 && names_[places_[place] - 1] != name) place = (place + 1) & last;
  return place;
}

}  // namespace user_listens
