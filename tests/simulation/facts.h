// Pieces of the JSON facts that the shim hands to the core for a reply.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/time.h"
#include "cache/seal.h"
#include "store.h"

namespace user_listens::simulation {

// As shim/kv.js tells of a reading: {"metadata":{…}}, {"error":"…"}, or both
// when a copy that was read before stands in.
inline std::string fact_of(const Reading& reading) {
  json::Writer out;
  {
    const auto scope = out.object();
    if (reading.copy || reading.error.empty()) {
      if (reading.copy && reading.copy->seal) {
        write_seal(out.key("metadata"), *reading.copy->seal);
      } else {
        out.raw_field("metadata", "{}");
      }
    }
    if (!reading.error.empty()) out.field("error", reading.error);
  }
  return out.take();
}

// The part beside it.
inline std::optional<std::string_view> part_of(const Reading& reading) {
  if (!reading.copy) return std::nullopt;
  return reading.copy->value;
}

// ,"name":"text"
inline std::string text_fact(std::string_view name, std::string_view text) {
  json::Writer out;
  out.value(text);
  return std::string{",\""}.append(name).append("\":").append(out.text());
}

// ,"name":number
inline std::string time_fact(std::string_view name, UnixMillis time) {
  return std::string{",\""}.append(name).append("\":").append(
      std::to_string(time.time_since_epoch().count()));
}

}  // namespace user_listens::simulation
