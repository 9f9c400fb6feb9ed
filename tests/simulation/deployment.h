// The deployments of the Worker that exist at the same time: the live one, and
// those whose instances still fire now and then. Version 1 is one of them: it
// wrote a bare array to its own key.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "boundary/facts.h"
#include "journal.h"
#include "random.h"
#include "roster.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

// No log line may hold it.
inline constexpr std::string_view kApiKey = "s3cret-k3y";
inline constexpr std::string_view kVersionOneKey = "user-listens:recent";

// The Worker of a deployment, as the core reads its facts.
struct Equipment {
  explicit Equipment(boundary::Parts facts) : worker(facts, arena) {}

  Arena arena;
  boundary::Worker worker;
};

struct Deployment {
  std::string id;
  UnixMillis deployed_at;
  std::size_t max_tracks;
  std::size_t poll_budget;
  std::shared_ptr<const RosterCopy> baked_roster;  // as ROSTER; nothing: D1 is asked
  std::string facts;                               // what the shim says of it in every call
  std::unique_ptr<Equipment> equipment;            // what a refresh of it begins with
  UnixMillis last_landed{};                        // when a put of it landed last
};

class Deployments {
 public:
  Deployments(Timeline& timeline, Random random, Tally& tally, Journal& journal,
              const Roster& roster)
      : timeline_(timeline), random_(random), tally_(tally), journal_(journal), roster_(roster) {}

  // Nothing while version 1 is live.
  [[nodiscard]] Deployment* live() { return live_; }
  // All that were ever deployed, oldest first. Addresses stay.
  [[nodiscard]] std::deque<Deployment>& all() { return all_; }
  // When another one became live.
  [[nodiscard]] UnixMillis switched_at() const { return switched_at_; }

  // When a deployment newer than `one` last wrote; the beginning of time for never.
  [[nodiscard]] UnixMillis newer_landed(const Deployment& one) const;

  // New ones every few weeks, half of them rolled back for a while.
  [[nodiscard]] Task<> deploy_at_times();

 private:
  void deploy();
  void make_live(Deployment& deployment);

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  const Roster& roster_;
  std::deque<Deployment> all_;
  Deployment* live_ = nullptr;
  UnixMillis switched_at_{};
};

}  // namespace user_listens::simulation
