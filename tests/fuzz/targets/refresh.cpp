// A whole refresh, and the first reply after it. The input holds what comes from
// outside, in sections:
//
//   the roster's rows
//   =====
//   the list as stored
//   =====
//   the snapshot as stored
//   =====
//   an upstream's answer, one a request; those that are missing time out
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "cache/entry.h"
#include "cache/snapshot.h"
#include "facts.h"
#include "refresh/performing.h"
#include "target.h"

namespace user_listens::fuzz {
namespace {

using Tree = nlohmann::json;

constexpr std::size_t kBudget = 45;

KeyContent unsealed(std::string_view value) {
  if (value.empty()) return {};
  return {.value = std::string{value}, .seal = {}};
}

KeyContent content_of(const Kept& kept) { return {.value = kept.value, .seal = kept.seal}; }

// What the refresh says of itself in the end.
Tree conclusion_in(const std::vector<std::string>& lines) {
  MUST(!lines.empty() && is_json(lines.back()), lines.empty() ? "" : lines.back());
  auto conclusion = Tree::parse(lines.back());
  MUST(conclusion.at("event") == "refresh", lines.back());
  return conclusion;
}

void check_log(const Performing& world, std::string_view outside) {
  for (const auto& line : world.lines) {
    MUST(is_clean(line), line);
    MUST(shows_secret(outside) || !shows_secret(line), line);
  }
}

// No more than what was planned, its further questions and its repetitions.
void check_requests(const Performing& world, const Tree& conclusion) {
  MUST(world.urls.size() <= kBudget, world.doings);
  const auto is_one_of_two = [](const std::string& url) { return url.ends_with("/playing-now"); };
  const auto further = std::count_if(world.urls.begin(), world.urls.end(), is_one_of_two);
  const auto planned = conclusion.at("counts").at("asked").get<std::size_t>();
  MUST(world.urls.size() <= planned + static_cast<std::size_t>(further) + kMostRetries,
       world.doings);
  for (const effect::Fetch& fetch : world.fetches) {
    MUST(fetch.timeout > Millis{0} && fetch.timeout <= kRequestTimeout, world.doings);
  }
}

// What is written reads as current, and names no member twice.
void check_list(const std::string& list, const Seal& seal) {
  Arena arena;
  const auto reading = read_entry(list, seal, arena);
  MUST(is_json(list), list);
  MUST(reading.state == EntryState::current, list);
  MUST(open_sealed(list, seal).has_value(), list);
  MUST(reading.entry.tracks.size() == seal.count, list);
  MUST(reading.entry.tracks.size() <= kMaxTracks, list);
  std::set<std::string_view> shown;
  for (const Listen& track : reading.entry.tracks) {
    MUST(shown.insert(track.username).second, list);
  }
}

void check_snapshot(const std::string& snapshot, const Seal& seal) {
  Arena arena;
  const auto read = read_snapshot({.value = snapshot, .seal = seal}, arena);
  MUST(read.has_value(), snapshot);
  MUST(read->memories.size() == seal.count, snapshot);
}

std::string body_of_reply(const std::vector<Kept>& stored) {
  const auto facts = facts_with([&](json::Writer& out) {
    out.field("method", "GET");
    out.field("url", "https://site.example/api/internal/user-listens");
    write_reads(out, stored);
  });
  Parts parts{facts};
  for (const Kept& one : stored) parts.emplace_back(one.value);
  return make_call(boundary::reply, parts).parts.at(1);
}

// Whoever reads the list right after, or only the snapshot since the list is
// gone, sees the same plays.
void check_replies(const Kept& list, const std::optional<Kept>& snapshot) {
  const auto hit = Tree::parse(body_of_reply({list, Kept{}}));
  MUST(hit.at("cached") == true, *list.value);
  MUST(hit.at("data").size() == list.seal->count, *list.value);
  if (!snapshot) return;
  const auto fallback = Tree::parse(body_of_reply({Kept{}, *snapshot}));
  MUST(fallback.at("data") == hit.at("data"), *snapshot->value);
}

void check_writes(const Performing& world, const Tree& conclusion) {
  MUST(conclusion.at("kvWrites") == world.puts.size(), world.doings);
  std::optional<Kept> list, snapshot;
  for (std::size_t i = 0; i < world.puts.size(); ++i) {
    const effect::Put& put = world.puts[i];
    const std::string& value = world.values[i];
    const bool is_list = put.key == key_of(Slot::recent);
    MUST(put.is_first == (i == 0), world.doings);
    MUST(matches(put.metadata, value), value);
    is_list ? check_list(value, put.metadata) : check_snapshot(value, put.metadata);
    (is_list ? list : snapshot) = Kept{.value = value, .seal = put.metadata};
  }
  if (!list) return;
  MUST(conclusion.at("confirmation") == "confirmed", world.log);
  check_replies(*list, snapshot);
}

void try_refresh(std::string_view bytes) {
  const auto outside = bytes;
  Performing world;
  world.rows = next_section(bytes);
  // Lists of both kinds must be met; a snapshot without a seal is not even read.
  const auto list = next_section(bytes);
  world.keys["list"] = list.size() % 2 == 0 ? content_of(sealed(list)) : unsealed(list);
  world.keys["snapshot"] = content_of(sealed(next_section(bytes)));
  world.order = Performing::Order(outside.size() % 3);
  world.ask = [&](const effect::Fetch&) -> std::optional<Outcome> {
    if (bytes.empty()) return std::nullopt;
    return event::Response{.status = 200, .body = next_section(bytes)};
  };
  const BeginFacts facts{facts_with([](json::Writer&) {})};
  RefreshMachine machine{facts.begin(kNow, kNow)};
  world.perform(machine, kNow);
  MUST(world.is_done, world.doings);
  check_log(world, outside);
  const auto conclusion = conclusion_in(world.lines);
  check_requests(world, conclusion);
  check_writes(world, conclusion);
}

const Target kRefreshTarget{"refresh", try_refresh};

}  // namespace
}  // namespace user_listens::fuzz
