// What reading a key of KV brought.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "cache/seal.h"

namespace user_listens {

struct Stored {
  // Nothing: no value under the key. With `error`: a copy that was read before.
  std::optional<std::string_view> value;
  std::optional<Seal> seal;
  std::optional<std::string_view> error;  // why the key could not be read
  // The key was read, and its value has so many bytes: more than any that we write, which is why it
  // is not here. Unlike one that could not be read, it holds nothing that we know.
  std::optional<std::size_t> oversize = {};
};

}  // namespace user_listens
