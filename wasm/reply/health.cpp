#include "reply/health.h"

#include "base/json_writer.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "cache/snapshot.h"
#include "reply/findings.h"

namespace user_listens {
namespace {

// Without a copy that was read before: a monitor asks how things are now.
Stored as_it_is(Stored stored) {
  if (stored.error) stored.value.reset();
  return stored;
}

// What is wrong with the settings, and what the last refresh found wrong with the
// roster that they lead to.
void write_settings(json::Writer& out, const Settings& settings,
                    const std::optional<Snapshot>& snapshot) {
  const auto problems = out.key("settings").array();
  for (const auto problem : settings.problems) out.value(problem);
  if (!snapshot) return;
  for (const auto problem : snapshot->roster_problems) out.value(problem);
}

}  // namespace

Step health_step(const Request& request, std::span<const Stored> stored, const Settings& settings,
                 UnixMillis now, Arena& arena) {
  if (stored.empty()) return ReplyEffect{kRead, key_of(Slot::recent)};
  if (stored.size() == 1) return ReplyEffect{kRead, key_of(Slot::snapshot)};
  const EntryReading list = read_entry(as_it_is(stored[0]), arena);
  const auto snapshot = read_snapshot(as_it_is(stored[1]), arena);
  const auto status = status_of(list, stored[0], now);
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("status", status);
    out.field("version", kFormatVersion);
    write_list(out, list, stored[0], now);
    const bool is_current = list.state == EntryState::current;
    is_current ? write_deployment(out.key("writer"), list.entry.writer) : out.null_field("writer");
    write_last_refresh(out, snapshot);
    if (snapshot) {
      write_accounts(out, snapshot->memories);
      write_services(out, snapshot->services);
    }
    write_settings(out, settings, snapshot);
  }
  return json_response(status == "fresh" ? 200 : 503, out.take(), kNotAtAll,
                       delivery_of(request, settings));
}

}  // namespace user_listens
