#include "cron.h"

#include <algorithm>
#include <utility>

#include "facts.h"
#include "json_text.h"
#include "service_rules.h"

namespace user_listens::simulation {

namespace calls = boundary;

static constexpr std::size_t kLogAt = std::string_view{R"({"log":)"}.size();

namespace {

// What both decisions that rest on what is stored are told.
std::string facts_of_reads(const Run& run, std::string_view roster_fact) {
  std::string facts{roster_fact};
  facts.append(",\"reads\":[").append(fact_of(run.list)).append(",");
  return facts.append(fact_of(run.snapshot)).append("]");
}

}  // namespace

// A request under way.
struct Cron::Flight {
  Errand errand;
  UnixMillis done;
  bool times_out;
};

Task<> Cron::refresh(std::unique_ptr<Run> owned, UnixMillis scheduled) {
  Run& run = *owned;
  tally_.count(Count::refreshes);
  run.scheduled = scheduled;
  run.started = time_by(run);
  run.facts = run.deployment->facts + time_fact("scheduledMs", scheduled) +
              time_fact("startedMs", clock(run));
  note(run, "begins");

  const auto opened = call(run, calls::open_refresh, "", {});
  const Decision open = read_decision(opened[0]);
  judge_.note_keys(open.read_keys);
  const std::string roster_fact = co_await read_roster(run);
  run.first_list = co_await store_.read(open.read_keys.at(0), run.at, open.timeout);
  run.first_snapshot = co_await store_.read(open.read_keys.at(1), run.at, open.timeout);
  run.list = run.first_list;
  run.snapshot = run.first_snapshot;
  co_await pause(run, Millis{2});

  run.planned = time_by(run);
  const auto rows = run.roster ? Part{run.roster->rows} : Part{};
  const auto planned = call(run, calls::plan_refresh, facts_of_reads(run, roster_fact),
                            {rows, part_of(run.list), part_of(run.snapshot)});
  const Decision plan = read_decision(planned[0]);
  std::string outcome = std::string{",\"carry\":"}.append(plan.carry);
  if (plan.goes_on) {
    judge_.planned(run, plan);
    const auto answers = co_await ask(run, plan);
    // Another run may have written while this one asked.
    Reading list = co_await store_.read(open.read_keys.at(0), run.at, open.timeout);
    Reading snapshot = co_await store_.read(open.read_keys.at(1), run.at, open.timeout);
    if (list.trouble.empty()) run.list = std::move(list);
    if (snapshot.trouble.empty()) run.snapshot = std::move(snapshot);
    co_await pause(run, Millis{1});
    const auto finished = finish(run, roster_fact, answers);
    outcome = co_await store(run, finished, open.timeout);
  }
  judge_.concluded(run);
  (void)call(run, calls::conclude_refresh, outcome, {});
}

calls::Output Cron::call(Run& run, Call function, std::string_view more,
                         const std::vector<Part>& parts) {
  std::string facts = run.facts + time_fact("nowMs", clock(run));
  facts.append(more).append("}");
  std::vector<Part> all{facts};
  all.insert(all.end(), parts.begin(), parts.end());
  auto output = function(all);
  look_at_log(run, output[0]);
  return output;
}

// What the core says of it comes first in its decision.
void Cron::look_at_log(Run& run, std::string_view decision) {
  if (!decision.starts_with(R"({"log":[)")) return;
  const auto log = JsonText{decision.substr(kLogAt)}.skip();
  if (log.find("Standing down") != std::string_view::npos) run.says_stands_down = true;
  judge_.logged(run.name, log);
}

// The fact of its error, or nothing.
Task<std::string> Cron::read_roster(Run& run) {
  if (run.deployment->baked_roster) {
    run.roster = run.deployment->baked_roster;
    co_return "";
  }
  co_await pause(run, random_.between(Millis{5}, Millis{80}));
  if (random_.one_in(300)) {
    tally_.count(Count::failed_rosters);
    co_await pause(run, Millis{500});
    co_return text_fact("rosterError", "D1_ERROR: Network connection lost.");
  }
  run.roster = roster_.now();
  if (random_.one_in(600)) {
    tally_.count(Count::lost_rosters);
    run.roster = std::make_shared<RosterCopy>(RosterCopy{.rows = "[]", .setting = {}});
  }
  co_return "";
}

// Six at once, each taking the next when it is done.
Task<std::vector<std::string>> Cron::ask(Run& run, const Decision& plan) {
  Asking asking{plan, timeline_.now()};
  std::vector<std::string> answers(plan.requests.size());
  std::vector<Flight> flights;
  for (;;) {
    for (const Errand& errand : asking.give_up(timeline_.now())) {
      report(run, errand, {.failure = "not_sent"}, asking, answers);
    }
    while (flights.size() < plan.parallel) {
      auto errand = asking.take(timeline_.now());
      if (!errand) break;
      judge_.requests(run);
      flights.push_back(take_off(*std::move(errand), plan, asking));
    }
    const auto start = asking.next_start();
    if (flights.empty() && !start) break;
    const auto first = std::min_element(
        flights.begin(), flights.end(),
        [](const Flight& one, const Flight& other) { return one.done < other.done; });
    const bool has_room = start && flights.size() < plan.parallel;
    if (has_room && (first == flights.end() || *start < first->done)) {
      co_await pause(run, *start - timeline_.now());
      continue;
    }
    const Flight flight = std::move(*first);
    flights.erase(first);
    co_await pause(run, flight.done - timeline_.now());
    const auto answer = flight.times_out ? ServiceAnswer{.failure = "timeout"}
                                         : service_.answer(flight.errand.account);
    report(run, flight.errand, answer, asking, answers);
  }
  co_return answers;
}

Cron::Flight Cron::take_off(Errand errand, const Decision& plan, const Asking& asking) {
  const UnixMillis deadline = std::min(timeline_.now() + plan.timeout, asking.deadline());
  const UnixMillis done = timeline_.now() + service_.latency();
  return {
      .errand = std::move(errand), .done = std::min(done, deadline), .times_out = done > deadline};
}

void Cron::report(Run& run, const Errand& errand, const ServiceAnswer& answer, Asking& asking,
                  std::vector<std::string>& answers) {
  std::string facts = std::string{",\"question\":"}.append(errand.question);
  facts += answer.failure.empty() ? ",\"status\":" + std::to_string(answer.status)
                                  : text_fact("failure", answer.failure);
  if (!answer.headers.empty()) facts.append(",\"headers\":").append(answer.headers);
  facts.append(",\"retriesLeft\":").append(std::to_string(asking.retries_left()));
  facts.append(",\"entropy\":").append(std::to_string(random_.below(1U << 31)));
  const auto body = answer.failure.empty() ? Part{answer.body} : Part{};
  auto output = call(run, calls::read_response, facts, {body});
  answers.at(errand.position) = std::move(output[1]);
  asking.react(read_decision(output[0]), errand, timeline_.now());
  if (!errand.is_planned) tally_.count(Count::repeated_requests);
  run.paused_until = std::max(run.paused_until, end_of_pause(answer.asks_for, timeline_.now()));
  run.told.at(errand.member) = answer.told;
  run.play.at(errand.member) = answer.play;
  run.now_playing.at(errand.member) = answer.now_playing;
  if (!journal_.is_open()) return;
  const auto told =
      answer.told == Told::listen
          ? (answer.now_playing ? " plays " : " played ") + track_name(errand.member, answer.play)
          : ": " + (answer.failure.empty() ? answer.body : std::string{answer.failure});
  note(run, errand.account + told);
}

calls::Output Cron::finish(Run& run, std::string_view roster_fact,
                           const std::vector<std::string>& answers) {
  run.finished = time_by(run);
  judge_.confirm_plays(run);
  std::vector<Part> parts{run.roster->rows, part_of(run.list), part_of(run.snapshot)};
  parts.insert(parts.end(), answers.begin(), answers.end());
  return call(run, calls::finish_refresh, facts_of_reads(run, roster_fact), parts);
}

// What conclude_refresh is told of it.
Task<std::string> Cron::store(Run& run, const calls::Output& finished, Millis timeout) {
  const Decision order = read_decision(finished[0]);
  const std::string carry = std::string{",\"carry\":"}.append(order.carry);
  if (!order.write) co_return carry;
  const WriteOrder list = *order.write;
  Put put = put_of(run, list, finished[1], Count::lists_checked);
  const std::string refusal = co_await store_.put(std::move(put), run.at, timeout);
  for (int look = 1;; ++look) {
    const Reading read_back = co_await store_.read(list.key, run.at, timeout);
    co_await pause(run, Millis{1});
    std::string facts =
        carry + ",\"look\":" + std::to_string(look) + ",\"readBack\":" + fact_of(read_back);
    if (!refusal.empty()) facts += text_fact("putError", refusal);
    const auto confirmed =
        call(run, calls::confirm_write, facts, {finished[1], part_of(read_back), finished[2]});
    const Decision decision = read_decision(confirmed[0]);
    if (decision.look_again_after) {
      co_await pause(run, *decision.look_again_after);
      continue;
    }
    std::string outcome = carry + text_fact("confirmation", decision.confirmation);
    if (!decision.write) co_return outcome + ",\"kvWrites\":1";
    put = put_of(run, *decision.write, confirmed[1], Count::snapshots_checked);
    const std::string snapshot_error = co_await store_.put(std::move(put), run.at, timeout);
    outcome += ",\"kvWrites\":2";
    if (!snapshot_error.empty()) outcome += text_fact("snapshotError", snapshot_error);
    co_return outcome;
  }
}

// A put, judged before it is made.
Put Cron::put_of(Run& run, const WriteOrder& order, const std::string& value, Count kind) {
  return {.key = std::string{order.key},
          .value = value,
          .metadata = std::string{order.metadata},
          .ttl = order.ttl,
          .meaning = judge_.written(run, value, kind),
          .landed = &run.deployment->last_landed};
}

Timeline::Sleep Cron::pause(Run& run, Millis duration) {
  if (run.waits_until_stall-- == 0) {
    note(run, "stalls");
    duration += run.stall;
  }
  return timeline_.sleep(std::max(duration, Millis{0}));
}

void Cron::note(const Run& run, std::string_view what) const {
  if (journal_.is_open()) journal_.note(timeline_.now(), run.name, what);
}

}  // namespace user_listens::simulation
