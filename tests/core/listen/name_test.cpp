// Names as listens hold them.
#include "listen/name.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace user_listens {
namespace {

struct NameCase {
  std::string_view name;
  std::string_view text;
  std::string_view clean;
};

constexpr auto kNameCases = std::to_array<NameCase>({
    {"empty", "", ""},
    {"plain", "Massive Attack", "Massive Attack"},
    {"blanks at its ends", "  Massive Attack\t", "Massive Attack"},
    {"invisible characters at its ends", "\u200bTeardrop\u00a0\u3000", "Teardrop"},
    {"nothing visible", "\u00a0\u3164\u2800", ""},
    {"controls within", "a\x01\x7f\u0085z", "a   z"},
    {"line ends within", "a\r\nb\u2028c\u2029d", "a  b c d"},
    {"other invisible characters within stay", "a\u200d\u00a0z", "a\u200d\u00a0z"},
    {"letters beyond ASCII", "Bj\u00f6rk", "Bj\u00f6rk"},
    {"an emoji with its variation selector", "I \u2764\ufe0f", "I \u2764\ufe0f"},
});

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  while (times-- > 0) text += piece;
  return text;
}

}  // namespace

TEST_CASE("name: trimmed, on one line") {
  for (const auto& c : kNameCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(clean_name(c.text, arena) == c.clean);
    CHECK(clean_name(c.clean, arena) == c.clean);
  }
}

TEST_CASE("name: cut to 300 characters, of whatever length in bytes") {
  for (const std::string_view piece : {"x", "\u00e9", "\u592a", "\U0001F3B5"}) {
    CAPTURE(piece);
    Arena arena;
    const auto longest = repeated(piece, kMaxNameCharacters);
    CHECK(clean_name(longest, arena) == longest);
    const auto cut = clean_name(longest + "y", arena);
    CHECK(cut == repeated(piece, kMaxNameCharacters - 1).append(utf8::kEllipsis));
    CHECK(clean_name(cut, arena) == cut);
  }
}

// JSON writes each of them as six bytes.
TEST_CASE("name: 1,024 control characters are nothing") {
  Arena arena;
  CHECK(clean_name(std::string(1024, '\x01'), arena).empty());
  CHECK(clean_name("a" + std::string(1024, '\x01') + "z", arena).size() == 299 + 3);
}

}  // namespace user_listens
