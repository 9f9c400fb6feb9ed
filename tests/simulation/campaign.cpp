#include "campaign.h"

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace user_listens::simulation {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kSignOfLife{5};

struct Failure {
  std::uint64_t seed;
  Violation violation;
  UnixMillis time;
};

// What the threads share.
class Progress {
 public:
  explicit Progress(const Campaign& campaign) : campaign_(campaign) {}

  // The seed of the next year; nothing when there is none, or one has failed.
  std::optional<std::uint64_t> next() {
    const std::lock_guard lock{mutex_};
    if (failure_ || begun_ == campaign_.years) return std::nullopt;
    return campaign_.first_seed + begun_++;
  }

  void done(std::uint64_t seed, const Year& year) {
    const std::lock_guard lock{mutex_};
    ++done_;
    tally_.add(year.tally);
    // The first of them, however the threads ran.
    if (year.finding && (!failure_ || seed < failure_->seed)) {
      failure_ = Failure{seed, *year.finding, year.ended};
    }
  }

  void end_thread() {
    const std::lock_guard lock{mutex_};
    ++ended_;
    changed_.notify_one();
  }

  // Returns when all threads have ended.
  void report() {
    std::unique_lock lock{mutex_};
    while (!changed_.wait_for(lock, kSignOfLife, [this] { return ended_ == campaign_.threads; })) {
      print_sign();
    }
    print_sign();
  }

  [[nodiscard]] std::uint64_t years_done() const { return done_; }
  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(Clock::now() - began_).count();
  }

 private:
  void print_sign() const {
    const auto refreshes = static_cast<double>(tally_.of(Count::refreshes));
    std::fprintf(stderr, "%llu of %llu years, %.0f refreshes, %.0f a second\n",
                 static_cast<unsigned long long>(done_),
                 static_cast<unsigned long long>(campaign_.years), refreshes,
                 refreshes / seconds());
  }

  const Campaign& campaign_;
  const Clock::time_point began_ = Clock::now();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t begun_ = 0;
  std::uint64_t done_ = 0;
  std::size_t ended_ = 0;
  Tally tally_;
  std::optional<Failure> failure_;
};

void work(const Campaign& campaign, Progress& progress) {
  while (const auto seed = progress.next()) {
    Journal journal{Journal::Mode::closed};
    progress.done(*seed, simulate_year(*seed, campaign.length, journal));
  }
  progress.end_thread();
}

// The year once more, this time with its events.
void print_failure(const Failure& failure, std::chrono::days length) {
  Journal journal{Journal::Mode::keep_last};
  const Year again = simulate_year(failure.seed, length, journal);
  std::puts("The events before it:");
  for (const auto& line : journal.last()) std::printf("  %s\n", line.c_str());
  const std::string time{std::string_view{to_iso8601(failure.time)}};
  std::printf("seed %llu: invariant %d does not hold at %s\n  %s\n",
              static_cast<unsigned long long>(failure.seed),
              static_cast<int>(failure.violation.invariant), time.c_str(),
              failure.violation.what.c_str());
  const bool is_same = again.finding && again.ended == failure.time;
  std::printf("%s\n", is_same ? "The year replays exactly." : "The year does NOT replay exactly.");
}

void print_summary(const Progress& progress) {
  std::printf("%llu years in %.1f s\n", static_cast<unsigned long long>(progress.years_done()),
              progress.seconds());
  for (const auto& [count, words] : kCountNames) {
    std::printf("%12llu  %.*s\n", static_cast<unsigned long long>(progress.tally().of(count)),
                static_cast<int>(words.size()), words.data());
  }
}

}  // namespace

bool run(const Campaign& campaign) {
  Progress progress{campaign};
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < campaign.threads; ++i) {
    threads.emplace_back([&] { work(campaign, progress); });
  }
  progress.report();
  threads.clear();
  print_summary(progress);
  if (progress.failure()) {
    print_failure(*progress.failure(), campaign.length);
    return false;
  }
  std::puts("Every invariant held.");
  return true;
}

}  // namespace user_listens::simulation
