// The targets without libFuzzer: `fuzz_replay TARGET PATH… [TARGET PATH…]…` feeds
// each file, or each file of each folder, to the target named before it.
//
// A file is announced before it is read, so that the last line tells what broke.
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "target.h"

namespace user_listens::fuzz {
namespace {

// Nothing that the core is given takes it that long. The alarm ends the program.
constexpr unsigned kLongestSeconds = 10;

[[noreturn]] void refuse(const char* problem, const std::string& what) {
  std::fprintf(stderr, "fuzz_replay: %s: %s\n", problem, what.c_str());
  std::exit(2);
}

// In the order of their names.
std::vector<std::filesystem::path> files_at(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return {path};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{path}) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void feed(const Target& target, const std::filesystem::path& path) {
  std::printf("Running: %s\n", path.c_str());
  std::fflush(stdout);
  std::ifstream file{path, std::ios::binary};
  if (!file.is_open()) refuse("cannot be read", path.string());
  const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  alarm(kLongestSeconds);
  target.try_input(bytes);
  alarm(0);
}

int replay(const std::vector<std::string>& arguments) {
  std::map<std::string_view, std::size_t> counts;
  const Target* target = nullptr;
  for (const std::string& argument : arguments) {
    if (const Target* named = Target::named(argument)) {
      target = named;
      counts.try_emplace(target->name(), 0);
      continue;
    }
    if (target == nullptr) refuse("no target", argument);
    for (const auto& file : files_at(argument)) {
      feed(*target, file);
      ++counts[target->name()];
    }
  }
  for (const auto& [name, count] : counts) {
    std::printf("%s: %zu inputs\n", std::string{name}.c_str(), count);
  }
  return 0;
}

}  // namespace
}  // namespace user_listens::fuzz

int main(int argc, char** argv) { return user_listens::fuzz::replay({argv + 1, argv + argc}); }
