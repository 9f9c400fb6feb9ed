#include "boundary/calls.h"

#include <utility>

#include "base/text.h"
#include "boundary/decision.h"
#include "boundary/facts.h"
#include "cache/format.h"
#include "reply/api.h"
#include "reply/presentation.h"

namespace user_listens::boundary {
namespace {

// Longer than any read that a reader of the page would wait for.
constexpr Millis kReadTimeout{5000};

}  // namespace

Output describe(Parts) {
  Arena arena;
  const Settings defaults = read_settings(json::Facts{}, arena);
  const Response last_resort = warming_response(Request{.method = "GET"}, defaults);
  json::Writer out;
  {
    const auto scope = out.object();
    {
      const auto names = out.key("settings").array();
      for (const auto name : setting_names()) out.value(name);
    }
    {
      const auto reading = out.key("reading").object();
      out.field("cacheTtl", kReadCacheTtl.count());
      out.field("timeoutMs", kReadTimeout.count());
    }
    out.field("tokenSecret", kTokenSecret);
    const auto response = out.key("lastResort").object();
    write_response(out, last_resort);
    out.field("body", last_resort.body);
  }
  return output_of(out.take());
}

Output reply(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Worker worker{parts, arena};
  const Request request{.method = facts.text_or_empty("method"),
                        .url = facts.text_or_empty("url"),
                        .if_none_match = facts.text_or_empty("ifNoneMatch"),
                        .origin = facts.text_or_empty("origin"),
                        .token = facts.text_or_empty("token"),
                        .announced_method = facts.text_or_empty("announcedMethod"),
                        .is_limited = facts.is_true("isLimited")};
  List<Stored> stored;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    stored.push_back(stored_of(facts, arena.filled("reads.%", {decimal(i - 1)}), parts[i]));
  }
  const Situation situation{.settings = worker.settings,
                            .deployment = worker.deployment,
                            .now = time_of(facts, "nowMs"),
                            .token = facts.text_or_empty("signed"),
                            .claims = facts.text("verified")};
  Log log;
  Step step = answer_request(request, stored, situation, arena, log);
  auto* response = std::get_if<Response>(&step);
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    if (const auto* order = std::get_if<Order>(&step)) {
      out.field(order->verb, order->object);
    } else {
      write_response(out, *response);
      const auto template_name = response->template_name;
      if (!template_name.empty()) out.field("template", template_name);
      if (response->source) out.field("source", *response->source);
      if (response->keep_for > Millis{0}) out.field("keepMs", response->keep_for.count());
    }
  }
  if (response == nullptr) return output_of(out.take());
  return output_of(out.take(), std::move(response->body));
}

}  // namespace user_listens::boundary
