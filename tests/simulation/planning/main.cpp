// planning [--members N] [--budget B] [--days D] [--seed S] [--least-gain G]
//
// Compares the core's planner with asking in turns and with asking everybody,
// and ends with 1 when it does not keep what README.md promises of it, or does
// not show G times as many of those who play as asking in turns does.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "arguments.h"
#include "refresh/urgency.h"
#include "season.h"

namespace user_listens::simulation::planning {
namespace {

constexpr const char* kProgram = "planning";

struct Arguments {
  Season season;
  std::uint64_t least_gain = 0;
};

Arguments read_arguments(int count, char** texts) {
  Arguments arguments;
  Season& season = arguments.season;
  for (int i = 1; i < count; i += 2) {
    const std::string_view name = texts[i];
    if (i + 1 == count) refuse(kProgram, name);
    const std::uint64_t value = number(kProgram, texts[i + 1]);
    if (name == "--members") {
      season.members = value;
    } else if (name == "--budget") {
      season.budget = value;
    } else if (name == "--days") {
      season.days = value;
    } else if (name == "--seed") {
      season.seed = value;
    } else if (name == "--least-gain") {
      arguments.least_gain = value;
    } else {
      refuse(kProgram, name);
    }
  }
  return arguments;
}

double in_minutes(Millis time) { return static_cast<double>(time.count()) / 60'000; }

void print(std::string_view name, const Figures& figures) {
  std::printf("%-12.*s %8.1f %% %8.1f %% %9.1f min %9.1f min %9.1f\n",
              static_cast<int>(name.size()), name.data(), 100 * figures.share,
              100 * figures.precision, in_minutes(figures.newest_age),
              in_minutes(figures.longest_wait), figures.requests);
}

bool require(bool holds, std::string_view promise) {
  if (!holds) {
    std::printf("BROKEN: %.*s\n", static_cast<int>(promise.size()), promise.data());
  }
  return holds;
}

bool keeps_promises(const Arguments& arguments, const Figures& product, const Figures& in_turns,
                    const Figures& everyone) {
  const Season& season = arguments.season;
  if (season.members <= season.budget) {
    return require(product == everyone, "a budget for everybody asks everybody");
  }
  const auto ticks = static_cast<std::size_t>(kLongestWait / kTick);
  const bool is_within_reach = season.members <= season.budget * ticks;
  bool all_hold = require(!is_within_reach || product.longest_wait <= kLongestWait + kTick,
                          "nobody waits for longer than six hours and a tick");
  all_hold &= require(product.requests <= static_cast<double>(season.budget),
                      "no more requests than POLL_BUDGET");
  const double least = static_cast<double>(arguments.least_gain) * in_turns.share;
  return require(product.share >= least,
                 "as many more of those who play are shown as was asked for") &&
         all_hold;
}

}  // namespace
}  // namespace user_listens::simulation::planning

int main(int count, char** texts) {
  using namespace user_listens::simulation::planning;
  const Arguments arguments = read_arguments(count, texts);
  const Season& season = arguments.season;
  const Figures product = figures_of(season, Planner::product);
  const Figures in_turns = figures_of(season, Planner::round_robin);
  const Figures everyone = figures_of(season, Planner::everyone);
  std::printf(
      "%zu members, %zu requests a refresh; of the members %.1f %% play, %.1f %% in the "
      "fullest hour.\n\n",
      season.members, season.budget, 100 * everyone.playing, 100 * everyone.most_playing);
  std::puts("              share shown  precision    newest ten  longest wait  requests");
  print("planner", product);
  print("in turns", in_turns);
  print("everybody", everyone);
  return keeps_promises(arguments, product, in_turns, everyone) ? 0 : 1;
}
