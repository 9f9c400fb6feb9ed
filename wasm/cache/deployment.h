// Which deployment of the Worker is meant: the writer of an entry, or us.
//
// From the binding CF_VERSION_METADATA (id and timestamp of the version).
#pragma once

#include <optional>
#include <string_view>

#include "base/json_writer.h"
#include "base/time.h"

namespace user_listens {

// Valid while the arena of the call is.
struct Deployment {
  std::string_view id;  // "" when unknown
  std::optional<UnixMillis> deployed_at;

  friend bool operator==(const Deployment&, const Deployment&) = default;
};

inline void write_deployment(json::Writer& out, const Deployment& deployment) {
  const auto scope = out.object();
  out.field("id", deployment.id);
  out.field("deployedAt", deployment.deployed_at);
}

}  // namespace user_listens
