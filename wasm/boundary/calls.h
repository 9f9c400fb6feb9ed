// The calls that cross the boundary, one function each, from bytes to bytes. A
// refresh has calls of its own (session.h).
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

class KnownWorker;  // boundary/facts.h; without one a call reads the Worker's facts itself

// An initialiser list would copy each part, and a snapshot has megabytes.
template <std::same_as<std::string>... Strings>
[[nodiscard]] Output output_of(Strings... parts) {
  Output output(sizeof...(parts));
  auto part = output.begin();
  (parts.swap(*part++), ...);
  return output;
}

// Constants for the shim: names of settings, how keys are read, the fields of
// effects and events, and the reply of last resort.
[[nodiscard]] Output describe(Parts parts);

// facts -> a token to verify, or the key of the replies that may be kept
[[nodiscard]] Output cache_key(Parts parts, KnownWorker& known);
[[nodiscard]] Output cache_key(Parts parts);

// facts, values… -> the next key to read, or response, body or scene
[[nodiscard]] Output reply(Parts parts, KnownWorker& known);
[[nodiscard]] Output reply(Parts parts);

// facts -> whether a reply's ETag is one that the request names
[[nodiscard]] Output revalidate(Parts parts);

// facts, scene, template -> nothing, body
[[nodiscard]] Output render(Parts parts);

// A module of its own, for the operator and never for the Worker:
// facts, value -> what is found in the value of a key
[[nodiscard]] Output examine(Parts parts);

}  // namespace user_listens::boundary
