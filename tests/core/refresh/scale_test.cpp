// What grows with the roster, and what must not.
#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "cache/snapshot.h"
#include "refresh/outsets.h"
#include "refresh/refreshes.h"

namespace user_listens {
namespace {

struct Sizes {
  std::size_t list;
  std::size_t snapshot;
  std::size_t requests;
  std::size_t tracks;
};

// A site of `count` members whom everybody knows already, and one refresh more.
// Names are of the same length, whatever the count.
Sizes sizes_with(std::size_t count, std::string_view source) {
  Refresh refresh;
  refresh.settings = usable_settings();
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = refresh.arena.keep("member" + std::to_string(100'000 + i));
    enlist(refresh.roster, samples::account(name, source));
  }
  add_answers(refresh, 0, count, AnswerKind::listened);
  refresh.now -= kTick;
  store(refresh, finish(refresh));
  refresh.now += kTick;
  const auto known = read_snapshot(refresh.snapshot, refresh.arena).value();
  const Plan plan = plan_requests(refresh.roster, known.memories, known.services, refresh.settings,
                                  refresh.now, refresh.arena);
  CHECK(cost_of(plan) <= refresh.settings.poll_budget);
  refresh.answers.clear();
  for (const auto& request : plan.requests) {
    refresh.answers.push_back({.account = request.question.account,
                               .kind = AnswerKind::listened,
                               .listen = samples::listen(request.question.account)});
  }
  const auto finished = finish(refresh);
  CHECK(finished.outcome == RefreshOutcome::writes);
  CHECK(finished.member_count == count);
  return {.list = finished.list.size(),
          .snapshot = finished.snapshot_draft.size(),
          .requests = plan.requests.size(),
          .tracks = static_cast<std::size_t>(finished.counts.tracks)};
}

}  // namespace

TEST_CASE("scale: the list does not grow with the roster") {
  for (const Service* service : kServices) {
    CAPTURE(service->source);
    const auto small = sizes_with(1000, service->source);
    const auto large = sizes_with(10'000, service->source);
    CHECK(small.tracks == 50);
    CHECK(large.tracks == 50);
    CHECK(small.list == large.list);
    CHECK(large.list < 20'000);
    CHECK(small.requests == 45 / service->questions);
    CHECK(large.requests == 45 / service->questions);
    // All members are remembered, with room for many more.
    CHECK(large.snapshot < 11 * small.snapshot);
    CHECK(large.snapshot < kMaxSnapshotBytes / 2);
  }
}

}  // namespace user_listens
