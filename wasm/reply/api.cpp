#include "reply/api.h"

#include "reply/admission.h"
#include "reply/health.h"
#include "reply/list.h"
#include "reply/route.h"
#include "reply/token.h"

namespace user_listens {
namespace {

using Opening = std::variant<Inquiry, Order, Response>;

// What is asked of the list, by one who may ask.
Opening open_list(const Request& request, const Target& target, const Route& route,
                  const Situation& situation, Arena& arena) {
  const Settings& settings = situation.settings;
  const bool is_data = route.answering == Answering::data;
  const auto [wishes, complaint] = read_wishes(route, target.query, arena);
  if (!complaint.empty()) return refuse({400, complaint}, request, settings);
  if (settings.wants_token && is_data) {
    if (request.token.empty()) return refuse(no_token(), request, settings);
    if (!situation.claims) return Order{kVerify, request.token};
    const auto state = read_claims(*situation.claims, situation.now).state;
    if (state != TokenState::valid) return refuse(refusal_of(state), request, settings);
  }
  return Inquiry{.delivery = delivery_of(request, settings),
                 .origin = is_data ? "" : target.origin,
                 .route = route,
                 .wishes = wishes,
                 .settings = settings,
                 .deployment = situation.deployment,
                 .now = situation.now,
                 .arena = arena,
                 .page_token = situation.token};
}

}  // namespace

std::variant<Order, std::string_view> find_cache_key(const Request& request,
                                                     const Situation& situation, Arena& arena) {
  const Target target = target_of(request.url);
  const Route* const route = route_of(target.path);
  const bool is_refused = refusal_of(request, route, situation.settings) != nullptr;
  if (is_refused || route->answering == Answering::health) return "";
  const Opening opening = open_list(request, target, *route, situation, arena);
  if (const auto* order = std::get_if<Order>(&opening)) return *order;
  const auto* inquiry = std::get_if<Inquiry>(&opening);
  return inquiry != nullptr ? cache_key_of(*inquiry) : "";
}

Step answer_request(const Request& request, std::span<const Stored> stored,
                    const Situation& situation, Arena& arena, Log& log) {
  const Settings& settings = situation.settings;
  const Target target = target_of(request.url);
  const Route* const route = route_of(target.path);
  if (const auto* refusal = refusal_of(request, route, settings)) {
    return refuse(*refusal, request, settings);
  }
  if (route->answering == Answering::health) {
    return health_step(request, stored, settings, situation.now, arena);
  }
  Opening opening = open_list(request, target, *route, situation, arena);
  if (const auto* order = std::get_if<Order>(&opening)) return *order;
  if (auto* refusal = std::get_if<Response>(&opening)) return std::move(*refusal);
  if (settings.wants_token && route->form == Form::page && route->answering == Answering::scene &&
      situation.token.empty()) {
    return Order{kSign, new_claims(situation.now, arena)};
  }
  return list_step(std::get<Inquiry>(opening), stored, log);
}

}  // namespace user_listens
