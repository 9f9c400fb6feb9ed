#include "cron.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>
#include <variant>

#include "cache/format.h"
#include "json_text.h"
#include "refresh/machine.h"
#include "service_rules.h"
#include "upstream/request.h"

namespace user_listens::simulation {

using State = RefreshMachine::State;

// A time-out by less is as good as the deadline of the refresh.
static constexpr Millis kHardlyLost{1000};
static constexpr std::string_view kTimeout = "timeout";
static constexpr std::string_view kClosingLine = R"({"event":"refresh")";

// A request or a wait that has not ended yet.
struct Cron::Flight {
  EffectId id;
  UnixMillis done;
  std::optional<Account> account;  // nothing: a wait
  bool is_repeated = false;
  bool times_out = false;
  Millis timeout{0};
};

// A run, and what performs it.
struct Cron::Refresh {
  Run& run;
  std::vector<std::shared_ptr<const void>> kept;  // what the machine holds views of
  RefreshMachine machine;
  std::vector<Flight> flights;    // by their ends
  std::vector<Event> events;      // that the machine does not know yet
  std::deque<std::string> texts;  // in these

  void take_off(const Flight& flight) {
    const auto later = std::upper_bound(
        flights.begin(), flights.end(), flight,
        [](const Flight& one, const Flight& other) { return one.done < other.done; });
    flights.insert(later, flight);
  }
};

namespace {

// "a3x1" of "https://…&user=a3x1&api_key=…".
std::string_view account_in(std::string_view url) {
  constexpr std::string_view kName = "&user=";
  const auto at = url.find(kName);
  if (at == std::string_view::npos) return "";
  const auto name = url.substr(at + kName.size());
  return name.substr(0, name.find('&'));
}

// How many accounts the last log line of a refresh says that it was to ask about.
std::optional<std::size_t> planned_in(std::string_view line) {
  std::optional<std::size_t> planned;
  JsonText json{line};
  json.object([&](std::string_view key) {
    if (key != "counts") {
      json.skip();
      return;
    }
    json.object([&](std::string_view count) {
      const auto value = json.integer();
      if (count == "asked") planned = static_cast<std::size_t>(value);
    });
  });
  return planned;
}

}  // namespace

Task<> Cron::refresh(std::unique_ptr<Run> owned, UnixMillis scheduled) {
  Run& run = *owned;
  tally_.count(Count::refreshes);
  run.scheduled = scheduled + run.clock_error.scheduled;
  run.began = clock(run);
  run.started = time_by(run);
  note(run, "begins");
  const Deployment& deployment = *run.deployment;
  if (deployment.baked_roster) note_roster(run, deployment.baked_roster);
  const auto& worker = deployment.equipment->worker;
  Refresh refresh{
      .run = run,
      .kept = {},
      .machine = RefreshMachine{{.settings = worker.settings,
                                 .self = worker.deployment,
                                 .has_database = !deployment.baked_roster,
                                 .scheduled = run.scheduled,
                                 .started = run.began,
                                 .entropy = static_cast<std::uint32_t>(random_.next())}},
      .flights = {},
      .events = {},
      .texts = {}};
  for (auto effects = refresh.machine.begin();; effects = tell(refresh)) {
    for (const Effect& effect : effects) {
      if (const auto* query = std::get_if<effect::Query>(&effect)) {
        co_await this->query(refresh, *query);
      } else if (const auto* read = std::get_if<effect::Read>(&effect)) {
        co_await this->read(refresh, *read);
      } else if (const auto* put = std::get_if<effect::Put>(&effect)) {
        co_await this->put(refresh, *put);
      } else if (std::holds_alternative<effect::Done>(effect)) {
        co_return judge_.concluded(run);
      } else {
        begin(refresh, effect);
      }
    }
    if (refresh.events.empty()) co_await next_arrival(refresh);
  }
}

std::vector<Effect> Cron::tell(Refresh& refresh) {
  Run& run = refresh.run;
  const State before = refresh.machine.state();
  if (before == State::reading) run.planned = time_by(run);
  if (run.puts == 0) run.finished = time_by(run);
  auto effects = refresh.machine.step(refresh.events);
  refresh.events.clear();
  refresh.texts.clear();
  const State after = refresh.machine.state();
  if (before == State::reading && after >= State::polling && after < State::done) {
    run.has_asked = true;
    run.asking_began = timeline_.now();
    if (const Document* known = run.first_snapshot.meaning()) {
      run.word.set_known_to_fail(known->failing());
    }
  }
  const bool was_asking = before == State::reading || before == State::polling;
  if (was_asking && run.has_asked && after > State::polling) judge_.asked(run);
  return effects;
}

Task<> Cron::query(Refresh& refresh, const effect::Query& query) {
  Run& run = refresh.run;
  if (!run.roster) run.roster_read = time_by(run);
  co_await pause(run, random_.between(Millis{5}, Millis{80}));
  if (random_.one_in(300)) {
    tally_.count(Count::failed_rosters);
    co_await pause(run, Millis{500});
    refresh.events.push_back(
        {clock(run),
         event::Failed{
             .id = query.id, .reason = {}, .message = "D1_ERROR: Network connection lost."}});
    co_return;
  }
  const bool is_lost = random_.one_in(600);
  if (is_lost) tally_.count(Count::lost_rosters);
  auto roster = is_lost ? roster_.without_rows() : roster_.run();
  refresh.kept.push_back(roster);
  refresh.events.push_back({clock(run), event::Rows{.id = query.id, .json = roster->rows}});
  // Without a row it says nothing, and the one that was read before stays.
  if (!run.roster || roster->rows != "[]") note_roster(run, std::move(roster));
}

// A roster that is read again may hide who was asked about, or give them another
// account: what was told then counts for nothing.
void Cron::note_roster(Run& run, std::shared_ptr<const RosterCopy> roster) {
  run.roster_read = time_by(run);
  run.roster_truly_read = timeline_.now();
  if (run.roster) {
    auto second = std::make_shared<RosterCopy>(*roster);
    second->before = run.roster;
    roster = std::move(second);
  }
  run.roster = std::move(roster);
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    const auto& account = run.roster->accounts.at(i);
    const bool is_gone = run.roster->must_hide(i) || (account && account != run.account.at(i));
    if (run.asked.test(i) && is_gone) run.told.at(i) = Told::not_asked;
  }
}

