// Runs the core's tests, or some of them:
//
//   core_tests --shard=2/3            every third case, beginning with the second
//   core_tests --exclude-file=PATH    all but the cases that the file names, one a line
//   core_tests --only-file=PATH       those and no others
//
// Names are exact, whatever characters are in them; a name that no case has is
// an error. Doctest's own options work as ever. The last line counts the cases:
//
//   core_tests: 480 passed, 0 failed, 3 skipped, 1234567 assertions
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace user_listens {
namespace {

using Names = std::set<std::string, std::less<>>;

struct Case {
  std::string name;
  bool is_skipped = false;  // by itself, whatever is selected
};

struct Selection {
  std::size_t shard = 0;  // from 0
  std::size_t shards = 1;
  Names excluded = {};
  std::optional<Names> only = {};
};

// What doctest tells its listeners.
class Listener : public doctest::IReporter {
 public:
  explicit Listener(const doctest::ContextOptions& /*options*/) {}

  void report_query(const doctest::QueryData& query) override {
    for (unsigned i = 0; i < query.num_data; ++i) {
      cases().push_back({query.data[i]->m_name, query.data[i]->m_skip});
    }
  }
  void test_run_end(const doctest::TestRunStats& stats) override { Listener::stats() = stats; }

  void test_run_start() override {}
  void test_case_start(const doctest::TestCaseData& /*data*/) override {}
  void test_case_reenter(const doctest::TestCaseData& /*data*/) override {}
  void test_case_end(const doctest::CurrentTestCaseStats& /*stats*/) override {}
  void test_case_exception(const doctest::TestCaseException& /*exception*/) override {}
  void subcase_start(const doctest::SubcaseSignature& /*signature*/) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData& /*data*/) override {}
  void log_message(const doctest::MessageData& /*data*/) override {}
  void test_case_skipped(const doctest::TestCaseData& /*data*/) override {}

  // Doctest makes the listeners itself, so what they heard is kept beside them.
  static std::vector<Case>& cases() {
    static std::vector<Case> cases;
    return cases;
  }
  static doctest::TestRunStats& stats() {
    static doctest::TestRunStats stats{};
    return stats;
  }
};
REGISTER_LISTENER("main", 1, Listener);

[[noreturn]] void refuse(std::string_view problem, std::string_view what) {
  std::fprintf(stderr, "core_tests: %.*s: %.*s\n", static_cast<int>(problem.size()), problem.data(),
               static_cast<int>(what.size()), what.data());
  std::exit(2);
}

// In the order in which they run, skipped ones included.
const std::vector<Case>& all_cases() {
  // There is no reporter of the name "none", which keeps it quiet.
  constexpr std::array kList{"core_tests", "--list-test-cases", "--no-skip", "--reporters=none"};
  doctest::Context{kList.size(), kList.data()}.run();
  return Listener::cases();
}

Names names_in(const std::string& path) {
  std::ifstream file{path};
  if (!file.is_open()) refuse("cannot be read", path);
  Names names;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) names.insert(line);
  }
  return names;
}

// "2/3"
void take_shard(std::string_view text, Selection& selection) {
  const auto* end = text.data() + text.size();
  std::size_t shard = 0;
  const auto first = std::from_chars(text.data(), end, shard);
  const bool has_slash = first.ptr != end && *first.ptr == '/';
  const auto second = has_slash ? std::from_chars(first.ptr + 1, end, selection.shards) : first;
  const bool is_right = has_slash && second.ec == std::errc{} && second.ptr == end && shard >= 1 &&
                        shard <= selection.shards;
  if (!is_right) refuse("not a shard like 1/2", text);
  selection.shard = shard - 1;
}

// Everything but what the arguments exclude.
Selection selection_of(int argc, const char* const* argv) {
  Selection selection;
  for (int i = 1; i < argc; ++i) {
    std::string_view argument = argv[i];
    const auto value_of = [&](std::string_view option) {
      if (!argument.starts_with(option)) return false;
      argument.remove_prefix(option.size());
      return true;
    };
    if (value_of("--shard=")) {
      take_shard(argument, selection);
    } else if (value_of("--exclude-file=")) {
      selection.excluded = names_in(std::string{argument});
    } else if (value_of("--only-file=")) {
      selection.only = names_in(std::string{argument});
    }
  }
  return selection;
}

// Doctest's filters split at commas, and know wildcards.
std::string as_filter(std::string_view name) {
  std::string filter;
  for (const char c : name) {
    if (c == '*' || c == '?') refuse("* and ? cannot be in a case's name", name);
    if (c == ',' || c == '\\') filter += '\\';
    filter += c;
  }
  return filter;
}

void check_known(const Names& wanted, const Names& known) {
  for (const std::string& name : wanted) {
    if (!known.contains(name)) refuse("no case has the name", name);
  }
}

// Filters out of `context` what is not selected; gives how many of what is left
// are skipped by themselves.
std::size_t select(doctest::Context& context, const Selection& selection) {
  Names known;
  std::size_t skipped = 0;
  std::size_t position = 0;
  context.setOption("case-sensitive", true);
  for (const Case& each : all_cases()) {
    if (!known.insert(each.name).second) refuse("two cases have the name", each.name);
    const bool is_wanted = !selection.excluded.contains(each.name) &&
                           (!selection.only || selection.only->contains(each.name));
    const bool is_here = is_wanted && position++ % selection.shards == selection.shard;
    if (!is_here) context.addFilter("test-case-exclude", as_filter(each.name).c_str());
    if (is_here && each.is_skipped) ++skipped;
  }
  check_known(selection.excluded, known);
  if (selection.only) check_known(*selection.only, known);
  return skipped;
}

}  // namespace
}  // namespace user_listens

int main(int argc, char** argv) {
  using namespace user_listens;
  const auto selection = selection_of(argc, argv);
  doctest::Context context{argc, argv};
  const auto skipped = select(context, selection);
  const int code = context.run();
  if (context.shouldExit()) return code;
  const auto& stats = Listener::stats();
  std::printf("core_tests: %u passed, %u failed, %zu skipped, %d assertions\n",
              stats.numTestCasesPassingFilters - stats.numTestCasesFailed, stats.numTestCasesFailed,
              skipped, stats.numAsserts);
  return code;
}
