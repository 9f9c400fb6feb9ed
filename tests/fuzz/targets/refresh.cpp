// A whole refresh, call by call as the shim makes them, and the first reply
// after it. The input holds what comes from outside, in sections:
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

#include "cache/entry.h"
#include "cache/snapshot.h"
#include "facts.h"
#include "target.h"

namespace user_listens::fuzz {
namespace {

using Tree = nlohmann::json;

struct Inputs {
  std::string_view rows;
  Kept list, snapshot;
  std::string_view bodies;
};

Kept unsealed(std::string_view value) {
  if (value.empty()) return {};
  return {.value = std::string{value}, .seal = {}};
}

std::string facts_with_reads(const Inputs& inputs) {
  return facts_with([&](json::Writer& out) { write_reads(out, {inputs.list, inputs.snapshot}); });
}

// The shim, without its waiting: it asks, follows what comes next as long as
// there are retries, and gives up services.
class Asking {
 public:
  Asking(const Tree& plan, std::string_view bodies)
      : bodies_(bodies), retries_(plan.at("retries").get<std::size_t>()) {
    for (const auto& request : plan.at("requests")) {
      answers.push_back(final_answer(request));
    }
    MUST(sent_ <= kBudget, "more requests than the budget");
  }

  std::vector<std::string> answers;

 private:
  static constexpr std::size_t kBudget = 45;

  std::string final_answer(const Tree& request) {
    const std::string source = request.at("question").at("source");
    if (stopped_.contains(source)) return received(request, R"("not_sent")").parts.at(1);
    auto called = received(request, "");
    while (called.decision.contains("next") && !stopped_.contains(source)) {
      if (called.decision.at("isRetry") == true) MUST(retries_-- > 0, "a retry too many");
      MUST(called.decision.at("afterMs") >= 0, called.parts[0]);
      called = received(called.decision.at("next"), "");
    }
    return called.parts.at(1);
  }

  // A body, or why there is none.
  Called received(const Tree& request, std::string_view failure) {
    if (failure.empty() && bodies_.empty()) failure = R"("timeout")";
    const bool is_sent = failure != R"("not_sent")";
    sent_ += is_sent;
    const auto facts = facts_with([&](json::Writer& out) {
      out.raw_field("question", request.at("question").dump());
      out.field("retriesLeft", retries_);
      out.field("entropy", sent_);
      if (failure.empty()) {
        out.field("status", 200);
      } else {
        out.raw_field("failure", failure);
      }
    });
    const auto body = failure.empty() ? next_section(bodies_) : "";
    auto called = make_call(boundary::read_response, {facts, body});
    MUST(called.decision.value("pauseMs", std::int64_t{0}) >= 0, called.parts[0]);
    if (called.decision.at("stopsService") == true) {
      stopped_.insert(request.at("question").at("source").get<std::string>());
    }
    return called;
  }

  std::string_view bodies_;
  std::size_t retries_;
  std::size_t sent_ = 0;
  std::set<std::string> stopped_;
};

// What was decided after everybody was asked; nothing when nobody is.
std::optional<Called> finished(const Inputs& inputs) {
  const auto facts = facts_with_reads(inputs);
  const Parts before{facts, inputs.rows, inputs.list.value, inputs.snapshot.value};
  const auto plan = make_call(boundary::plan_refresh, before);
  if (plan.decision.at("goesOn") == false) return std::nullopt;
  const Asking asking{plan.decision, inputs.bodies};
  Parts parts = before;
  parts.insert(parts.end(), asking.answers.begin(), asking.answers.end());
  return make_call(boundary::finish_refresh, parts);
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

std::string write_confirmed(const Called& done) {
  const auto& list = done.parts.at(1);
  const auto facts = facts_with([&](json::Writer& out) {
    out.raw_field("carry", done.decision.at("carry").dump());
    out.field("look", 1);
  });
  const auto confirmed = make_call(boundary::confirm_write, {facts, list, list, done.parts.at(2)});
  MUST(confirmed.decision.at("confirmation") == "confirmed", confirmed.parts[0]);
  const auto& snapshot = confirmed.parts.at(1);
  MUST(confirmed.decision.contains("write") == !snapshot.empty(), confirmed.parts[0]);
  if (snapshot.empty()) return snapshot;
  Arena arena;
  MUST(read_snapshot({.value = snapshot, .seal = seal_in(confirmed.decision)}, arena).has_value(),
       snapshot);
  return snapshot;
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
void check_replies(const std::string& list, const Seal& seal, const std::string& snapshot) {
  const auto hit = Tree::parse(body_of_reply({{list, seal}, Kept{}}));
  MUST(hit.at("cached") == true, list);
  MUST(hit.at("data").size() == seal.count, list);
  if (snapshot.empty()) return;
  const auto fallback = Tree::parse(body_of_reply({Kept{}, sealed(snapshot)}));
  MUST(fallback.at("data") == hit.at("data"), snapshot);
}

void try_refresh(std::string_view bytes) {
  Inputs inputs{};
  inputs.rows = next_section(bytes);
  // Lists of both kinds must be met; a snapshot without a seal is not even read.
  const auto list = next_section(bytes);
  inputs.list = list.size() % 2 == 0 ? sealed(list) : unsealed(list);
  inputs.snapshot = sealed(next_section(bytes));
  inputs.bodies = bytes;
  const auto done = finished(inputs);
  if (!done || !done->decision.contains("write")) return;
  const auto& written = done->parts.at(1);
  const auto seal = seal_in(done->decision);
  check_list(written, seal);
  check_replies(written, seal, write_confirmed(*done));
  const auto facts = facts_with([&](json::Writer& out) {
    out.raw_field("carry", done->decision.at("carry").dump());
    out.field("confirmation", "confirmed");
    out.field("kvWrites", 2);
  });
  (void)make_call(boundary::conclude_refresh, {facts});
}

const Target kRefreshTarget{"refresh", try_refresh};

}  // namespace
}  // namespace user_listens::fuzz
