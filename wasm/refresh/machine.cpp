#include "refresh/machine.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "listen/answer.h"
#include "refresh/conclusion.h"
#include "refresh/hidden.h"
#include "refresh/planning.h"

namespace user_listens {
namespace {

// How long any one operation on D1 or KV may take.
constexpr Millis kStorageTimeout{10'000};

constexpr std::uint32_t kRoleShift = 24;

Received received_of(const event::Response& response) {
  Received received{.failure = {}, .status = response.status};
  for (const Header& header : response.headers) {
    if (auto* text = find_member(received, kAnswerHeaders, header.name)) *text = header.value;
  }
  received.body = response.body.value_or("");
  return received;
}

// Their names, as an effect has them.
std::string_view answer_headers() {
  static const std::string all = [] {
    std::string names;
    for (const auto& header : kAnswerHeaders) {
      if (!names.empty()) names += ' ';
      names += header.name;
    }
    return names;
  }();
  return all;
}

}  // namespace

// What a refresh asks for in a state, and where it goes when all of that has
// come: `leave` decides, or else it is `next`.
struct RefreshMachine::StateRow {
  State state;
  void (RefreshMachine::*enter)();
  State (RefreshMachine::*leave)();
  State next;
};

constinit const std::array<RefreshMachine::StateRow, RefreshMachine::kStateCount>
    RefreshMachine::kStates{{
        {State::reading, &RefreshMachine::read_everything, &RefreshMachine::plan, {}},
        {State::renewing, &RefreshMachine::put_snapshot, nullptr, State::done},
        {State::polling, &RefreshMachine::poll, nullptr, State::reading_again},
        {State::reading_again, &RefreshMachine::read_keys, &RefreshMachine::after_second_look, {}},
        {State::rereading_roster, &RefreshMachine::query_roster, &RefreshMachine::finish, {}},
        {State::putting_list, &RefreshMachine::put_list, nullptr, State::reading_back},
        {State::reading_back, &RefreshMachine::read_list, &RefreshMachine::confirm, {}},
        {State::waiting, &RefreshMachine::wait_for_kv, nullptr, State::reading_back},
        {State::putting_snapshot, &RefreshMachine::put_snapshot, nullptr, State::done},
        {State::done, &RefreshMachine::conclude, nullptr, State::done},
    }};

RefreshMachine::RefreshMachine(Begin begin)
    : begin_(std::move(begin)),
      now_(std::max(begin_.started, begin_.scheduled)),
      lag_(now_ - begin_.started) {}

std::vector<Effect> RefreshMachine::begin() {
  log_.info("[CRON] Running scheduled task at %", {to_iso8601(now_)});
  for (const auto& problem : begin_.settings.problems) {
    log_.error("[CRON] WARNING: Setting %", {problem});
  }
  enter(State::reading);
  settle();
  return flush();
}

std::vector<Effect> RefreshMachine::step(std::span<const Event> events) {
  for (const Event& event : events) {
    now_ = std::max(now_, unix_millis((event.at + lag_).time_since_epoch().count()));
    std::visit([&](const auto& what) { take(what); }, event.what);
    settle();
  }
  // Once for all answers that have come; it may answer the last requests itself.
  if (state_ == State::polling) start_requests();
  settle();
  return flush();
}

// Goes on as far as it can without further events.
void RefreshMachine::settle() {
  while (state_ != State::done && is_settled()) {
    const StateRow& row = kStates.at(static_cast<std::size_t>(state_));
    enter(row.leave != nullptr ? (this->*row.leave)() : row.next);
  }
}

void RefreshMachine::enter(State state) {
  state_ = state;
  (this->*kStates.at(static_cast<std::size_t>(state)).enter)();
}

bool RefreshMachine::is_settled() const {
  return state_ == State::polling ? polling_->is_over() : awaited_.empty();
}

// The log's lines go first: they tell of what led to the other effects.
std::vector<Effect> RefreshMachine::flush() {
  std::vector<Effect> effects;
  for (const LogLine& line : log_.take()) {
    effects.emplace_back(effect::Print{.level = line.level, .text = line.text});
  }
  for (Effect& effect : std::exchange(effects_, {})) effects.push_back(std::move(effect));
  if (state_ == State::done) effects.emplace_back(effect::Done{});
  return effects;
}

// What is asked for.

EffectId RefreshMachine::next_id(Role role) {
  const auto number = static_cast<EffectId>(role);
  return (number << kRoleShift) + ++numbers_.at(number);
}

EffectId RefreshMachine::await(Role role, const StoredKey* key) {
  awaited_.push_back({.id = next_id(role), .key = key});
  return awaited_.back().id;
}

void RefreshMachine::read_everything() {
  query_roster();
  read_keys();
}

void RefreshMachine::query_roster() {
  if (!begin_.has_database) {
    roster_ = read_roster_setting(begin_.settings.roster, arena_);
    return;
  }
  effects_.emplace_back(effect::Query{.id = await(Role::roster),
                                      .sql = roster_sql(begin_.settings, arena_),
                                      .timeout = kStorageTimeout});
}

void RefreshMachine::read_keys() {
  for (const StoredKey& key : stored_keys()) ask_for(key);
}

void RefreshMachine::read_list() {
  ++look_;
  ask_for(stored_keys().front());
}

void RefreshMachine::ask_for(const StoredKey& key) {
  effects_.emplace_back(effect::Read{.id = await(Role::key, &key),
                                     .key = key_of(key.slot),
                                     .cache_ttl = kReadCacheTtl,
                                     .timeout = kStorageTimeout,
                                     .max_sealed_bytes = key.max_sealed_bytes,
                                     .max_unsealed_bytes = kMaxUnsealedBytes,
                                     .set_aside = key.set_aside});
}

void RefreshMachine::poll() {
  polling_.emplace(*plan_, begin_.settings, begin_.entropy, now_, arena_);
}

void RefreshMachine::start_requests() {
  for (const Started& started : polling_->start(now_)) {
    const Service& service = *kServices.at(started.service);
    effects_.emplace_back(effect::Fetch{
        .id = (static_cast<EffectId>(Role::fetch) << kRoleShift) + started.flight,
        .url = started.url,
        .headers = request_headers(service, begin_.settings.services.at(started.service), arena_),
        .response_headers = answer_headers(),
        .timeout = started.timeout,
        .max_bytes = kMaxAnswerBytes});
  }
  if (const auto next = polling_->next_start()) set_alarm(*next);
}

// One that goes off too early does no harm: the next one is set then.
void RefreshMachine::set_alarm(UnixMillis time) {
  if (alarm_ && alarm_at_ <= time) return;
  alarm_ = next_id(Role::alarm);
  alarm_at_ = time;
  effects_.emplace_back(effect::Wait{.id = *alarm_, .duration = time - now_});
}

void RefreshMachine::put(Slot slot, std::string_view value, std::size_t count, Seconds ttl) {
  ++puts_;
  effects_.emplace_back(effect::Put{.id = await(Role::put),
                                    .key = key_of(slot),
                                    .value = value,
                                    .expiration_ttl = ttl,
                                    .metadata = seal_of(value, count),
                                    .written_at = written_at_,
                                    .is_first = puts_ == 1,
                                    .timeout = kStorageTimeout});
}

void RefreshMachine::put_list() {
  put(Slot::recent, finished_.list, static_cast<std::size_t>(finished_.counts.tracks),
      begin_.settings.ttl);
}

void RefreshMachine::put_snapshot() {
  put(Slot::snapshot, snapshot_, finished_.member_count, kSnapshotTtl);
}

void RefreshMachine::wait_for_kv() {
  effects_.emplace_back(effect::Wait{.id = await(Role::alarm), .duration = kLookAgainAfter});
}

// What comes.

// What an event is about, if it is one that such an effect may be followed by.
std::optional<RefreshMachine::Awaited> RefreshMachine::arrive(EffectId id,
                                                              std::initializer_list<Role> fitting) {
  const auto role = Role(id >> kRoleShift);
  if (std::find(fitting.begin(), fitting.end(), role) == fitting.end()) return std::nullopt;
  const auto found = std::find_if(awaited_.begin(), awaited_.end(),
                                  [&](const Awaited& awaited) { return awaited.id == id; });
  if (found == awaited_.end()) return std::nullopt;
  const Awaited arrived = *found;
  awaited_.erase(found);
  return arrived;
}

void RefreshMachine::take(const event::Rows& rows) {
  if (arrive(rows.id, {Role::roster})) read_roster(rows.json.value_or(""));
}

void RefreshMachine::take(const event::Value& value) {
  if (const auto arrived = arrive(value.id, {Role::key})) {
    take_stored(*arrived->key, {.value = value.value, .seal = value.metadata});
  }
}

void RefreshMachine::take(const event::Oversize& oversize) {
  if (const auto arrived = arrive(oversize.id, {Role::key})) {
    take_stored(*arrived->key, {.oversize = oversize.bytes});
  }
}

void RefreshMachine::take(const event::Response& response) {
  receive(response.id, received_of(response));
}

void RefreshMachine::take(const event::Completed& completed) {
  if (completed.id == alarm_) alarm_.reset();
  (void)arrive(completed.id, {Role::put, Role::alarm});
}

void RefreshMachine::take(const event::Failed& failed) {
  receive(failed.id, {.failure = answer_kind(failed.reason).value_or(AnswerKind::unreachable)});
  if (failed.id == alarm_) alarm_.reset();
  const auto arrived = arrive(failed.id, {Role::roster, Role::key, Role::put, Role::alarm});
  if (!arrived) return;
  const auto message = arena_.keep(failed.message);
  switch (Role(failed.id >> kRoleShift)) {
    case Role::roster:
      return refuse_roster(message);
    case Role::key:
      return take_stored(*arrived->key, {.error = message});
    case Role::put:
      (state_ == State::putting_list ? list_error_ : snapshot_error_) = message;
      return;
    case Role::alarm:
    case Role::fetch:
      return;
  }
}

// Of a request to a service.
void RefreshMachine::receive(EffectId id, const Received& received) {
  if (Role(id >> kRoleShift) != Role::fetch || state_ != State::polling) return;
  polling_->receive(id - (static_cast<EffectId>(Role::fetch) << kRoleShift), received, now_);
}

void RefreshMachine::read_roster(std::string_view rows) {
  auto roster = read_roster_rows(rows, arena_);
  if (state_ == State::reading) {
    roster_ = std::move(roster);
  } else if (roster.ok() && roster.value().rows > 0) {
    // An empty one says nothing.
    roster_read_again_ = std::move(roster).value();
  }
}

// At the second time the one that was read before stays.
void RefreshMachine::refuse_roster(std::string_view message) {
  if (state_ != State::reading) return;
  roster_ = RosterError{for_log(message, begin_.settings.secrets, arena_)};
}

void RefreshMachine::take_stored(const StoredKey& key, const Stored& stored) {
  if (state_ == State::reading_back) {
    read_back_ = stored;
    return;
  }
  if (state_ == State::reading_again) {
    is_blind_ |= stored.error.has_value();
    // A key that cannot be read again holds what it held.
    if (stored.error) return;
  }
  key.take(stored_, stored, arena_);
}

// What is decided.

RefreshMachine::State RefreshMachine::plan() {
  if (stands_down(stored_, run(), log_)) {
    finished_.outcome = RefreshOutcome::stood_down;
    return State::done;
  }
  Planned planned = plan_refresh(roster_, stored_, begin_.settings, run(), arena_, log_);
  plan_ = std::move(planned.plan);
  if (plan_) return State::polling;
  if (!planned.renewed) return State::done;
  written_at_ = now_;
  snapshot_ =
      complete_snapshot(encode_snapshot_draft(*planned.renewed), planned.renewed->confirmation);
  finished_.member_count = planned.renewed->memories.size();
  return State::renewing;
}

// Another run may have erased a member who has gone private since. If its values
// cannot be seen, the roster itself is read again.
RefreshMachine::State RefreshMachine::after_second_look() {
  return is_blind_ ? State::rereading_roster : finish();
}

RefreshMachine::State RefreshMachine::finish() {
  finished_ = finish_refresh(std::move(roster_), std::move(roster_read_again_), polling_->answers(),
                             stored_, begin_.settings, run(), log_);
  written_at_ = now_;
  // Not needed any more, and perhaps megabytes.
  stored_ = {};
  polling_.reset();
  return finished_.outcome == RefreshOutcome::writes ? State::putting_list : State::done;
}

RefreshMachine::State RefreshMachine::confirm() {
  const WriteFacts facts{.written = finished_.list,
                         .track_count = static_cast<std::size_t>(finished_.counts.tracks),
                         .refusal = list_error_,
                         .read_back = read_back_,
                         .look = look_,
                         .started = run().started,
                         .now = now_};
  const auto verdict = confirm_write(facts, begin_.settings.secrets, log_);
  if (!verdict) return State::waiting;
  confirmation_ = verdict->confirmation;
  if (!verdict->earns_snapshot || finished_.snapshot_draft.empty()) return State::done;
  snapshot_ = complete_snapshot(std::move(finished_.snapshot_draft), name(*confirmation_));
  return State::putting_snapshot;
}

void RefreshMachine::conclude() {
  if (snapshot_error_) {
    log_.error("[CRON] WARNING: KV refused the snapshot: %. The one stored before stays.",
               {for_log(*snapshot_error_, begin_.settings.secrets, arena_)});
  }
  const bool has_snapshot = !snapshot_.empty() && !snapshot_error_;
  if (!has_snapshot) warn_of_hidden(finished_.hidden, log_);
  report_refresh({.finished = finished_,
                  .confirmation = confirmation_,
                  .kv_writes = puts_,
                  .scheduled = begin_.scheduled},
                 run(), log_);
}

Run RefreshMachine::run() const {
  return {.self = begin_.self, .started = begin_.started + lag_, .now = now_};
}

}  // namespace user_listens
