#include "reply/api.h"

#include "reply/health.h"
#include "reply/list.h"
#include "reply/route.h"

namespace user_listens {

Step answer_request(const Request& request, std::span<const Stored> stored,
                    const Situation& situation, Arena& arena, Log& log) {
  const Settings& settings = situation.settings;
  const Target target = target_of(request.url);
  const Route* const route = route_of(target.path);
  if (route == nullptr) return error_response(404, "There is nothing here.", request, settings);
  if (request.method != "GET" && request.method != "HEAD") {
    Response response = error_response(405, "Only GET and HEAD are answered.", request, settings);
    response.add_header("allow", "GET, HEAD");
    return response;
  }
  if (route->answering == Answering::health) {
    return health_step(request, stored, settings, situation.now, arena);
  }
  const auto [wishes, complaint] = read_wishes(*route, target.query, arena);
  if (!complaint.empty()) return error_response(400, complaint, request, settings);
  const Inquiry inquiry{.request = request,
                        .origin = target.origin,
                        .route = *route,
                        .wishes = wishes,
                        .settings = settings,
                        .deployment = situation.deployment,
                        .now = situation.now,
                        .arena = arena};
  return list_step(inquiry, stored, log);
}

}  // namespace user_listens
