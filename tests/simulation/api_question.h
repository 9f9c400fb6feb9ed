// What a reader asks the API for.
#pragma once

#include <cstddef>
#include <cstdint>

namespace user_listens::simulation {

struct Question {
  enum class Kind : std::uint8_t { list, health };
  Kind kind = Kind::list;
  std::size_t limit = 0;  // rows; 0 for no limit
};

}  // namespace user_listens::simulation
