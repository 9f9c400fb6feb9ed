#include "boundary/decision.h"

namespace user_listens::boundary {
namespace {

std::string_view console_method(Level level) {
  switch (level) {
    case Level::info:
      return "log";
    case Level::warning:
      return "warn";
    case Level::error:
      return "error";
  }
  __builtin_trap();
}

}  // namespace

void write_log(json::Writer& out, const Log& log) {
  const auto lines = out.key("log").array();
  for (const LogLine& line : log.lines()) {
    const auto scope = out.object();
    out.field("level", console_method(line.level));
    out.field("text", line.text);
  }
}

void write_response(json::Writer& out, const Response& response) {
  out.field("status", response.status);
  const auto headers = out.key("headers").object();
  for (const auto& [name, value] : response.headers) out.field(name, value);
}

}  // namespace user_listens::boundary
