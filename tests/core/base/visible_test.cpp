// Which characters of a text are visible, by Unicode 17.0.
#include "base/visible.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace user_listens {
namespace {

// NOLINTBEGIN(misc-misleading-bidirectional,misc-misleading-identifier): they are about such.
struct CharacterCase {
  std::string_view name;
  unsigned character;
  bool is_visible = false;
};

constexpr auto kCharacterCases = std::to_array<CharacterCase>({
    {"NUL", 0},
    {"line feed", 0x0A},
    {"the last control of C0", 0x1F},
    {"a blank", ' '},
    {"the first visible one", '!', true},
    {"the last of ASCII", '~', true},
    {"delete", 0x7F},
    {"the first control of C1", 0x80},
    {"next line", 0x85},
    {"the last control of C1", 0x9F},
    {"no-break space", 0xA0},
    {"the first behind it", 0xA1, true},
    {"soft hyphen", 0xAD},
    {"combining acute accent", 0x301, true},
    {"combining grapheme joiner", 0x34F},
    {"Arabic letter mark", 0x61C},
    {"Hangul choseong filler", 0x115F},
    {"Hangul jungseong filler", 0x1160},
    {"the Hangul letter behind it", 0x1161, true},
    {"Ogham space mark", 0x1680},
    {"Mongolian vowel separator", 0x180E},
    {"en quad", 0x2000},
    {"zero-width space", 0x200B},
    {"zero-width joiner", 0x200D},
    {"left-to-right mark", 0x200E},
    {"right-to-left mark", 0x200F},
    {"a dash", 0x2010, true},
    {"line separator", 0x2028},
    {"paragraph separator", 0x2029},
    {"right-to-left override", 0x202E},
    {"narrow no-break space", 0x202F},
    {"per mille", 0x2030, true},
    {"word joiner", 0x2060},
    {"invisible separator", 0x2063},
    {"right-to-left isolate", 0x2067},
    {"superscript zero", 0x2070, true},
    {"Braille blank", 0x2800},
    {"Braille pattern of one dot", 0x2801, true},
    {"ideographic space", 0x3000},
    {"Hangul filler", 0x3164},
    {"variation selector 16", 0xFE0F},
    {"byte order mark", 0xFEFF},
    {"halfwidth Hangul filler", 0xFFA0},
    {"interlinear annotation anchor", 0xFFF9},
    {"object replacement character", 0xFFFC, true},
    {"replacement character", 0xFFFD, true},
    {"null notehead", 0x1D159},
    {"an emoji", 0x1F3B5, true},
    {"a tag", 0xE0041},
    {"the last ignorable one", 0xE0FFF},
    {"private use", 0xE000, true},
    {"the last character", 0x10FFFF, true},
});

struct TrimCase {
  std::string_view name;
  std::string_view text;
  std::string_view trimmed;
};

constexpr auto kTrimCases = std::to_array<TrimCase>({
    {"empty", "", ""},
    {"nothing to trim", "Teardrop", "Teardrop"},
    {"blanks", " \t\r\nTeardrop \n", "Teardrop"},
    {"no-break and ideographic spaces", "\u00a0Teardrop\u3000", "Teardrop"},
    {"zero-width ones", "\u200b\ufeffTeardrop\u2060\u200d", "Teardrop"},
    {"bidi marks", "\u202eTeardrop\u202c\u200f", "Teardrop"},
    {"within the text they stay", "Tear\u200b \u00a0drop", "Tear\u200b \u00a0drop"},
    {"Hangul fillers alone", "\u115f\u1160\u3164\uffa0", ""},
    {"Braille blanks alone", "\u2800\u2800", ""},
    {"controls alone", "\x01\u0085\u009b", ""},
    {"one visible character", "\u3000\u00e9\u3000", "\u00e9"},
    {"an emoji keeps its variation selector", "I \u2764\ufe0f ", "I \u2764\ufe0f"},
    {"a letter of ASCII does not", "alice\ufe0f", "alice"},
    {"a selector that follows a blank does not stay", "\u2764 \ufe0f", "\u2764"},
    {"a selector in front goes", "\ufe0f\u2764", "\u2764"},
    {"a flag keeps its tags", "\U0001F3F4\U000E0067\U000E0062\U000E007F\u200b",
     "\U0001F3F4\U000E0067\U000E0062\U000E007F"},
    {"a Malayalam chillu keeps its joiner", "\u0d05\u0d28\u0d4d\u200d", "\u0d05\u0d28\u0d4d\u200d"},
    {"other letters do not", "\u5922\u200d", "\u5922"},
    {"ill-formed bytes are shown", " \xFF ", "\xFF"},
});

// NOLINTEND(misc-misleading-bidirectional,misc-misleading-identifier)

}  // namespace

TEST_CASE("visible: characters") {
  for (const auto& c : kCharacterCases) {
    CAPTURE(c.name);
    CHECK(is_visible(c.character) == c.is_visible);
  }
}

// 4,199 characters of Unicode 17.0 have one of the two properties.
TEST_CASE("visible: so many characters are not") {
  std::size_t invisible = 0;
  for (unsigned character = 0; character <= 0x10FFFF; ++character) {
    if (!is_visible(character)) ++invisible;
  }
  CHECK(invisible == 4263);
}

TEST_CASE("visible: a text without invisible characters at its ends") {
  for (const auto& c : kTrimCases) {
    CAPTURE(c.name);
    CHECK(trimmed_to_visible(c.text) == c.trimmed);
    CHECK(has_visible(c.text) == !c.trimmed.empty());
    CHECK(trimmed_to_visible(c.trimmed) == c.trimmed);
  }
}

}  // namespace user_listens
