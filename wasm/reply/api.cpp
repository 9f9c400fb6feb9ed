#include "reply/api.h"

#include "base/text.h"
#include "reply/health.h"
#include "reply/list.h"

namespace user_listens {

// Of the parameter limit.
static constexpr std::size_t kMaxLimit = 50;

Step answer_request(const Request& request, std::span<const Stored> stored,
                    const Settings& settings, UnixMillis now, Arena& arena, Log& log) {
  const Target target = target_of(request.url);
  const bool is_list = target.path == "/api/internal/user-listens";
  const bool is_health = target.path == "/api/internal/health";
  if (!is_list && !is_health) {
    return error_response(404, "There is nothing here.", request, settings);
  }
  if (request.method != "GET" && request.method != "HEAD") {
    Response response = error_response(405, "Only GET and HEAD are answered.", request, settings);
    response.add_header("allow", "GET, HEAD");
    return response;
  }
  if (is_health) return health_step(request, stored, settings, now, arena);
  const auto [is_valid, limit] = read_limit(target.query, kMaxLimit);
  if (!is_valid) {
    return error_response(400,
                          arena.joined({"limit must be given once, a whole number from 1 to ",
                                        decimal(kMaxLimit), "."}),
                          request, settings);
  }
  return list_step(request, limit, stored, settings, now, arena, log);
}

}  // namespace user_listens
