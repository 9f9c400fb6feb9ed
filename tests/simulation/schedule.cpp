#include "schedule.h"

#include <memory>
#include <string>
#include <utility>

namespace user_listens::simulation {

using std::chrono::hours;
using std::chrono::minutes;

namespace {

// When the tick began that holds `time`.
UnixMillis tick_of(UnixMillis time) { return time - time.time_since_epoch() % kTick; }

std::string in_words(ClockError error) {
  std::string words;
  if (error.now != Millis{0}) {
    words += ", its clock " + std::to_string(error.now.count()) + " ms ahead";
  }
  if (error.scheduled != Millis{0}) words += ", the schedule too";
  return words;
}

}  // namespace

Task<> Schedule::run() {
  UnixMillis tick = timeline_.now();
  for (;;) {
    if (random_.one_in(4000)) {
      tally_.count(Count::silences);
      tick += minutes{40};
    }
    co_await timeline_.sleep_until(tick);
    if (deployments_.live() == nullptr || random_.one_in(40)) timeline_.spawn(fire_version_one());
    if (deployments_.live() != nullptr) {
      fire_live(tick);
      fire_stale(tick);
      if (random_.one_in(2)) timeline_.spawn(ask_api());
    }
    tick += kTick;
  }
}

void Schedule::fire_live(UnixMillis tick) {
  Deployment& live = *deployments_.live();
  if (random_.one_in(200)) return tally_.count(Count::missed_runs);
  Millis delay = random_.between(Millis{0}, Millis{3000});
  if (random_.one_in(100)) {
    tally_.count(Count::late_runs);
    delay = random_.of_any_length(Seconds{3}, minutes{9});
  }
  timeline_.spawn(fire(live, tick, delay));
  if (!random_.one_in(100)) return;
  tally_.count(Count::double_runs);
  timeline_.spawn(fire(live, tick, random_.of_any_length(Millis{1}, minutes{2})));
}

void Schedule::fire_stale(UnixMillis tick) {
  const bool is_settling = timeline_.now() - deployments_.switched_at() < hours{1};
  for (Deployment& other : deployments_.all()) {
    if (&other == deployments_.live() || !random_.one_in(is_settling ? 20 : 500)) continue;
    tally_.count(Count::stale_runs);
    timeline_.spawn(fire(other, tick, random_.of_any_length(Millis{1}, minutes{4})));
  }
}

Task<> Schedule::fire(Deployment& deployment, UnixMillis tick, Millis delay) {
  co_await timeline_.sleep(delay);
  auto run = new_run(deployment);
  if (random_.one_in(300)) {
    tally_.count(Count::stalled_runs);
    run->stall = {.after_waits = static_cast<int>(random_.below(8)),
                  .duration = random_.of_any_length(Seconds{20}, minutes{14})};
  }
  const TaskId refresh = timeline_.spawn(cron_.refresh(std::move(run), tick));
  if (!random_.one_in(150)) co_return;
  tally_.count(Count::crashed_runs);
  co_await timeline_.sleep(random_.of_any_length(Millis{1}, Seconds{8}));
  journal_.note(timeline_.now(), deployment.id, "is killed where it is");
  timeline_.kill(refresh);
}

void Schedule::fire_now(Deployment& deployment, Stall stall) {
  auto run = new_run(deployment);
  run->stall = stall;
  timeline_.spawn(cron_.refresh(std::move(run), tick_of(timeline_.now())));
}

std::unique_ptr<Run> Schedule::new_run(Deployment& deployment) {
  auto run = std::make_unique<Run>();
  run->deployment = &deployment;
  run->at = random_.below(kLocations);
  run->clock_error = clocks_.next(run->at, kLocations);
  ++runs_;
  if (journal_.is_open()) {
    run->name = "cron " + deployment.id + " #" + std::to_string(runs_) + " at " +
                std::to_string(run->at) + in_words(run->clock_error);
  }
  return run;
}

Task<> Schedule::fire_version_one() {
  co_await timeline_.sleep(random_.between(Millis{0}, minutes{4}));
  judge_.version_one_wrote(kVersionOneKey);
  const std::string value = random_.one_in(2) ? "[]" : R"([{"username":"m0","track":"p0m0"}])";
  Put put{.key = std::string{kVersionOneKey},
          .value = value,
          .seal = {},
          .ttl = hours{24},
          .meaning = {},
          .landed = nullptr};
  (void)co_await store_.put(std::move(put), random_.below(kLocations), Seconds{30});
}

Task<> Schedule::ask_api() {
  co_await timeline_.sleep(random_.between(Millis{0}, kTick));
  Question question;
  if (random_.one_in(12)) question.kind = Question::Kind::health;
  if (random_.one_in(8)) question.limit = 1 + random_.below(5);
  co_await api_.answer(*deployments_.live(), question, random_.below(kLocations));
}

}  // namespace user_listens::simulation