Task<> Cron::read(Refresh& refresh, const effect::Read& read) {
  Run& run = refresh.run;
  const bool is_list = read.key == key_of(Slot::recent);
  const State state = refresh.machine.state();
  judge_.note_key(read.key);
  Reading reading = co_await store_.read(read.key, run.at, read.timeout);
  // The last that it waits for.
  if (!is_list || state == State::reading_back) co_await pause(run, Millis{1});
  refresh.kept.push_back(reading.copy);
  if (!reading.error.empty()) {
    const auto& message = refresh.texts.emplace_back(reading.error);
    refresh.events.push_back(
        {clock(run), event::Failed{.id = read.id, .reason = {}, .message = message}});
  } else {
    event::Value value{.id = read.id, .value = {}, .metadata = {}};
    if (reading.copy) value = {read.id, reading.copy->value, reading.copy->seal};
    refresh.events.push_back({clock(run), value});
  }
  if (state == State::reading_back) {
    run.read_back = std::move(reading);
    co_return;
  }
  if (state == State::reading) (is_list ? run.first_list : run.first_snapshot) = reading;
  // A key that cannot be read again holds what it held.
  const bool counts = state == State::reading || reading.error.empty();
  if (counts) (is_list ? run.list : run.snapshot) = std::move(reading);
}

// Judged before it is made.
Task<> Cron::put(Refresh& refresh, const effect::Put& put) {
  Run& run = refresh.run;
  const bool is_list = put.key == key_of(Slot::recent);
  run.renews = refresh.machine.state() == State::renewing;
  if (is_list) judge_.confirm_plays(run);
  const auto kind = is_list ? Count::lists_checked : Count::snapshots_checked;
  const auto value = put.value.value_or("");
  Put order{.key = std::string{put.key},
            .value = std::string{value},
            .seal = put.metadata,
            .ttl = put.expiration_ttl,
            .meaning = judge_.written(run, value, kind),
            .landed = &run.deployment->last_landed};
  Copies& copies = instances_.at(run.at);
  put.is_first ? copies.begin(put.written_at, order) : copies.add(put.written_at, order);
  const auto refusal = co_await store_.put(std::move(order), run.at, put.timeout);
  if (refusal.empty()) {
    refresh.events.push_back({clock(run), event::Completed{put.id}});
    co_return;
  }
  const auto& message = refresh.texts.emplace_back(refusal);
  refresh.events.push_back(
      {clock(run), event::Failed{.id = put.id, .reason = {}, .message = message}});
}

