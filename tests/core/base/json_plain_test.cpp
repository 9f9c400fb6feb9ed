#include "base/json_plain.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>

namespace user_listens::json {
namespace {

using namespace std::string_view_literals;

// Byte by byte, as the header says it.
std::size_t plain_run_by_bytes(std::string_view text) {
  std::size_t run = 0;
  while (run < text.size() && text[run] >= 0x20 && text[run] <= 0x7E && text[run] != '"' &&
         text[run] != '\\') {
    ++run;
  }
  return run;
}

}  // namespace

TEST_CASE("plain run: ends at any special byte, wherever it stands") {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t place = 0; place < 19; ++place) {
      std::string text(19, 'a');
      text[place] = static_cast<char>(byte);
      CAPTURE(byte);
      CAPTURE(place);
      REQUIRE(plain_run(text) == plain_run_by_bytes(text));
    }
  }
}

TEST_CASE("plain run: ends at the first of several special bytes") {
  CHECK(plain_run("") == 0);
  CHECK(plain_run("        ") == 8);
  CHECK(plain_run("\x1F!!!!!!!"sv) == 0);
  CHECK(plain_run("!\x1F !!!!!"sv) == 1);
  CHECK(plain_run("abc\"\\\"\\\"\""sv) == 3);
  CHECK(plain_run("\xFF\x7F\x7E\x7E\x7E\x7E\x7E\x7E"sv) == 0);
  CHECK(plain_run("~~~~~~~\xFF~~~~~~~~"sv) == 7);
}

TEST_CASE("plain run: ends where a search byte by byte does, in random bytes") {
  std::mt19937 random{11};
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = static_cast<char>(random() % 4 == 0 ? random() : 0x20 + random() % 95);
    REQUIRE(plain_run(text) == plain_run_by_bytes(text));
  }
}

}  // namespace user_listens::json
