#include "listen/answer.h"

#include <doctest/doctest.h>

#include <set>
#include <string_view>

namespace user_listens {

TEST_CASE("answer: every kind has a name of its own, and is found by it") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(AnswerKind::crashed); ++i) {
    const auto kind = static_cast<AnswerKind>(i);
    CHECK(traits(kind).kind == kind);
    CHECK_FALSE(traits(kind).words.empty());
    CHECK(answer_kind(traits(kind).name) == kind);
    names.insert(traits(kind).name);
  }
  CHECK(names.size() == static_cast<std::size_t>(AnswerKind::crashed) + 1);
  CHECK_FALSE(answer_kind("").has_value());
  CHECK_FALSE(answer_kind("Listened").has_value());
}

TEST_CASE("answer: only what concerns our key or pace stops the service") {
  for (int i = 0; i <= static_cast<int>(AnswerKind::crashed); ++i) {
    const auto kind = static_cast<AnswerKind>(i);
    CAPTURE(traits(kind).name);
    CHECK(traits(kind).stops_service ==
          (kind == AnswerKind::key_refused || kind == AnswerKind::rate_limited));
  }
}

TEST_CASE("answer: no failure is news, and only a private history drops the listen") {
  for (int i = 0; i <= static_cast<int>(AnswerKind::crashed); ++i) {
    const auto kind = static_cast<AnswerKind>(i);
    CAPTURE(traits(kind).name);
    CHECK_FALSE((traits(kind).is_failure && traits(kind).is_news));
    CHECK(traits(kind).drops_listen == (kind == AnswerKind::private_history));
  }
}

}  // namespace user_listens
