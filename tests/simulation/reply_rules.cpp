#include "reply_rules.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "json_text.h"
#include "row_rules.h"

namespace user_listens::simulation {
namespace {

constexpr Seconds kFreshFor = std::chrono::minutes{15};
constexpr Seconds kListKept{420};
constexpr Seconds kSnapshotKept = std::chrono::hours{1};
constexpr Seconds kClockTolerance{120};

Violation poorer(std::string_view why) { return {Invariant::never_poorer, std::string{why}}; }

bool is_fresh(const Document& list, UnixMillis now) {
  return std::chrono::abs(now - *list.last_updated) <= kFreshFor;
}

bool is_json(std::string_view text) {
  JsonText json{text};
  json.skip();
  return json.ends_well();
}

Finding judge_health(const Reply& reply, UnixMillis now) {
  const Document* list = reply.read.at(0).meaning();
  const bool is_good = list != nullptr && reply.read[0].error.empty() && is_fresh(*list, now);
  const int expected = is_good ? 200 : 503;
  if (is_json(reply.body) && reply.status == expected) return std::nullopt;
  return Violation{Invariant::fresh_when_refreshed,
                   "health says " + std::to_string(reply.status) + ": " + reply.body};
}

std::size_t shown(const Reply& reply, std::size_t rows) {
  const std::size_t most = reply.question.limit > 0 ? reply.question.limit : reply.max_tracks;
  return std::min(rows, most);
}

Finding judge_head(const Document& said, const Document& source) {
  if (said.last_updated != source.last_updated) {
    return Violation{Invariant::true_times, "lastUpdated is not that of what is served"};
  }
  if (!said.is_cached || said.version != 2) return poorer("says that it has nothing");
  return std::nullopt;
}

// The list itself, row by row.
Finding judge_hit(const Reply& reply, const Document& said, const Document& list, UnixMillis now) {
  const auto count = static_cast<std::ptrdiff_t>(shown(reply, list.rows.size()));
  if (!std::equal(list.rows.begin(), list.rows.begin() + count, said.rows.begin(),
                  said.rows.end())) {
    return poorer("does not show the rows of the list");
  }
  const bool is_fresh_hit = reply.read[0].error.empty() && is_fresh(list, now);
  if (said.is_stale == is_fresh_hit) {
    return Violation{Invariant::fresh_when_refreshed, said.is_stale
                                                          ? "says that a fresh list is stale"
                                                          : "says that a stale list is fresh"};
  }
  return judge_head(said, list);
}

Finding judge_fallback(const Reply& reply, const Document& said, const Document& snapshot,
                       UnixMillis now, MusicService& service) {
  const auto known = std::count_if(snapshot.rows.begin(), snapshot.rows.end(), [](const Row& row) {
    return row.has_listen && !row.is_concealed;
  });
  if (said.rows.size() != shown(reply, static_cast<std::size_t>(known))) {
    return poorer("does not show what the snapshot knows");
  }
  // Nothing is nothing: then another writer's empty list may be served as well.
  if (known == 0 && reply.read[0].copy) return std::nullopt;
  for (const Row& row : said.rows) {
    const Row* source = snapshot.row_of(row.member);
    if (source == nullptr || source->play != row.play) {
      return Violation{Invariant::never_private, in_words(row) + " is not in the snapshot"};
    }
    const UnixMillis latest = std::max(now, *snapshot.last_updated);
    const RowTimes times{.clock = now, .now = now, .latest = latest};
    if (auto finding = judge_row(row, times, service)) return finding;
  }
  if (!said.is_stale) return Violation{Invariant::fresh_when_refreshed, "a fallback is not stale"};
  return judge_head(said, snapshot);
}

// What a reply may be made of.
const Document* usable(const Reading& reading, UnixMillis now) {
  return is_outlived(reading, now) ? nullptr : reading.meaning();
}

// Of the same time, the list goes first, but not a copy that was written no later.
bool is_better(const Document& snapshot, const Document& list, bool is_copy, UnixMillis now) {
  if (*list.last_updated > now + kFreshFor) return true;
  return *snapshot.last_updated > *list.last_updated ||
         (is_copy && *snapshot.last_updated == *list.last_updated &&
          list.written_at <= snapshot.written_at);
}

}  // namespace

bool is_outlived(const Reading& reading, UnixMillis now) {
  const Document* copy = reading.meaning();
  if (copy == nullptr || reading.error.empty()) return false;
  if (!copy->written_at) return true;
  const auto age = now - *copy->written_at;
  return age > (copy->is_snapshot ? kSnapshotKept : kListKept) || age < -kClockTolerance;
}

Finding judge_reply(const Reply& reply, UnixMillis now, MusicService& service) {
  // Of a list of another writer anything may be served that is valid.
  const bool is_foreign = reply.read.at(0).is_foreign_list();
  if (is_foreign && is_json(reply.body)) return std::nullopt;
  if (reply.question.kind == Question::Kind::health) return judge_health(reply, now);
  if (reply.status != 200 || !is_json(reply.body)) {
    return poorer("status " + std::to_string(reply.status) + ": " + reply.body);
  }
  const Document* list = usable(reply.read.at(0), now);
  const Document* snapshot = reply.read.size() > 1 ? usable(reply.read[1], now) : nullptr;
  // What can be decoded of a damaged list may name anything.
  const bool is_damaged = reply.read[0].copy && reply.read[0].meaning() == nullptr;
  if (snapshot == nullptr && is_damaged) return std::nullopt;
  const auto said = read_document(reply.body);
  if (!said) return Violation{Invariant::never_unplayed, "names what is not of this world"};
  const bool is_copy = !reply.read[0].error.empty();
  const bool is_outdated =
      list != nullptr && snapshot != nullptr && is_better(*snapshot, *list, is_copy, now);
  if (list != nullptr && !is_copy && !is_outdated) return judge_hit(reply, *said, *list, now);
  if (reply.read.size() < 2) return poorer("was given without a look at the snapshot");
  if (list != nullptr && !is_outdated) return judge_fallback(reply, *said, *list, now, service);
  if (snapshot != nullptr) return judge_fallback(reply, *said, *snapshot, now, service);
  if (!said->rows.empty() || said->is_cached) return poorer("shows rows of nowhere");
  const bool could_not_read =
      std::any_of(reply.read.begin(), reply.read.end(),
                  [](const Reading& reading) { return !reading.error.empty(); });
  const bool says_so = said->is_stale && said->stale_reason == "unreadable";
  if (could_not_read != says_so) return poorer("does not tell unreadable from empty");
  return std::nullopt;
}

}  // namespace user_listens::simulation
