// simulate [--years N] [--seed S] [--days D] [--threads T] [--log TIME]
//
// Years S, S + 1, … on as many threads as there are cores. Ends with 1 at the
// first year in which an invariant does not hold, after printing what led to
// it; with --log the events of year S from TIME on are printed instead.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "campaign.h"
#include "journal.h"
#include "year.h"

namespace user_listens::simulation {
namespace {

struct Arguments {
  Campaign campaign;
  bool has_log = false;
  UnixMillis log_from{};
};

[[noreturn]] void refuse(std::string_view argument) {
  std::fprintf(stderr, "simulate: what is \"%.*s\"?\n", static_cast<int>(argument.size()),
               argument.data());
  std::exit(2);
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) refuse(text);
  return value;
}

Arguments read_arguments(int count, char** texts) {
  Arguments arguments;
  arguments.campaign.threads = std::max(1U, std::thread::hardware_concurrency());
  for (int i = 1; i < count; i += 2) {
    const std::string_view name = texts[i];
    if (i + 1 == count) refuse(name);
    const std::string_view value = texts[i + 1];
    if (name == "--years") {
      arguments.campaign.years = number(value);
    } else if (name == "--seed") {
      arguments.campaign.first_seed = number(value);
    } else if (name == "--days") {
      arguments.campaign.length = std::chrono::days{number(value)};
    } else if (name == "--threads") {
      arguments.campaign.threads = number(value);
    } else if (name == "--log") {
      const auto from = parse_iso8601(value);
      if (!from) refuse(value);
      arguments.has_log = true;
      arguments.log_from = *from;
    } else {
      refuse(name);
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