void Cron::begin(Refresh& refresh, const Effect& effect) {
  if (const auto* print = std::get_if<effect::Print>(&effect)) {
    look_at_log(refresh.run, print->text);
  } else if (const auto* fetch = std::get_if<effect::Fetch>(&effect)) {
    send(refresh, *fetch);
  } else if (const auto* wait = std::get_if<effect::Wait>(&effect)) {
    refresh.take_off({.id = wait->id, .done = timeline_.now() + wait->duration, .account = {}});
  }
}

void Cron::send(Refresh& refresh, const effect::Fetch& fetch) {
  Run& run = refresh.run;
  const Account account = parse_account(account_in(fetch.url)).value();
  judge_.requests(run, account.member);
  const bool is_repeated = run.asked.test(account.member);
  if (is_repeated) tally_.count(Count::repeated_requests);
  run.asked.set(account.member);
  run.under_way.set(account.member);
  run.account.at(account.member) = account;
  const Millis latency = service_.latency();
  refresh.take_off({.id = fetch.id,
                    .done = timeline_.now() + std::min(latency, fetch.timeout),
                    .account = account,
                    .is_repeated = is_repeated,
                    .times_out = latency > fetch.timeout,
                    .timeout = fetch.timeout});
}

Task<> Cron::next_arrival(Refresh& refresh) {
  Run& run = refresh.run;
  auto& flights = refresh.flights;
  if (flights.empty()) {
    judge_.waits_for_nothing(run);
    co_await pause(run, std::chrono::hours{1});
    co_return;
  }
  const UnixMillis first = flights.front().done;
  if (first > timeline_.now()) co_await pause(run, first - timeline_.now());
  while (!flights.empty() && flights.front().done <= timeline_.now()) {
    const Flight flight = flights.front();
    flights.erase(flights.begin());
    land(refresh, flight);
  }
}

void Cron::land(Refresh& refresh, const Flight& flight) {
  Run& run = refresh.run;
  if (!flight.account) {
    refresh.events.push_back({clock(run), event::Completed{flight.id}});
    return;
  }
  ServiceAnswer answer{.failure = kTimeout};
  if (!flight.times_out) answer = service_.answer(account_name(*flight.account));
  note_answer(run, flight, answer);
  if (!answer.failure.empty()) {
    refresh.events.push_back(
        {clock(run), event::Failed{.id = flight.id, .reason = answer.failure, .message = {}}});
    return;
  }
  event::Response response{.id = flight.id, .status = answer.status, .headers = {}, .body = {}};
  if (!answer.retry_after.empty()) response.headers = {{"retry-after", answer.retry_after}};
  response.body = refresh.texts.emplace_back(std::move(answer.body));
  refresh.events.push_back({clock(run), std::move(response)});
}

void Cron::note_answer(Run& run, const Flight& flight, const ServiceAnswer& answer) {
  const std::size_t member = flight.account->member;
  run.under_way.reset(member);
  // Its time was cut short by the deadline of the refresh.
  const bool is_cut = answer.failure == kTimeout && flight.timeout < kRequestTimeout;
  // Of a repetition that is cut off the answer before stays.
  if (is_cut && flight.is_repeated) return;
  if (is_cut) {
    if (kRequestTimeout - flight.timeout > kHardlyLost) run.cut.set(member);
  } else {
    run.word.note(member, answer.service_error, end_of_pause(answer.asks_for, timeline_.now()),
                  answer.told > Told::nothing);
  }
  run.told.at(member) = answer.told;
  run.heard.set(member, answer.told > Told::nothing);
  run.play.at(member) = answer.play;
  run.now_playing.at(member) = answer.now_playing;
  if (!journal_.is_open()) return;
  const auto told =
      answer.told == Told::listen
          ? (answer.now_playing ? " plays " : " played ") + track_name(member, answer.play)
          : ": " + (answer.failure.empty() ? answer.body : std::string{answer.failure});
  note(run, account_name(*flight.account) + told);
}

void Cron::look_at_log(Run& run, std::string_view line) {
  if (line.find("Standing down") != std::string_view::npos) run.says_stands_down = true;
  if (line.find("are gone in one refresh") != std::string_view::npos) run.says_many_are_gone = true;
  if (line.starts_with(kClosingLine)) run.planned_requests = planned_in(line);
  judge_.logged(run.name, line);
}

Timeline::Sleep Cron::pause(Run& run, Millis duration) {
  if (run.stall.after_waits-- == 0) {
    note(run, "stalls");
    duration += run.stall.duration;
  }
  return timeline_.sleep(std::max(duration, Millis{0}));
}

void Cron::note(const Run& run, std::string_view what) const {
  if (journal_.is_open()) journal_.note(timeline_.now(), run.name, what);
}

}  // namespace user_listens::simulation
