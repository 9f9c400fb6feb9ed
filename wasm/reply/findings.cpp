#include "reply/findings.h"

#include <cstddef>
#include <cstdint>

#include "cache/freshness.h"

namespace user_listens {
namespace {

// The list as it is served: "current", or what stands in its way.
std::string_view state_of(const EntryReading& list, const Stored& stored) {
  return is_foreign_blank(list, stored) ? "empty" : name(list.state);
}

}  // namespace

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
}

void write_last_refresh(json::Writer& out, const std::optional<Snapshot>& snapshot) {
  if (!snapshot) return out.null_field("lastRefresh");
  const auto scope = out.key("lastRefresh").object();
  out.field("at", snapshot->written_at);
  out.field("confirmation", snapshot->confirmation);
  write_refresh_counts(out.key("counts"), snapshot->refresh);
}

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

}  // namespace user_listens
