#include "reply/api.h"

#include "reply/admission.h"
#include "reply/health.h"
#include "reply/list.h"
#include "reply/route.h"
#include "reply/token.h"

namespace user_listens {
namespace {

using Opening = std::variant<RequestContext, ReplyEffect, Response>;

// What is asked of the list, by one who may ask.
Opening open_list(const Request& request, const Target& target, const Route& route,
                  const WorkerContext& worker, Arena& arena) {
  const Settings& settings = worker.settings;
  const bool is_data = route.handler == Handler::data;
  const auto [parameters, error] = read_query_parameters(route, target.query, arena);
  if (!error.empty()) return refuse({400, error}, request, settings);
  if (settings.wants_token && is_data) {
    if (request.token.empty()) return refuse(no_token(), request, settings);
    if (!worker.claims) return ReplyEffect{kVerify, request.token};
    const auto state = read_claims(*worker.claims, worker.now).state;
    if (state != TokenState::valid) return refuse(refusal_of(state), request, settings);
  }
  return RequestContext{.delivery = delivery_of(request, settings),
                        .origin = is_data ? "" : target.origin,
                        .route = route,
                        .parameters = parameters,
                        .settings = settings,
                        .deployment = worker.deployment,
                        .now = worker.now,
                        .arena = arena,
                        .page_token = worker.token};
}

}  // namespace

std::variant<ReplyEffect, std::string_view> find_cache_key(const Request& request,
                                                           const WorkerContext& worker,
                                                           Arena& arena) {
  const Target target = target_of(request.url);
  const Route* const route = route_of(target.path);
  const bool is_refused = refusal_of(request, route, worker.settings) != nullptr;
  if (is_refused || route->handler == Handler::health) return "";
  const Opening opening = open_list(request, target, *route, worker, arena);
  if (const auto* effect = std::get_if<ReplyEffect>(&opening)) return *effect;
  const auto* context = std::get_if<RequestContext>(&opening);
  return context != nullptr ? cache_key_of(*context) : "";
}

Step answer_request(const Request& request, std::span<const Stored> stored,
                    const WorkerContext& worker, Arena& arena, Log& log) {
  const Settings& settings = worker.settings;
  const Target target = target_of(request.url);
  const Route* const route = route_of(target.path);
  if (const auto* refusal = refusal_of(request, route, settings)) {
    return refuse(*refusal, request, settings);
  }
  if (route->handler == Handler::health) {
    return health_step(request, stored, settings, worker.now, arena);
  }
  Opening opening = open_list(request, target, *route, worker, arena);
  if (const auto* effect = std::get_if<ReplyEffect>(&opening)) return *effect;
  if (auto* refusal = std::get_if<Response>(&opening)) return std::move(*refusal);
  if (settings.wants_token && route->form == Form::page && route->handler == Handler::scene &&
      worker.token.empty()) {
    return ReplyEffect{kSign, new_claims(worker.now, arena)};
  }
  return list_step(std::get<RequestContext>(opening), stored, log);
}

}  // namespace user_listens
