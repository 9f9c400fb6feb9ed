// The calls of a refresh up to the last answer, in the order in which the shim
// makes them.
#include <algorithm>
#include <optional>
#include <string_view>

#include "base/json_writer.h"
#include "base/log.h"
#include "base/text.h"
#include "boundary/answer_bytes.h"
#include "boundary/calls.h"
#include "boundary/decision.h"
#include "boundary/facts.h"
#include "cache/format.h"
#include "refresh/plan.h"
#include "refresh/reaction.h"
#include "refresh/recall.h"
#include "upstream/services.h"

namespace user_listens::boundary {
namespace {

// How long any one operation on D1 or KV may take.
constexpr Millis kStorageTimeout{10'000};
constexpr std::string_view kUserAgent = "user-listens/" USER_LISTENS_VERSION " (Cloudflare Worker)";

void write_request(json::Writer& out, const UpstreamRequest& request) {
  const auto scope = out.object();
  {
    const auto question = out.key("question").object();
    write_account_fields(out, request.question.account);
    out.field("step", request.question.step);
    out.field("attempt", request.question.attempt);
  }
  out.field("url", request.url);
}

void write_service(json::Writer& out, const Service& service, const Access& access,
                   std::size_t parallel, Arena& arena) {
  const auto scope = out.key(service.source).object();
  out.field("parallel", parallel);
  out.field("burst", access.pace.burst);
  // Rounded up: never faster than that.
  out.field("everyMs", (999 + access.pace.per_second) / access.pace.per_second);
  out.field("windowMs", access.pace.window.count());
  const auto headers = out.key("headers").object();
  out.field("user-agent", kUserAgent);
  out.field("accept", "application/json");
  if (!service.authorization.empty() && !access.secret.empty()) {
    out.field("authorization", arena.joined({service.authorization, access.secret}));
  }
}

void write_plan(json::Writer& out, const Plan& plan, const Settings& settings, Arena& arena) {
  out.field("deadlineMs", plan.deadline.count());
  out.field("timeoutMs", kRequestTimeout.count());
  out.field("parallel", kMaxParallel);
  out.field("maxBytes", kMaxAnswerBytes);
  out.field("retries", plan.retries);
  {
    const auto names = out.key("answerHeaders").array();
    for (const auto& header : kAnswerHeaders) out.value(header.name);
  }
  {
    const auto services = out.key("services").object();
    for (std::size_t i = 0; i < kServices.size(); ++i) {
      write_service(out, *kServices[i], settings.services[i], plan.parallel_of_service, arena);
    }
  }
  const auto requests = out.key("requests").array();
  for (const auto& request : plan.requests) write_request(out, request);
}

// What is known before anybody is asked, without the log lines: finish_refresh
// reads the keys again and says what is wrong with them.
Known known_before(const StoredState& state, const Run& run, const Settings& settings) {
  Log unsaid;
  return recall(state, run, settings, unsaid);
}

void report_pauses(const Known& known, UnixMillis now, Log& log) {
  for (const Service* service : kServices) {
    const ServiceState* state = find_state(known.services, service->source);
    if (state == nullptr || !(state->paused_until > now)) continue;
    log.warning(
        "[CRON] WARNING: % is left alone until %: it was asked too often, or has too much to do.",
        {service->title, to_iso8601(*state->paused_until)});
  }
}

void report_roster(const Roster& roster, Log& log) {
  if (!roster.notes.empty()) {
    log.warning("[CRON] WARNING: %", {enumeration(roster.notes, log.arena())});
  }
  for (const Service* service : kServices) {
    const auto count =
        std::count_if(roster.accounts.begin(), roster.accounts.end(),
                      [&](const Account& account) { return account.source == service->source; });
    if (count == 0 && service != kServices.front()) continue;
    log.info("[CRON] Found % users with % usernames", {decimal(count), service->title});
  }
}

// Why nobody can be asked; nothing when somebody can.
std::optional<std::string_view> obstacle(const Roster& roster) {
  // All members private is one thing, a lost or misread roster another.
  if (roster.members == 0 && roster.hidden == 0) {
    return "The roster is empty, or no row of it can be used.";
  }
  if (roster.members > 0 && roster.accounts.empty()) {
    return "The roster has members, but none with an account on a music service.";
  }
  return std::nullopt;
}

// Whom to ask; nothing when nobody can be.
std::optional<Plan> plan_of(const json::Facts& facts, const Worker& worker,
                            std::optional<std::string_view> rows, const StoredState& state,
                            const Run& run, Arena& arena, Log& log) {
  const auto read = roster_of(facts, worker, rows, arena);
  if (!read) {
    log.error("[CRON] WARNING: The roster cannot be read: %. Nothing is written.",
              {read.error().message});
    return std::nullopt;
  }
  const Roster& roster = read.value();
  report_roster(roster, log);
  if (const auto reason = obstacle(roster)) {
    log.error("[CRON] WARNING: % Nothing is written, what is stored stays.", {*reason});
    return std::nullopt;
  }
  const Known known = known_before(state, run, worker.settings);
  report_pauses(known, run.now, log);
  const Plan plan =
      plan_requests(roster, known.memories, known.services, worker.settings, run.now, arena);
  if (plan.requests.size() < roster.accounts.size()) {
    log.info("[CRON] Asking about % of % accounts",
             {decimal(plan.requests.size()), decimal(roster.accounts.size())});
  }
  return plan;
}

}  // namespace

Output open_refresh(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Worker worker{parts, arena};
  const Settings& settings = worker.settings;
  Log log;
  log.info("[CRON] Running scheduled task at %", {to_iso8601(refresh_time_of(facts, "nowMs"))});
  for (const auto& problem : settings.problems) {
    log.error("[CRON] WARNING: Setting %", {problem});
  }
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    out.field("timeoutMs", kStorageTimeout.count());
    out.field("rosterSql", roster_sql(settings, arena));
    const auto keys = out.key("read").array();
    out.value(key_of(Slot::recent));
    out.value(key_of(Slot::snapshot));
  }
  return output_of(out.take());
}

Output plan_refresh(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  Log log;
  const Worker worker{parts, arena};
  const StoredState state = state_of(facts, part(parts, 2), part(parts, 3), arena);
  const Run run = run_of(facts, worker);
  const bool is_fenced = stands_down(state, run, log);
  const auto plan =
      is_fenced ? std::nullopt : plan_of(facts, worker, part(parts, 1), state, run, arena, log);
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    out.field("goesOn", plan.has_value());
    if (plan) {
      write_plan(out, *plan, worker.settings, arena);
    } else {
      const auto ending = is_fenced ? Ending::stood_down : Ending::writes_nothing;
      write_carry(out.key("carry"), {.ending = ending});
    }
  }
  return output_of(out.take());
}

