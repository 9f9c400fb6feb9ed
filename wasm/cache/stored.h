// What reading a key of KV brought.
#pragma once

#include <optional>
#include <string_view>

#include "cache/seal.h"

namespace user_listens {

struct Stored {
  // Nothing: no value under the key. With `trouble`: a copy that was read before.
  std::optional<std::string_view> value;
  std::optional<Seal> seal;
  std::optional<std::string_view> trouble;  // why the key could not be read
};

}  // namespace user_listens
