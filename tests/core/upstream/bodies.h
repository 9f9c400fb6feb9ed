// Bodies of tests/fixtures and captured ones, a folder for each service, and how
// they are asked about in tests.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "samples.h"
#include "upstream/services.h"

namespace user_listens::bodies {

[[nodiscard]] inline std::filesystem::path own(const Service& service) {
  return std::filesystem::path{OWN_FIXTURES} / service.source;
}
[[nodiscard]] inline std::filesystem::path captured(const Service& service) {
  return std::filesystem::path{CAPTURED_FIXTURES} / service.source;
}
[[nodiscard]] inline bool has_captured(const Service& service) {
  return std::filesystem::exists(captured(service));
}

// The names of the bodies in a folder.
[[nodiscard]] inline std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator{folder}) {
    if (file.path().extension() != ".md") names.insert(file.path().filename().string());
  }
  return names;
}

[[nodiscard]] inline std::string read(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  REQUIRE(in.is_open());
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Where the service is when the operator says nothing of it.
[[nodiscard]] inline Access access_to(const Service& service) {
  return {.url = service.default_url, .secret = "secret", .pace = service.pace};
}

[[nodiscard]] inline Question question_to(const Service& service, std::uint32_t step,
                                          std::string_view account = "listener") {
  return {.account = {.username = "alice", .source = service.source, .name = account},
          .step = step};
}

// What was received means, as the answer to the question.
[[nodiscard]] inline Answer answer_to(const Question& question, const Received& received,
                                      Arena& arena) {
  const Service& service = *kServices.at(service_named(question.account.source).value());
  Answer answer = read_answer(service, question, received, samples::now(), arena);
  if (answer.listen && answer.listen->url.empty()) {
    answer.listen->url = account_page(service, access_to(service), question.account, arena);
  }
  return answer;
}

// Every byte of a body's beginning is a cut; whole pages of plays take seconds
// to read under the sanitizers, so of what follows only 64 are.
[[nodiscard]] inline std::size_t next_cut(std::size_t size, std::size_t whole) {
  constexpr std::size_t kEveryByteUpTo = 3000;
  const std::size_t rest = whole - std::min(whole, kEveryByteUpTo);
  return size + (size < kEveryByteUpTo ? 1 : std::max<std::size_t>(1, rest / 64));
}

// Another listen than the body's own never comes of a cut, and no error.
inline void check_cuts(const Question& question, const std::string& body) {
  Arena arena;
  const auto whole = answer_to(question, {.status = 200, .body = body}, arena);
  for (std::size_t size = 0; size < body.size(); size = next_cut(size, body.size())) {
    CAPTURE(size);
    Arena cut_arena;
    const auto cut = answer_to(
        question, {.status = 200, .body = std::string_view{body}.substr(0, size)}, cut_arena);
    // The last byte of a body may be a line end, or of no interest: then nothing is missing.
    const bool is_same = cut.kind == whole.kind && cut.listen == whole.listen;
    const bool is_transient = cut.kind == AnswerKind::unreadable && !cut.listen;
    REQUIRE((is_same || is_transient));
  }
}

}  // namespace user_listens::bodies