Output read_response(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Question question = question_of(facts);
  const auto position = service_named(question.account.source);
  if (!position) __builtin_trap();  // no request of ours
  const Service& service = *kServices[*position];
  const Circumstances at{
      .retries_left = static_cast<std::size_t>(
          std::max<std::int64_t>(facts.integer("retriesLeft").value_or(0), 0)),
      .entropy = static_cast<std::uint32_t>(facts.integer("entropy").value_or(0)),
      .now = refresh_time_of(facts, "nowMs")};
  Answer answer = read_answer(service, question, received_of(facts, part(parts, 1)), at.now, arena);
  const Next next = next_after(answer, question, service, at);
  const bool needs_link = answer.listen && answer.listen->url.empty();
  std::string_view next_url;
  // Most answers need to know nothing of the Worker.
  if (needs_link || next.question) {
    const Worker worker{parts, arena};
    const Access& access = worker.settings.services[*position];
    if (needs_link) answer.listen->url = account_page(service, access, question.account, arena);
    if (next.question) next_url = service.url(*next.question, access, arena);
  }
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("stopsService", next.stops_service);
    if (next.pause) out.field("pauseMs", next.pause->count());
    if (next.question) {
      write_request(out.key("next"), {*next.question, next_url});
      out.field("afterMs", next.after.count());
      out.field("isRetry", next.is_retry);
    }
  }
  return output_of(out.take(), encode_answer(answer));
}

}  // namespace user_listens::boundary
