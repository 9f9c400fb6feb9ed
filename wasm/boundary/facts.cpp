#include "boundary/facts.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/log.h"

namespace user_listens::boundary {
namespace {

constexpr char kRecordSeparator = '\x1E';

json::Facts read(std::string_view text) {
  auto facts = json::Facts::read(text);
  if (!facts) __builtin_trap();
  return std::move(facts).value();
}

}  // namespace

json::Facts facts_of(Parts parts) {
  const auto text = part(parts, 0);
  if (!text) __builtin_trap();
  return read(text->substr(0, text->find(kRecordSeparator)));
}

json::Facts worker_facts_of(Parts parts) {
  const auto text = part(parts, 0);
  if (!text) __builtin_trap();
  return read(text->substr(text->find(kRecordSeparator) + 1));
}

std::optional<std::string_view> part(Parts parts, std::size_t position) {
  return position < parts.size() ? parts[position] : std::nullopt;
}

UnixMillis time_of(const json::Facts& facts, std::string_view name) {
  const auto ms = facts.integer(name);
  if (!ms) __builtin_trap();
  return unix_millis(*ms);
}

UnixMillis refresh_time_of(const json::Facts& facts, std::string_view name) {
  return std::max(time_of(facts, name), time_of(facts, "scheduledMs"));
}

Deployment deployment_of(const json::Facts& facts) {
  Deployment deployment{.id = facts.text_or_empty("deployment.id"), .deployed_at = {}};
  if (const auto timestamp = facts.text("deployment.timestamp")) {
    deployment.deployed_at = parse_iso8601(*timestamp);
  }
  return deployment;
}

Question question_of(const json::Facts& facts) {
  Question question{
      .step = static_cast<std::uint32_t>(facts.integer("question.step").value_or(0)),
      .attempt = static_cast<std::uint32_t>(facts.integer("question.attempt").value_or(0))};
  for (const auto& [name, text] : kAccountTexts) {
    question.account.*text = facts.text("question.", name).value_or("");
  }
  return question;
}

Received received_of(const json::Facts& facts, std::optional<std::string_view> body) {
  Received received;
  if (const auto failure = facts.text("failure")) {
    received.failure = answer_kind(*failure).value_or(AnswerKind::unreachable);
  }
  received.status = facts.integer("status").value_or(0);
  for (const auto& [name, text] : kAnswerHeaders) {
    received.*text = facts.text("headers.", name).value_or("");
  }
  received.body = body.value_or("");
  return received;
}

Stored stored_of(const json::Facts& facts, std::string_view path,
                 std::optional<std::string_view> value) {
  Arena arena;
  return {.value = value,
          .seal = read_seal(facts, arena.filled("%.metadata.", {path})),
          .trouble = facts.text(arena.filled("%.error", {path}))};
}

Result<Roster, RosterError> roster_of(const json::Facts& facts, const Worker& worker,
                                      std::optional<std::string_view> rows, Arena& arena) {
  const Settings& settings = worker.settings;
  if (!worker.facts.is_true("hasDatabase")) return read_roster_setting(settings.roster, arena);
  if (const auto error = facts.text("rosterError")) {
    return RosterError{for_log(*error, settings.secrets, arena)};
  }
  return read_roster_rows(rows.value_or(""), arena);
}

Run run_of(const json::Facts& facts, const Worker& worker) {
  return {.self = worker.deployment,
          .started = refresh_time_of(facts, "startedMs"),
          .now = refresh_time_of(facts, "nowMs")};
}

StoredState state_of(const json::Facts& facts, std::optional<std::string_view> list,
                     std::optional<std::string_view> snapshot, Arena& arena) {
  return read_state(stored_of(facts, "reads.0", list), stored_of(facts, "reads.1", snapshot),
                    arena);
}

void write_carry(json::Writer& out, const Carry& carry) {
  const auto scope = out.object();
  write_refresh_counts(out.key("counts"), carry.counts);
  {
    const auto failures = out.key("failures").object();
    write_answer_counts(out, carry.failures);
  }
  out.field("bytes", carry.list_bytes);
  out.field("members", carry.member_count);
  out.field("stoodDown", carry.ending == Ending::stood_down);
}

Carry carry_of(const json::Facts& facts) {
  const auto size = [&](std::string_view name) {
    return static_cast<std::size_t>(facts.integer("carry.", name).value_or(0));
  };
  Carry carry{.counts = {}, .list_bytes = size("bytes"), .member_count = size("members")};
  if (facts.is_true("carry.stoodDown")) carry.ending = Ending::stood_down;
  for (const auto& [name, count] : kRefreshCounts) {
    carry.counts.*count = facts.integer("carry.counts.", name).value_or(0);
  }
  for (std::size_t kind = 0; kind < kAnswerKinds; ++kind) {
    const auto name = traits(AnswerKind(kind)).name;
    carry.failures.at(kind) = facts.integer("carry.failures.", name).value_or(0);
  }
  return carry;
}

}  // namespace user_listens::boundary
