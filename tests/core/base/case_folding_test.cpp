// Names that differ in nothing but case, beyond ASCII too.
#include "base/case_folding.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

namespace user_listens {
namespace {

struct FoldingCase {
  std::string_view name;
  std::string_view a;
  std::string_view b;
  bool is_equal = true;
};

constexpr auto kFoldingCases = std::to_array<FoldingCase>({
    {"empty", "", ""},
    {"ASCII", "Listener", "lISTENER"},
    {"Latin-1", "\u00c9mile \u00d8\u00de", "\u00e9mile \u00f8\u00fe"},
    {"the multiplication sign is no letter", "\u00d7", "\u00f7", false},
    {"y with diaeresis", "\u0178", "\u00ff"},
    {"Latin Extended-A", "\u0100\u0141\u017d", "\u0101\u0142\u017e"},
    {"Latin Extended-B", "\u01a0\u01af\u021e", "\u01a1\u01b0\u021f"},
    {"Latin Extended Additional", "\u1ea0\u1ec0\u1e9e", "\u1ea1\u1ec1\u00df"},
    {"Greek", "\u03a3\u038c\u0391\u03a6", "\u03c3\u03cc\u03b1\u03c6"},
    {"final sigma", "\u03a3", "\u03c2"},
    {"polytonic Greek", "\u1f08", "\u1f00"},
    {"Cyrillic", "\u0416\u0401\u042f\u0462", "\u0436\u0451\u044f\u0463"},
    {"Ukrainian", "\u0406\u0490", "\u0456\u0491"},
    {"Armenian", "\u0531", "\u0561"},
    {"fullwidth", "\uff21", "\uff41"},
    {"Deseret, beyond 16 bits", "\U00010400", "\U00010428"},
    {"the dotless i is a letter of its own", "\u0131", "i", false},
    {"an accent is no case", "\u00e9", "e", false},
    {"another letter", "\u0436", "\u0437", false},
    {"Latin and Cyrillic look-alikes", "a", "\u0430", false},
    {"longer", "a", "ab", false},
    {"shorter", "ab", "a", false},
    {"letters of other lengths in bytes", "\u212a\u017f", "ks"},
    {"the same ill-formed byte", "\xFF", "\xFF"},
    {"other ill-formed bytes", "\xFF", "\xFE", false},
    {"an ill-formed byte and what it is shown as", "\xFF", "\uFFFD", false},
});

}  // namespace

TEST_CASE("case folding: texts that differ in nothing but case") {
  for (const auto& c : kFoldingCases) {
    CAPTURE(c.name);
    CHECK(equal_ignoring_case(c.a, c.b) == c.is_equal);
    CHECK(equal_ignoring_case(c.b, c.a) == c.is_equal);
  }
}

TEST_CASE("case folding: what is folded stays as it is") {
  unsigned folded = 0;
  for (unsigned character = 0; character <= 0x10FFFF; ++character) {
    const auto once = case_folded(character);
    folded += once != character;
    if (case_folded(once) != once) FAIL_CHECK("folded twice: ", character);
  }
  CHECK(folded > 1400);
}

}  // namespace user_listens
