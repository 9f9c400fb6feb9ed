// The calls of a refresh, in the order in which the shim makes them.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "base/log.h"
#include "base/text.h"
#include "boundary/answer_bytes.h"
#include "boundary/calls.h"
#include "boundary/decision.h"
#include "boundary/facts.h"
#include "cache/format.h"
#include "refresh/confirm.h"
#include "refresh/finish.h"
#include "refresh/plan.h"
#include "upstream/lastfm.h"

namespace user_listens::boundary {
namespace {

// How long any one operation on D1 or KV may take.
constexpr Millis kStorageTimeout{10'000};
constexpr std::string_view kUserAgent = "user-listens/" USER_LISTENS_VERSION " (Cloudflare Worker)";

void write_request(json::Writer& out, const UpstreamRequest& request) {
  const auto scope = out.object();
  {
    const auto subject = out.key("subject").object();
    out.field("username", request.subject.username);
    out.field("source", request.subject.source);
    out.field("account", request.subject.account);
  }
  out.field("url", request.url);
  out.field("startAfterMs", request.start_after.count());
}

void write_plan(json::Writer& out, const Plan& plan) {
  out.field("deadlineMs", plan.deadline.count());
  out.field("timeoutMs", kRequestTimeout.count());
  out.field("parallel", kMaxParallel);
  out.field("maxBytes", kMaxAnswerBytes);
  {
    const auto headers = out.key("headers").object();
    out.field("user-agent", kUserAgent);
    out.field("accept", "application/json");
  }
  const auto requests = out.key("requests").array();
  for (const auto& request : plan.requests) write_request(out, request);
}

// Whom to ask; nothing when nobody can be.
std::optional<Plan> plan_of(const json::Facts& facts, std::optional<std::string_view> rows,
                            Arena& arena, Log& log) {
  const Settings settings = read_settings(facts, arena);
  const auto roster = roster_of(facts, settings, rows, arena);
  if (!roster) {
    log.error({"[CRON] WARNING: The roster cannot be read: ", roster.error().message,
               ". Nothing is written."});
    return std::nullopt;
  }
  if (!roster.value().notes.empty()) {
    log.warning({"[CRON] WARNING: ", enumeration(roster.value().notes, arena)});
  }
  log.info(
      {"[CRON] Found ", decimal(roster.value().with_lastfm()), " users with Last.fm usernames"});
  // All members private is one thing, a lost or misread roster another.
  if (roster.value().members.empty() && roster.value().hidden == 0) {
    log.error(
        {"[CRON] WARNING: The roster is empty, or no row of it can be used. "
         "Nothing is written, what is stored stays."});
    return std::nullopt;
  }
  if (!roster.value().members.empty() && roster.value().with_lastfm() == 0) {
    log.error(
        {"[CRON] WARNING: The roster has members, but none with a Last.fm username. "
         "Nothing is written, what is stored stays."});
    return std::nullopt;
  }
  return plan_requests(roster.value(), settings, time_of(facts, "scheduledMs"), arena);
}

}  // namespace

Output open_refresh(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Settings settings = read_settings(facts, arena);
  Log log;
  log.info({"[CRON] Running scheduled task at ", to_iso8601(refresh_time_of(facts, "nowMs"))});
  for (const auto& problem : settings.problems) {
    log.error({"[CRON] WARNING: Setting ", problem});
  }
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    out.field("timeoutMs", kStorageTimeout.count());
    out.field("rosterSql", settings.roster_sql);
    const auto keys = out.key("read").array();
    out.value(key_of(Slot::recent));
    out.value(key_of(Slot::snapshot));
  }
  return {out.take()};
}

Output plan_refresh(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  Log log;
  const StoredState state = state_of(facts, part(parts, 2), part(parts, 3), arena);
  const bool is_fenced = stands_down(state, run_of(facts), log);
  const auto plan = is_fenced ? std::nullopt : plan_of(facts, part(parts, 1), arena, log);
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    out.field("goesOn", plan.has_value());
    if (plan) {
      write_plan(out, *plan);
    } else {
      const auto ending = is_fenced ? Ending::stood_down : Ending::writes_nothing;
      write_carry(out.key("carry"), {.ending = ending});
    }
  }
  return {out.take()};
}

