// The calls of a refresh after the last answer, in the order in which the shim
// makes them.
#include <optional>
#include <string>
#include <utility>

#include "base/json_writer.h"
#include "base/log.h"
#include "boundary/answer_bytes.h"
#include "boundary/calls.h"
#include "boundary/decision.h"
#include "boundary/facts.h"
#include "cache/format.h"
#include "refresh/confirm.h"
#include "refresh/finish.h"

namespace user_listens::boundary {

Output finish_refresh(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Worker worker{parts, arena};
  const Settings& settings = worker.settings;
  const auto roster = roster_of(facts, worker, part(parts, 1), arena);
  if (!roster) __builtin_trap();  // plan_refresh would not have gone on
  List<Answer> answers;
  for (std::size_t i = 4; i < parts.size(); ++i) {
    const auto answer = decode_answer(parts[i].value_or(""));
    if (!answer) __builtin_trap();
    answers.push_back(*answer);
  }
  Log log;
  const StoredState state = state_of(facts, part(parts, 2), part(parts, 3), arena);
  Finished finished = user_listens::finish_refresh(roster.value(), answers, state, settings,
                                                   run_of(facts, worker), log);
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    if (finished.ending == Ending::writes) {
      write_write(out, key_of(Slot::recent), settings.ttl,
                  seal_of(finished.list, static_cast<std::size_t>(finished.counts.tracks)));
    }
    write_carry(out.key("carry"), {finished.counts, finished.failures, finished.list.size(),
                                   finished.member_count, finished.ending});
  }
  return output_of(out.take(), std::move(finished.list), std::move(finished.snapshot_draft));
}

Output confirm_write(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Worker worker{parts, arena};
  const Carry carry = carry_of(facts);
  const WriteFacts write{.written = part(parts, 1).value_or(""),
                         .track_count = static_cast<std::size_t>(carry.counts.tracks),
                         .refusal = facts.text("putError"),
                         .read_back = stored_of(facts, "readBack", part(parts, 2)),
                         .look = facts.integer("look").value_or(1)};
  Log log;
  const auto verdict = user_listens::confirm_write(write, worker.settings.secrets, log);
  const auto draft = part(parts, 3).value_or("");
  const bool has_snapshot = verdict && verdict->earns_snapshot && !draft.empty();
  std::string snapshot = has_snapshot ? complete_snapshot(draft, name(verdict->confirmation)) : "";
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
  return output_of(out.take(), std::move(snapshot));
}

Output conclude_refresh(Parts parts) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const Worker worker{parts, arena};
  Log log;
  if (const auto error = facts.text("snapshotError")) {
    log.error("[CRON] WARNING: KV refused the snapshot: %. The one stored before stays.",
              {for_log(*error, worker.settings.secrets, arena)});
  }
  const Carry carry = carry_of(facts);
  const bool stood_down = carry.ending == Ending::stood_down;
  const Run run = run_of(facts, worker);
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
    event.field("bytes", carry.list_bytes);
    write_refresh_counts(event.key("counts"), carry.counts);
    {
      const auto failures = event.key("failures").object();
      write_answer_counts(event, carry.failures);
    }
    write_deployment(event.key("writer"), run.self);
  }
  log.info("%", {event.text()});
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
  }
  return output_of(out.take());
}

}  // namespace user_listens::boundary
