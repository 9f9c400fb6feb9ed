// What reading a key of KV brought.
#pragma once

#include <optional>
#include <string_view>

#include "cache/seal.h"

namespace user_listens {

struct Stored {
  std::optional<std::string_view> value;  // nothing: no value under the key
  std::optional<Seal> seal;
  std::optional<std::string_view> trouble;  // why the key could not be read at all
};

}  // namespace user_listens
