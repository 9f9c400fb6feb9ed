// What the core decides of a reply, as the shim reads it: fields of the JSON of
// wasm/README.md. The views live as long as the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace user_listens::simulation {

struct Decision {
  std::string_view log;                      // a JSON array
  std::optional<std::string_view> read_key;  // nothing: this is the reply
  int status = 0;
  std::optional<UnixMillis> written;  // when, of what is served
  std::optional<std::size_t> source;  // which of the values read is worth a copy
};

[[nodiscard]] Decision read_decision(std::string_view text);

}  // namespace user_listens::simulation
