// The calls that cross the boundary, one function each, from bytes to bytes.
//
// Every call takes parts and gives parts. The first part taken is JSON facts,
// the first part given is a JSON decision; all others are raw bytes. A part
// may be absent (null in JavaScript): a key without a value, say. wasm/README.md
// has the order of the calls and the fields of each.
//
// Facts come from our own shim: if they are no JSON the build is broken, and
// the call traps. Parts from outside may be anything.
#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace user_listens::boundary {

using Parts = std::span<const std::optional<std::string_view>>;
using Output = std::vector<std::string>;

// An initialiser list would copy each part, and a snapshot has megabytes.
template <std::same_as<std::string>... Strings>
[[nodiscard]] Output output_of(Strings... parts) {
  Output output(sizeof...(parts));
  auto part = output.begin();
  (parts.swap(*part++), ...);
  return output;
}

// Constants for the shim: names of settings, and the reply of last resort.
[[nodiscard]] Output describe(Parts parts);

// facts -> how to read the roster, which keys to read
[[nodiscard]] Output open_refresh(Parts parts);

// facts, roster rows -> requests
[[nodiscard]] Output plan_refresh(Parts parts);

// facts, body -> whether to go on, answer
[[nodiscard]] Output read_response(Parts parts);

// facts, roster rows, recent, snapshot, answers… -> what to write, list, draft
[[nodiscard]] Output finish_refresh(Parts parts);

// facts, list as written, list as read back, draft -> outcome, snapshot
[[nodiscard]] Output confirm_write(Parts parts);

// facts -> the last log lines
[[nodiscard]] Output conclude_refresh(Parts parts);

// facts, values… -> the next key to read, or response, body or scene
[[nodiscard]] Output reply(Parts parts);

// A module of its own, which few requests need:
// facts, scene, template -> nothing, body
[[nodiscard]] Output render(Parts parts);

// A module of its own, for the operator and never for the Worker:
// facts, value -> what is found in the value of a key
[[nodiscard]] Output examine(Parts parts);

}  // namespace user_listens::boundary
