#include "base/result.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

namespace user_listens {
namespace {

struct Trouble {
  int code;
};

Result<std::string, Trouble> half_of(const std::string& text) {
  if (text.size() % 2 != 0) return Trouble{7};
  return text.substr(text.size() / 2);
}

}  // namespace

TEST_CASE("result: holds a value, and gives it up") {
  auto result = half_of("abcd");
  REQUIRE(result.ok());
  CHECK(static_cast<bool>(result));
  CHECK(result.value() == "cd");
  CHECK(std::move(result).value() == "cd");
}

TEST_CASE("result: holds an error instead of a value") {
  const auto result = half_of("abc");
  REQUIRE_FALSE(result.ok());
  CHECK_FALSE(static_cast<bool>(result));
  CHECK(result.error().code == 7);
}

TEST_CASE("result: holds a value that can only be moved") {
  const Result<std::unique_ptr<int>, std::string> result{std::make_unique<int>(3)};
  REQUIRE(result.ok());
  CHECK(*result.value() == 3);
}

}  // namespace user_listens