Output read_response(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Answer answer =
      lastfm::read_recent_tracks(subject_of(facts), received_of(facts, part(parts, 1)),
                                 refresh_time_of(facts, "nowMs"), arena);
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("stopsService", traits(answer.kind).stops_service);
  }
  return {out.take(), encode_answer(answer)};
}

Output finish_refresh(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Settings settings = read_settings(facts, arena);
  const auto roster = roster_of(facts, settings, part(parts, 1), arena);
  if (!roster) __builtin_trap();  // plan_refresh would not have gone on
  std::vector<Answer> answers;
  for (std::size_t i = 4; i < parts.size(); ++i) {
    auto answer = decode_answer(parts[i].value_or(""), arena);
    if (!answer) __builtin_trap();
    answers.push_back(*answer);
  }
  Log log;
  const StoredState state = state_of(facts, part(parts, 2), part(parts, 3), arena);
  Finished finished =
      user_listens::finish_refresh(roster.value(), answers, state, settings, run_of(facts), log);
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    if (finished.ending == Ending::writes) {
      write_write(out, key_of(Slot::recent), settings.ttl,
                  seal_of(finished.list, static_cast<std::size_t>(finished.counts.tracks)));
    }
    write_carry(out.key("carry"), {finished.counts, finished.member_count, finished.ending});
  }
  return {out.take(), std::move(finished.list), std::move(finished.snapshot_draft)};
}

Output confirm_write(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Settings settings = read_settings(facts, arena);
  const Carry carry = carry_of(facts);
  const WriteFacts write{.written = part(parts, 1).value_or(""),
                         .track_count = static_cast<std::size_t>(carry.counts.tracks),
                         .refusal = facts.text("putError"),
                         .read_back = stored_of(facts, "readBack", part(parts, 2)),
                         .look = facts.integer("look").value_or(1)};
  Log log;
  const auto verdict = user_listens::confirm_write(write, settings.lastfm_key, log);
  const auto draft = part(parts, 3).value_or("");
  const bool has_snapshot = verdict && verdict->earns_snapshot && !draft.empty();
  const std::string snapshot =
      has_snapshot ? complete_snapshot(draft, name(verdict->confirmation)) : "";
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    if (verdict) {
      out.field("confirmation", name(verdict->confirmation));
    } else {
      out.field("lookAgainAfterMs", kLookAgainAfter.count());
    }
    if (has_snapshot) {
      write_write(out, key_of(Slot::snapshot), kSnapshotTtl, seal_of(snapshot, carry.member_count));
    }
  }
  return {out.take(), snapshot};
}

Output conclude_refresh(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Settings settings = read_settings(facts, arena);
  Log log;
  if (const auto error = facts.text("snapshotError")) {
    log.error({"[CRON] WARNING: KV refused the snapshot: ",
               for_log(*error, settings.lastfm_key, arena), ". The one stored before stays."});
  }
  const Carry carry = carry_of(facts);
  const bool stood_down = carry.ending == Ending::stood_down;
  const Run run = run_of(facts);
  json::Writer event;
  {
    const auto scope = event.object();
    event.field("event", "refresh");
    event.field("at", run.now);
    event.field("scheduledFor", time_of(facts, "scheduledMs"));
    event.field("durationMs", (run.now - run.started).count());
    event.field("confirmation",
                facts.text("confirmation").value_or(stood_down ? "stood down" : "nothing written"));
    event.field("kvWrites", facts.integer("kvWrites").value_or(0));
    write_refresh_counts(event.key("counts"), carry.counts);
    write_deployment(event.key("writer"), run.self);
  }
  log.info({event.text()});
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
  }
  return {out.take()};
}

}  // namespace user_listens::boundary
