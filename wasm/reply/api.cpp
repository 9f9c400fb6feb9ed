#include "reply/api.h"

#include "reply/admission.h"
#include "reply/health.h"
#include "reply/list.h"
#include "reply/route.h"
#include "reply/token.h"

namespace user_listens {

Step answer_request(const Request& request, std::span<const Stored> stored,
                    const Situation& situation, Arena& arena, Log& log) {
  const auto& [settings, deployment, now, token, claims] = situation;
  const Target target = target_of(request.url);
  const Route* const route = route_of(target.path);
  if (const auto* refusal = refusal_of(request, route, settings)) {
    return refuse(*refusal, request, settings);
  }
  if (route->answering == Answering::health) {
    return health_step(request, stored, settings, now, arena);
  }
  const auto [wishes, complaint] = read_wishes(*route, target.query, arena);
  if (!complaint.empty()) return refuse({400, complaint}, request, settings);
  Inquiry inquiry{.request = request,
                  .origin = target.origin,
                  .route = *route,
                  .wishes = wishes,
                  .settings = settings,
                  .deployment = deployment,
                  .now = now,
                  .arena = arena,
                  .page_token = token};
  if (settings.wants_token && route->answering == Answering::data) {
    if (request.token.empty()) return refuse(no_token(), request, settings);
    if (!claims) return Order{kVerify, request.token};
    const auto [state, expires] = read_claims(*claims, now);
    if (state != TokenState::valid) return refuse(refusal_of(state), request, settings);
    inquiry.admitted_until = expires;
  } else if (settings.wants_token && route->form == Form::page && token.empty()) {
    return Order{kSign, new_claims(now, arena)};
  }
  return list_step(inquiry, stored, log);
}

}  // namespace user_listens
