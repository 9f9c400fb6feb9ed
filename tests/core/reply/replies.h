// Asks the API as the shim does: reads what is ordered from a small KV.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "log_text.h"
#include "reply/api.h"
#include "samples.h"

namespace user_listens {

struct Asked {
  std::string_view method = "GET";
  std::string_view url = "https://site.example/api/internal/user-listens";
  std::string_view if_none_match;
  std::string_view origin;
  std::map<std::string_view, Stored> kv = {};  // keys without an entry have no value
  UnixMillis now = samples::now();
  Settings settings = {};
  Deployment deployment = {.id = "d1", .deployed_at = {}};
};

struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;
  std::string body;
  std::string template_name;  // the body is a scene for it
  std::string log;
  std::vector<std::string> reads;  // keys, in order
  Millis keep_for{0};

  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

[[nodiscard]] inline Reply reply_to(const Asked& asked) {
  const Request request{.method = asked.method,
                        .url = asked.url,
                        .if_none_match = asked.if_none_match,
                        .origin = asked.origin};
  std::vector<Stored> stored;
  Reply reply;
  while (true) {
    Arena arena;
    Log log;
    const Situation situation{
        .settings = asked.settings, .deployment = asked.deployment, .now = asked.now};
    const Step step = answer_request(request, stored, situation, arena, log);
    reply.log += text_of(log);
    if (const auto* order = std::get_if<ReadOrder>(&step)) {
      reply.reads.emplace_back(order->key);
      const auto found = asked.kv.find(order->key);
      stored.push_back(found == asked.kv.end() ? Stored{} : found->second);
      continue;
    }
    const auto& response = std::get<Response>(step);
    reply.status = response.status;
    for (const auto& [name, value] : response.headers) reply.headers.emplace(name, value);
    reply.body = response.body;
    reply.template_name = response.template_name;
    reply.keep_for = response.keep_for;
    return reply;
  }
}

}  // namespace user_listens
