#include "reply/health.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/json_writer.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "cache/freshness.h"
#include "cache/snapshot.h"

namespace user_listens {
namespace {

// Without a copy that was read before: a monitor asks how things are now.
Stored as_it_is(Stored stored) {
  if (stored.trouble) stored.value.reset();
  return stored;
}

// The list as it is served: "current", or what stands in its way.
std::string_view state_of(const EntryReading& list, const Stored& stored) {
  return is_foreign_blank(list, stored) ? "empty" : name(list.state);
}

std::string_view status_of(const EntryReading& list, const Stored& stored, UnixMillis now) {
  if (list.state == EntryState::unreadable) return name(list.state);
  if (list.state != EntryState::current || is_foreign_blank(list, stored)) return "missing";
  return is_fresh(*list.entry.last_updated, now) ? "fresh" : "stale";
}

void write_list(json::Writer& out, const EntryReading& list, const Stored& stored, UnixMillis now) {
  const bool is_current = list.state == EntryState::current;
  out.field("list", state_of(list, stored));
  list.fault ? out.field("fault", name(*list.fault)) : out.null_field("fault");
  if (is_current) {
    out.field("ageSeconds", std::chrono::floor<Seconds>(now - *list.entry.last_updated).count());
  } else {
    out.null_field("ageSeconds");
  }
  out.field("lastUpdated", list.entry.last_updated);
  out.field("tracks", list.entry.tracks.size());
  is_current ? write_deployment(out.key("writer"), list.entry.writer) : out.null_field("writer");
}

void write_last_refresh(json::Writer& out, const std::optional<Snapshot>& snapshot) {
  if (!snapshot) return out.null_field("lastRefresh");
  const auto scope = out.key("lastRefresh").object();
  out.field("at", snapshot->written_at);
  out.field("confirmation", snapshot->confirmation);
  write_refresh_counts(out.key("counts"), snapshot->refresh);
}

// How many accounts answered what when they were last asked: "listened":11,
// "private":1. Never who: the reply is public.
void write_accounts(json::Writer& out, std::span<const Memory> memories) {
  const auto scope = out.key("accounts").object();
  AnswerCounts counts{};
  std::int64_t never_asked = 0;
  for (const Memory& memory : memories) {
    ++(memory.last_answer ? counts.at(static_cast<std::size_t>(*memory.last_answer)) : never_asked);
  }
  write_answer_counts(out, counts);
  if (never_asked > 0) out.field("never_asked", never_asked);
}

void write_settings(json::Writer& out, const Settings& settings) {
  const auto problems = out.key("settings").array();
  for (const auto& problem : settings.problems) out.value(problem);
}

}  // namespace

Step health_step(const Request& request, std::span<const Stored> stored, const Settings& settings,
                 UnixMillis now, Arena& arena) {
  if (stored.empty()) return Order{kRead, key_of(Slot::recent)};
  if (stored.size() == 1) return Order{kRead, key_of(Slot::snapshot)};
  const EntryReading list = read_entry(as_it_is(stored[0]), arena);
  const auto snapshot = read_snapshot(as_it_is(stored[1]), arena);
  const auto status = status_of(list, stored[0], now);
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("status", status);
    out.field("version", kFormatVersion);
    write_list(out, list, stored[0], now);
    write_last_refresh(out, snapshot);
    if (snapshot) {
      write_accounts(out, snapshot->memories);
      write_services(out, snapshot->services);
    }
    write_settings(out, settings);
  }
  return json_response(status == "fresh" ? 200 : 503, out.take(), kNotAtAll, request, settings);
}

}  // namespace user_listens
