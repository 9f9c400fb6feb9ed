// The JSON object that tells the shim what to do next.
#pragma once

#include <string_view>

#include "base/json_writer.h"
#include "base/log.h"
#include "cache/seal.h"
#include "reply/response.h"

namespace user_listens::boundary {

// "log":[{"level":"info"|"warn"|"error","text":"…"}]: console's method, line.
void write_log(json::Writer& out, const Log& log);

// "write":{"key":"…","expirationTtl":420,"metadata":{…}}
void write_write(json::Writer& out, std::string_view key, Seconds ttl, const Seal& seal);

// "status":200,"headers":{…}
void write_response(json::Writer& out, const Response& response);

}  // namespace user_listens::boundary
