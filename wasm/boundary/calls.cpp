#include "boundary/calls.h"

#include <utility>
#include <vector>

#include "base/text.h"
#include "boundary/decision.h"
#include "boundary/facts.h"
#include "boundary/message.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "cache/snapshot.h"
#include "reply/api.h"
#include "reply/presentation.h"

namespace user_listens::boundary {
namespace {

// Longer than any read that a reader of the page would wait for.
constexpr Millis kReadTimeout{5000};
// Whether a visitor asks too often is answered where the Worker runs, in a few
// milliseconds, or it is not worth the wait.
constexpr Millis kRateLimitTimeout{100};

// How a reply reads the key.
void write_read(json::Writer& out, Slot slot, std::size_t max_sealed_bytes) {
  const auto scope = out.key(key_of(slot)).object();
  out.field("key", key_of(slot));
  out.field("cacheTtl", kReadCacheTtl.count());
  out.field("timeoutMs", kReadTimeout.count());
  out.field("maxSealedBytes", max_sealed_bytes);
  out.field("maxUnsealedBytes", kMaxUnsealedBytes);
}

Request request_of(const json::Facts& facts) {
  return {.method = facts.text_or_empty("method"),
          .url = facts.text_or_empty("url"),
          .if_none_match = facts.text_or_empty("ifNoneMatch"),
          .origin = facts.text_or_empty("origin"),
          .token = facts.text_or_empty("token"),
          .announced_method = facts.text_or_empty("announcedMethod"),
          .is_limited = facts.is_true("isLimited")};
}

WorkerContext worker_context_of(const json::Facts& facts, const Worker& worker) {
  return {.settings = worker.settings,
          .deployment = worker.deployment,
          .now = time_of(facts, "nowMs"),
          .token = facts.text_or_empty("signed"),
          .claims = facts.text("verified")};
}

}  // namespace

Output describe(Parts) {
  Arena arena;
  const Settings defaults = read_settings(json::Facts{}, arena);
  const Response response_at_last = last_resort();
  json::Writer out;
  {
    const auto scope = out.object();
    {
      const auto names = out.key("settings").array();
      for (const auto name : setting_names()) out.value(name);
    }
    {
      const auto reads = out.key("reads").object();
      write_read(out, Slot::recent, kMaxEntryBytes);
      write_read(out, Slot::snapshot, kMaxSnapshotBytes);
    }
    out.field("rateLimitTimeoutMs", kRateLimitTimeout.count());
    out.field("tokenSecret", kTokenSecret);
    write_messages(out);
    const auto response = out.key("lastResort").object();
    write_response(out, response_at_last);
    out.field("body", response_at_last.body);
  }
  return output_of(out.take());
}

Output cache_key(Parts parts, KnownWorker& known) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const auto worker = known.of(parts);
  const auto found = find_cache_key(request_of(facts), worker_context_of(facts, *worker), arena);
  json::Writer out;
  {
    const auto scope = out.object();
    if (const auto* effect = std::get_if<ReplyEffect>(&found)) {
      out.field(effect->verb, effect->object);
    } else if (const auto key = std::get<std::string_view>(found); !key.empty()) {
      out.field("key", key);
    }
  }
  return output_of(out.take());
}

Output reply(Parts parts, KnownWorker& known) {
  const json::Facts facts = facts_of(parts);
  Arena arena;
  const auto worker = known.of(parts);
  std::vector<Stored> stored;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    stored.push_back(stored_of(facts, arena.filled("reads.%", {decimal(i - 1)}), parts[i]));
  }
  Log log;
  Step step =
      answer_request(request_of(facts), stored, worker_context_of(facts, *worker), arena, log);
  auto* response = std::get_if<Response>(&step);
  json::Writer out;
  {
    const auto scope = out.object();
    write_log(out, log);
    if (const auto* effect = std::get_if<ReplyEffect>(&step)) {
      out.field(effect->verb, effect->object);
    } else {
      write_response(out, *response);
      const auto template_name = response->template_name;
      if (!template_name.empty()) out.field("template", template_name);
      if (response->source) {
        out.field("source", response->source->position);
        const auto written_at = response->source->written_at;
        if (written_at) out.field("writtenMs", written_at->time_since_epoch().count());
      }
      if (response->keep_for > Millis{0}) out.field("keepMs", response->keep_for.count());
    }
  }
  if (response == nullptr) return output_of(out.take());
  return output_of(out.take(), std::move(response->body));
}

Output cache_key(Parts parts) {
  KnownWorker worker;
  return cache_key(parts, worker);
}

Output reply(Parts parts) {
  KnownWorker worker;
  return reply(parts, worker);
}

Output revalidate(Parts parts) {
  const json::Facts facts = facts_of(parts);
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("isCurrent",
              names_tag(facts.text_or_empty("ifNoneMatch"), facts.text_or_empty("tag")));
  }
  return output_of(out.take());
}

}  // namespace user_listens::boundary
