// Asks the API as the shim does: reads what is ordered from a small KV.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "log_text.h"
#include "reply/api.h"
#include "samples.h"

namespace user_listens {

inline constexpr std::string_view kRecent = "user-listens:v2:recent";
inline constexpr std::string_view kSnapshot = "user-listens:v2:snapshot";

struct Asked {
  std::string_view method = "GET";
  std::string_view url = "https://site.example/api/internal/user-listens";
  std::string_view if_none_match;
  std::string_view origin;
  std::string_view token;
  std::string_view announced_method;
  bool is_limited = false;
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
  std::vector<std::string> reads;   // keys, in order
  std::vector<std::string> orders;  // other than to read
  Millis keep_for{0};

  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

// As the platform signs and verifies, but without a secret: the token is the
// claims between brackets.
[[nodiscard]] inline std::string signed_token(std::string_view claims) {
  return "<" + std::string{claims} + ">";
}
[[nodiscard]] inline std::string verified_claims(std::string_view token) {
  const bool is_right = token.size() > 2 && token.front() == '<' && token.back() == '>';
  return std::string{is_right ? token.substr(1, token.size() - 2) : ""};
}

[[nodiscard]] inline Request request_of(const Asked& asked) {
  return {.method = asked.method,
          .url = asked.url,
          .if_none_match = asked.if_none_match,
          .origin = asked.origin,
          .token = asked.token,
          .announced_method = asked.announced_method,
          .is_limited = asked.is_limited};
}

// The key of the replies that may be kept for it; "" for none.
[[nodiscard]] inline std::string cache_key_of(const Asked& asked) {
  std::optional<std::string> claims;
  while (true) {
    Arena arena;
    const auto found = find_cache_key(request_of(asked),
                                      {.settings = asked.settings,
                                       .deployment = asked.deployment,
                                       .now = asked.now,
                                       .claims = claims},
                                      arena);
    const auto* order = std::get_if<ReplyEffect>(&found);
    if (order == nullptr) return std::string{std::get<std::string_view>(found)};
    claims = verified_claims(order->object);
  }
}

[[nodiscard]] inline Reply reply_to(const Asked& asked) {
  const Request request = request_of(asked);
  std::vector<Stored> stored;
  std::string token;
  std::optional<std::string> claims;
  Reply reply;
  while (true) {
    Arena arena;
    Log log;
    const WorkerContext worker{.settings = asked.settings,
                               .deployment = asked.deployment,
                               .now = asked.now,
                               .token = token,
                               .claims = claims};
    const Step step = answer_request(request, stored, worker, arena, log);
    reply.log += text_of(log);
    if (const auto* order = std::get_if<ReplyEffect>(&step)) {
      if (order->verb == kSign) token = signed_token(order->object);
      if (order->verb == kVerify) claims = verified_claims(order->object);
      if (order->verb != kRead) {
        reply.orders.emplace_back(order->verb);
        continue;
      }
      reply.reads.emplace_back(order->object);
      const auto found = asked.kv.find(order->object);
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
