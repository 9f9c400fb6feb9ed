#include "cache/deployment.h"

#include "base/log.h"

namespace user_listens {

bool is_same(const Deployment& deployment, const Deployment& other) {
  return !deployment.id.empty() && deployment == other;
}

bool is_newer(const Deployment& deployment, const Deployment& than) {
  return deployment.deployed_at && than.deployed_at && *deployment.deployed_at > *than.deployed_at;
}

void write_deployment(json::Writer& out, const Deployment& deployment) {
  const auto scope = out.object();
  out.field("id", deployment.id);
  out.field("deployedAt", deployment.deployed_at);
}

void take_deployment_field(Deployment& deployment, std::string_view field, const json::Value& value,
                           Arena& arena) {
  if (!value.is(json::Kind::string)) return;
  if (field == "id") deployment.id = arena.keep(value.text);
  if (field == "deployedAt") deployment.deployed_at = parse_iso8601(value.text);
}

std::string_view in_words(const Deployment& deployment, Arena& arena) {
  if (deployment.id.empty()) return "an unknown writer";
  const auto who = arena.filled("writer %", {for_log(deployment.id, arena)});
  if (!deployment.deployed_at) return who;
  return arena.filled("% deployed %", {who, to_iso8601(*deployment.deployed_at)});
}

}  // namespace user_listens
