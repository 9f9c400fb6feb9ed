#include "refresh/conclusion.h"

#include <string_view>

#include "base/json_writer.h"
#include "cache/deployment.h"
#include "cache/snapshot.h"
#include "listen/answer.h"

namespace user_listens {

void report_refresh(const Conclusion& conclusion, const Run& run, Log& log) {
  const Finished& finished = conclusion.finished;
  const bool stood_down = finished.outcome == RefreshOutcome::stood_down;
  const std::string_view unwritten = stood_down ? "stood down" : "nothing written";
  json::Writer event;
  {
    const auto scope = event.object();
    event.field("event", "refresh");
    event.field("at", run.now);
    event.field("scheduledFor", conclusion.scheduled);
    event.field("durationMs", (run.now - run.started).count());
    event.field("confirmation",
                conclusion.confirmation ? name(*conclusion.confirmation) : unwritten);
    event.field("kvWrites", conclusion.kv_writes);
    event.field("bytes", finished.list.size());
    write_refresh_counts(event.key("counts"), finished.counts);
    {
      const auto failures = event.key("failures").object();
      write_answer_counts(event, finished.failures);
    }
    write_deployment(event.key("writer"), run.self);
  }
  log.info("%", {event.text()});
}

}  // namespace user_listens
