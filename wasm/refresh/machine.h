// A refresh as a state machine: from events to effects, until it is done.
//
// It asks for what it needs, and goes on when it has it; what it has decoded it
// keeps. It knows neither clock nor chance: each event says when it was, and
// `entropy` is given. Whoever performs its effects needs to know nothing of
// their order. machine.cpp has the table of the states.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/log.h"
#include "base/result.h"
#include "base/time.h"
#include "cache/deployment.h"
#include "cache/format.h"
#include "refresh/confirm.h"
#include "refresh/effects.h"
#include "refresh/fence.h"
#include "refresh/finish.h"
#include "refresh/plan.h"
#include "refresh/polling.h"
#include "refresh/roster.h"
#include "refresh/stored_state.h"
#include "settings/settings.h"

namespace user_listens {

// What a refresh begins with. Settings and deployment live as long as it does.
struct Begin {
  Settings settings;
  Deployment self;
  bool has_database = false;  // otherwise the setting ROSTER has the members
  UnixMillis scheduled;
  UnixMillis started;
  std::uint32_t entropy = 0;
};

class RefreshMachine {
 public:
  enum class State : std::uint8_t {
    reading,           // the roster and both keys
    renewing,          // putting the snapshot again, since the roster stops the refresh
    polling,           // the services
    reading_again,     // both keys: another run may have written since
    rereading_roster,  // since a key cannot be read again
    putting_list,
    reading_back,  // the list
    waiting,       // for KV, before it is read back once more
    putting_snapshot,
    done,
  };

  explicit RefreshMachine(Begin begin);
  RefreshMachine(const RefreshMachine&) = delete;
  RefreshMachine& operator=(const RefreshMachine&) = delete;
  RefreshMachine(RefreshMachine&&) = delete;
  RefreshMachine& operator=(RefreshMachine&&) = delete;
  ~RefreshMachine() = default;

  // What is to be done at first, then after the events that have come since.
  [[nodiscard]] std::vector<Effect> begin();
  [[nodiscard]] std::vector<Effect> step(std::span<const Event> events);

  [[nodiscard]] State state() const { return state_; }

 private:
  // What an effect is for: with a number, its id.
  enum class Role : std::uint8_t { roster = 1, key, put, alarm, fetch };
  static constexpr std::size_t kRoles = static_cast<std::size_t>(Role::fetch) + 1;

  struct StateRow;
  static constexpr std::size_t kStateCount = static_cast<std::size_t>(State::done) + 1;
  static const std::array<StateRow, kStateCount> kStates;

  void settle();
  void enter(State state);
  [[nodiscard]] bool is_settled() const;
  [[nodiscard]] std::vector<Effect> flush();

  // What states ask for.
  void read_everything();
  void query_roster();
  void read_keys();
  void read_list();
  void poll();
  void put_list();
  void put_snapshot();
  void wait_for_kv();
  void conclude();

  // Where they go.
  [[nodiscard]] State plan();
  [[nodiscard]] State after_second_look();
  [[nodiscard]] State finish();
  [[nodiscard]] State confirm();

  [[nodiscard]] EffectId next_id(Role role);
  [[nodiscard]] EffectId await(Role role, const StoredKey* key = nullptr);
  void ask_for(const StoredKey& key);
  void start_requests();
  void set_alarm(UnixMillis time);
  void put(Slot slot, std::string_view value, std::size_t count, Seconds ttl);

  // An effect whose event is waited for.
  struct Awaited {
    EffectId id;
    const StoredKey* key = nullptr;  // that is read
  };
  [[nodiscard]] std::optional<Awaited> arrive(EffectId id, std::initializer_list<Role> fitting);
  void take(const event::Rows& rows);
  void take(const event::Value& value);
  void take(const event::Oversize& oversize);
  void take(const event::Response& response);
  void take(const event::Completed& completed);
  void take(const event::Failed& failed);
  void take_stored(const StoredKey& key, const Stored& stored);
  void receive(EffectId id, const Received& received);
  void read_roster(std::string_view rows);
  void refuse_roster(std::string_view message);

  [[nodiscard]] Run run() const;

  Arena arena_;
  Log log_;
  Begin begin_;
  UnixMillis now_;
  Millis lag_;  // of the clock, behind the time for which the refresh was scheduled
  State state_ = State::reading;
  std::vector<Effect> effects_;             // since the last step
  std::vector<Awaited> awaited_;            // all but what polling waits for
  std::array<EffectId, kRoles> numbers_{};  // by Role, the last one
  std::optional<EffectId> alarm_;           // while polling
  UnixMillis alarm_at_;

  Result<Roster, RosterError> roster_{RosterError{}};
  std::optional<Roster> roster_read_again_;
  StoredState stored_;
  bool is_blind_ = false;  // a key cannot be read again
  std::optional<Plan> plan_;
  std::optional<Polling> polling_;
  Finished finished_;
  UnixMillis written_at_;
  std::string snapshot_;  // to be put
  std::int64_t puts_ = 0;
  std::int64_t look_ = 0;  // at the list that was put
  Stored read_back_;
  std::optional<std::string_view> list_error_;  // KV refused it
  std::optional<std::string_view> snapshot_error_;
  std::optional<Confirmation> confirmation_;
};

}  // namespace user_listens
