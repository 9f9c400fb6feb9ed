#include "render/width.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "base/utf8.h"
#include "render/advance_table.h"
#include "render/width_table.h"

namespace user_listens {
namespace {

constexpr unsigned kJoiner = 0x200D;

// Makes an emoji of the sign before it.
constexpr unsigned kEmojiStyle = 0xFE0F;
constexpr unsigned kAnEmoji = 0x1F3B5;

// Half of a flag.
bool is_regional(unsigned c) { return utf8::within(c, 0x1F1E6, 0x1F1FF); }

// Colours the emoji before it.
bool is_skin_tone(unsigned c) { return utf8::within(c, 0x1F3FB, 0x1F3FF); }

// What joiners make one sequence of: signs and emoji. Letters they only shape.
bool is_picture(unsigned c) {
  return utf8::within(c, 0x2190, 0x2BFF) || utf8::within(c, 0x1F000, 0x1FAFF);
}

// Makes one of the consonants around it: the viramas from Devanagari to
// Malayalam, but Tamil's, which is a dot; and those of Myanmar and Khmer.
bool is_virama(unsigned c) {
  if (c == 0x1039 || c == 0x17D2) return true;
  return utf8::within(c, 0x900, 0xD7F) && (c & 0x7FU) == 0x4D && c != 0xBCD;
}

// Columns, or kSpacing.
constexpr unsigned kSpacing = 3;

unsigned code_of(unsigned c) {
  if (c < kFirstInTable) return 1;
  // Of flags of regions, and variants of ideographs.
  if (utf8::within(c, 0xE0000, 0xE0FFF)) return 0;
  // A letter has one, the flag that two of them are has two.
  if (is_regional(c)) return 2;
  unsigned code = 1;
  unsigned begin = 0;
  for (const auto* at = kWidthTable.begin(); at != kWidthTable.end();) {
    unsigned run = 0;
    unsigned shift = 0;
    do run |= (*at & 0x7FU) << shift, shift += 7;
    while ((*at++ & 0x80U) != 0);
    begin += run / 4;
    if (c < begin) break;
    code = run % 4;
  }
  return code;
}

// Scripts that the table of advances does not have, from their first character
// on. Their letters are written together, or vary too much to be added up one by
// one: this is what a letter takes in running text (Noto Sans), and room to spare.
struct ScriptAdvance {
  unsigned first;
  unsigned ems;
};
constexpr std::array kScriptAdvances{std::to_array<ScriptAdvance>({
    {0x600, 69},     // Arabic, most scripts of India
    {0xB80, 90},     // Tamil
    {0xC00, 69},     // Telugu, Kannada
    {0xD00, 90},     // Malayalam, Sinhala
    {0xE00, 69},     // Thai, Lao, Tibetan
    {0x1000, 84},    // Burmese, Ethiopic, Cherokee, Khmer …
    {0x2190, 100},   // arrows, signs, characters in circles
    {0x2C00, 84},    // the rest of the basic plane
    {0x10000, 120},  // letters of mathematics
})};
constexpr unsigned kIdeographAdvance = 100;
constexpr unsigned kEmojiAdvance = 137;

// Nothing for a character that the table does not have.
std::optional<unsigned> advance_in_table(unsigned c, Ruler ruler) {
  const auto& advances = ruler == Ruler::bold_ems ? kBoldAdvances : kRegularAdvances;
  std::size_t begin = 0;
  for (const AdvanceRange& range : kAdvanceRanges) {
    if (utf8::within(c, range.first, range.last)) return advances[begin + c - range.first];
    begin += range.last - range.first + 1;
  }
  return std::nullopt;
}

// Bold letters are wider by a tenth.
unsigned advance_of_script(unsigned c, Ruler ruler) {
  unsigned ems = 0;
  for (const ScriptAdvance& script : kScriptAdvances) {
    if (script.first <= c) ems = script.ems;
  }
  return ruler == Ruler::bold_ems ? ems + ems / 10 : ems;
}

unsigned ems_of(unsigned c, unsigned columns, Ruler ruler) {
  if (columns == 0) return 0;
  // Bold ideographs and emoji are as wide as others.
  if (columns == 2) return c < 0x1F000 ? kIdeographAdvance : kEmojiAdvance;
  const auto advance = advance_in_table(c, ruler);
  return advance ? *advance : advance_of_script(c, ruler);
}

// As wide as anything: nothing has begun that could become an emoji.
constexpr unsigned kNoSign = 1000;

// Characters that stand in one place are counted with the first of them.
class Scale {
 public:
  explicit Scale(Ruler ruler) : ruler_(ruler) {}

  struct Step {
    unsigned width;
    bool begins;  // what a reader sees as one character
  };

  Step step(unsigned c) {
    const auto code = code_of(c);
    const bool ends_flag = is_regional(c) && is_flag_open_;
    const bool is_joined = is_picture(c) && (last_ == kJoiner || is_skin_tone(c));
    const bool is_part = ends_flag || (is_joined && is_picture_open_);
    const bool begins = code != 0 && code != kSpacing && !is_part && !is_consonant_due_;
    is_flag_open_ = is_regional(c) && !ends_flag;
    is_picture_open_ = is_picture(c) || (is_picture_open_ && code == 0);
    is_consonant_due_ = is_virama(c) || (is_consonant_due_ && code == 0);
    last_ = c;
    if (c == kEmojiStyle) return {.width = grown(), .begins = false};
    const auto columns = is_part ? 0 : code == kSpacing ? 1 : is_regional(c) ? 2 : code;
    const auto width = measured(c, columns);
    if (begins) width_ = c == ' ' ? kNoSign : width;
    return {.width = width, .begins = begins};
  }

 private:
  [[nodiscard]] unsigned measured(unsigned c, unsigned columns) const {
    return ruler_ == Ruler::columns ? columns : ems_of(c, columns, ruler_);
  }

  // By how much an emoji is wider than the sign.
  unsigned grown() {
    const auto sign = width_;
    const auto emoji = measured(kAnEmoji, 2);
    width_ = std::max(sign, emoji);
    return width_ - sign;
  }

  Ruler ruler_;
  unsigned last_ = 0;
  unsigned width_ = kNoSign;  // of what began last
  bool is_flag_open_ = false;
  bool is_picture_open_ = false;
  bool is_consonant_due_ = false;
};

}  // namespace

std::size_t width_of(std::string_view text, Ruler ruler) {
  Scale scale{ruler};
  std::size_t width = 0;
  while (!text.empty()) {
    const auto [c, bytes] = utf8::next(text);
    width += scale.step(c).width;
    text.remove_prefix(bytes);
  }
  return width;
}

std::string_view truncated_to_width(std::string_view text, std::size_t most, Ruler ruler,
                                    Arena& arena) {
  const auto ellipsis = width_of(utf8::kEllipsis, ruler);
  Scale scale{ruler};
  std::size_t width = 0;
  std::size_t kept = 0;  // bytes with which an ellipsis fits
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, bytes] = utf8::next(text.substr(at));
    const auto step = scale.step(c);
    if (step.begins && width + ellipsis <= most) kept = at;
    width += step.width;
    at += bytes;
    if (width > most && ellipsis > most) return {};
    if (width > most) return arena.joined({text.substr(0, kept), utf8::kEllipsis});
  }
  return text;
}

std::string_view cell(std::string_view text, std::size_t columns, Arena& arena) {
  const auto shown = truncated_to_width(text, columns, Ruler::columns, arena);
  const auto width = width_of(shown, Ruler::columns);
  return arena.joined({shown, std::string(columns - width, ' ')});
}

}  // namespace user_listens
