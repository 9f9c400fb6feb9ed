#include "decision.h"

#include <cstdlib>

#include "json_text.h"

namespace user_listens::simulation {
namespace {

void take(JsonText& json, std::string_view key, Decision& decision) {
  if (key == "log") {
    decision.log = json.skip();
  } else if (key == "read") {
    decision.read_key = json.string();
  } else if (key == "status") {
    decision.status = static_cast<int>(json.integer());
  } else if (key == "writtenMs") {
    decision.written = UnixMillis{Millis{json.integer()}};
  } else if (key == "source") {
    decision.source = static_cast<std::size_t>(json.integer());
  } else {
    json.skip();
  }
}

}  // namespace

Decision read_decision(std::string_view text) {
  Decision decision;
  JsonText json{text};
  json.object([&](std::string_view key) { take(json, key, decision); });
  // The shim's JSON.parse would throw as well.
  if (!json.ends_well()) std::abort();
  return decision;
}

}  // namespace user_listens::simulation
