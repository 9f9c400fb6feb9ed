#include "base/log.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "log_text.h"

namespace user_listens {
namespace {

struct SafeCase {
  std::string_view name;
  std::string text;
  std::string safe;
};

std::vector<SafeCase> safe_cases() {
  std::string accents, whole_accents;
  for (int i = 0; i < 70; ++i) accents += "\xC3\xA9";
  for (int i = 0; i < 58; ++i) whole_accents += "\xC3\xA9";
  return {
      {.name = "empty", .text = "", .safe = ""},
      {.name = "a name", .text = "b\xC3\xB6rt", .safe = "b\xC3\xB6rt"},
      {.name = "a forged line", .text = "a\r\n[CRON] all is well", .safe = "a  [CRON] all is well"},
      {.name = "terminal escapes", .text = "\x1B[2J\x7F", .safe = " [2J "},
      {.name = "NUL", .text = {"a\0b", 3}, .safe = "a b"},
      {.name = "C1 controls",
       .text = "a\xC2\x9B"
               "31m\xC2\x85z",
       .safe = "a 31m z"},
      {.name = "line and paragraph separators",
       .text = "a\xE2\x80\xA8[CRON]\xE2\x80\xA9z",
       .safe = "a [CRON] z"},
      {.name = "a bidi override",
       .text = "\xE2\x80\xAE"
               "abc\xE2\x80\xAC",
       .safe = " abc "},
      {.name = "bidi isolates and marks",
       .text = "\xE2\x81\xA7"
               "a\xE2\x81\xA9\xE2\x80\x8E\xD8\x9C",
       .safe = " a   "},
      {.name = "zero-width characters",
       .text = "a\xE2\x80\x8B"
               "b\xEF\xBB\xBF"
               "c\xE2\x81\xA0"
               "d",
       .safe = "a b c d"},
      {.name = "tags, which spell unseen",
       .text = "a\xF3\xA0\x81\xA1\xF3\xA0\x81\xA2",
       .safe = "a  "},
      {.name = "a no-break space and a soft hyphen",
       .text = "a\xC2\xA0"
               "b\xC2\xAD",
       .safe = "a b "},
      {.name = "right-to-left letters stay as they are",
       .text = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD8\xB3",
       .safe = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD8\xB3"},
      {.name = "ill-formed", .text = "a\xFFz", .safe = "a\xEF\xBF\xBDz"},
      {.name = "120 bytes", .text = std::string(120, 'x'), .safe = std::string(120, 'x')},
      {.name = "121 bytes",
       .text = std::string(121, 'x'),
       .safe = std::string(117, 'x') + "\xE2\x80\xA6"},
      {.name = "cut between characters", .text = accents, .safe = whole_accents + "\xE2\x80\xA6"},
  };
}

struct SecretCase {
  std::string_view name;
  std::string text;
  std::vector<std::string_view> secrets;
  std::string_view safe;
};

std::vector<SecretCase> secret_cases() {
  return {
      {.name = "none", .text = "abc", .secrets = {""}, .safe = "abc"},
      {.name = "there are no secrets", .text = "key", .secrets = {}, .safe = "key"},
      {.name = "one of them is not set", .text = "akey", .secrets = {"", "key"}, .safe = "a***"},
      {.name = "each of them",
       .text = "key, token and key",
       .secrets = {"token", "key"},
       .safe = "***, *** and ***"},
      {.name = "side by side", .text = "keytoken", .secrets = {"key", "token"}, .safe = "******"},
      {.name = "absent", .text = "abc", .secrets = {"key"}, .safe = "abc"},
      {.name = "alone", .text = "key", .secrets = {"key"}, .safe = "***"},
      {.name = "at the beginning", .text = "key=1", .secrets = {"key"}, .safe = "***=1"},
      {.name = "at the end", .text = "1=key", .secrets = {"key"}, .safe = "1=***"},
      {.name = "repeated", .text = "keykey key", .secrets = {"key"}, .safe = "****** ***"},
      {.name = "longer than the text", .text = "ke", .secrets = {"key"}, .safe = "ke"},
      {.name = "with stars", .text = "a*b**", .secrets = {"*"}, .safe = "a***b******"},
      {.name = "within an ill-formed text",
       .text = "\xFFkey",
       .secrets = {"key"},
       .safe = "\xEF\xBF\xBD***"},
  };
}

struct EnumerationCase {
  std::size_t items = 0;
  std::size_t most = 10;
  std::string_view text;
};

constexpr auto kEnumerationCases = std::to_array<EnumerationCase>({
    {.items = 0, .text = ""},
    {.items = 1, .text = "a"},
    {.items = 2, .text = "a, b"},
    {.items = 10, .text = "a, b, c, d, e, f, g, h, i, j"},
    {.items = 11, .text = "a, b, c, d, e, f, g, h, i, j and 1 more"},
    {.items = 10, .most = 3, .text = "a, b, c and 7 more"},
    {.items = 3, .most = 3, .text = "a, b, c"},
});

}  // namespace

TEST_CASE("log: lines keep their level and order") {
  Log log;
  CHECK(log.lines().empty());
  log.info("one %", {"two"});
  log.warning("three");
  log.error("");
  CHECK(text_of(log) == "info: one two\nwarning: three\nerror: \n");
}

TEST_CASE("log: a line is one line, whatever its values are") {
  for (const auto& c : safe_cases()) {
    if (c.text.size() > 100) continue;  // a line is not cut
    CAPTURE(c.name);
    Log log;
    log.warning("who: %, %", {c.text, "next"});
    CHECK(text_of(log) == "warning: who: " + c.safe + ", next\n");
  }
}

TEST_CASE("log: text from outside is made fit for a line") {
  for (const auto& c : safe_cases()) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(for_log(c.text, arena) == c.safe);
  }
}

TEST_CASE("log: at most 120 well-formed bytes whatever comes") {
  for (const std::string_view piece :
       {"x", "\xFF", "\xE2\x82", "\xF0\x9F\x8E\xB5", "\xC3\xA9", "a\xF0"}) {
    std::string text;
    while (text.size() < 300) {
      Arena arena;
      const auto safe = for_log(text, arena);
      REQUIRE(safe.size() <= 120);
      REQUIRE(utf8::is_well_formed(safe));
      text += piece;
    }
  }
}

TEST_CASE("log: a secret never shows") {
  for (const auto& c : secret_cases()) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(for_log(c.text, c.secrets, arena) == c.safe);
  }
}

TEST_CASE("log: no part of a secret is left by the cut") {
  for (std::size_t before = 100; before < 125; ++before) {
    CAPTURE(before);
    Arena arena;
    constexpr std::array<std::string_view, 2> kSecrets{"other", "0123456789abcdef"};
    const auto safe = for_log(std::string(before, 'x') + "0123456789abcdef", kSecrets, arena);
    CHECK(safe.find_first_of("0123456789abcdef") == std::string_view::npos);
  }
}

TEST_CASE("log: an enumeration names the first items and counts the others") {
  constexpr std::string_view kLetters = "abcdefghijk";
  for (const auto& c : kEnumerationCases) {
    CAPTURE(c.text);
    std::vector<std::string_view> items;
    for (std::size_t i = 0; i < c.items; ++i) items.push_back(kLetters.substr(i, 1));
    Arena arena;
    CHECK(enumeration(items, arena, c.most) == c.text);
  }
}

}  // namespace user_listens
