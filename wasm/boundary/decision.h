// The JSON object that tells the shim what to do next.
#pragma once

#include <string_view>

#include "base/json_writer.h"
#include "base/log.h"
#include "reply/response.h"

namespace user_listens::boundary {

// "log":[{"level":"info"|"warn"|"error","text":"…"}]: console's method, line.
void write_log(json::Writer& out, const Log& log);

// "status":200,"headers":{…}
void write_response(json::Writer& out, const Response& response);

}  // namespace user_listens::boundary
