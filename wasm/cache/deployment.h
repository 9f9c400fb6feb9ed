// Which deployment of the Worker is meant: the writer of an entry, or us.
//
// From the binding CF_VERSION_METADATA (id and timestamp of the version).
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/time.h"

namespace user_listens {

// Valid while the arena of the call is.
struct Deployment {
  std::string_view id;  // "" when unknown
  std::optional<UnixMillis> deployed_at;

  friend bool operator==(const Deployment&, const Deployment&) = default;
};

// False when either is unknown: two that nobody knows need not be the same.
[[nodiscard]] bool is_same(const Deployment& deployment, const Deployment& other);

// Never true of a deployment whose time, or whose rival's time, is unknown.
[[nodiscard]] bool is_newer(const Deployment& deployment, const Deployment& than);

// {"id":"…","deployedAt":"…"|null}
void write_deployment(json::Writer& out, const Deployment& deployment);

// Takes a field of such an object; others are passed over.
void take_deployment_field(Deployment& deployment, std::string_view field, const json::Value& value,
                           Arena& arena);

// For logs: "writer f3b1 deployed 2025-12-01T09:00:00.000Z", or "an unknown writer".
[[nodiscard]] std::string_view in_words(const Deployment& deployment, Arena& arena);

}  // namespace user_listens
