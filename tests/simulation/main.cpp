// simulate [--years N] [--seed S] [--days D] [--threads T] [--log TIME]
//
// Years S, S + 1, … on as many threads as there are cores. Ends with 1 at the
// first year in which an invariant does not hold, after printing what led to
// it; with --log the events of year S from TIME on are printed instead.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "arguments.h"
#include "campaign.h"
#include "journal.h"
#include "year.h"

namespace user_listens::simulation {
namespace {

constexpr const char* kProgram = "simulate";

struct Arguments {
  Campaign campaign;
  bool has_log = false;
  UnixMillis log_from{};
};

Arguments read_arguments(int count, char** texts) {
  Arguments arguments;
  arguments.campaign.threads = std::max(1U, std::thread::hardware_concurrency());
  for (int i = 1; i < count; i += 2) {
    const std::string_view name = texts[i];
    if (i + 1 == count) refuse(kProgram, name);
    const std::string_view value = texts[i + 1];
    if (name == "--years") {
      arguments.campaign.years = number(kProgram, value);
    } else if (name == "--seed") {
      arguments.campaign.first_seed = number(kProgram, value);
    } else if (name == "--days") {
      arguments.campaign.length = std::chrono::days{number(kProgram, value)};
    } else if (name == "--threads") {
      arguments.campaign.threads = number(kProgram, value);
    } else if (name == "--log") {
      const auto from = parse_iso8601(value);
      if (!from) refuse(kProgram, value);
      arguments.has_log = true;
      arguments.log_from = *from;
    } else {
      refuse(kProgram, name);
    }
  }
  return arguments;
}

}  // namespace
}  // namespace user_listens::simulation

int main(int count, char** texts) {
  using namespace user_listens::simulation;
  const Arguments arguments = read_arguments(count, texts);
  if (!arguments.has_log) return run(arguments.campaign) ? 0 : 1;
  Journal journal{Journal::Mode::print, arguments.log_from};
  const Year year =
      simulate_year(arguments.campaign.first_seed, arguments.campaign.length, journal);
  return year.finding ? 1 : 0;
}
