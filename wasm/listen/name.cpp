#include "listen/name.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "base/visible.h"

namespace user_listens {
namespace {

bool breaks_line(unsigned character) {
  return character < 0x20 || utf8::within(character, 0x7F, 0x9F) ||
         utf8::within(character, 0x2028, 0x2029);
}

// Most names are: what follows costs a step for each character.
bool is_plain(std::string_view name) {
  return name.size() <= kMaxNameCharacters &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c < 0x7F; }) &&
         !name.starts_with(' ') && !name.ends_with(' ');
}

std::string_view on_one_line(std::string_view name, Arena& arena) {
  std::string out;
  for (auto rest = name; !rest.empty();) {
    const auto [character, bytes] = utf8::next(rest);
    breaks_line(character) ? out += ' ' : out += rest.substr(0, bytes);
    rest.remove_prefix(bytes);
  }
  return out == name ? name : arena.keep(out);
}

}  // namespace

std::string_view clean_name(std::string_view name, Arena& arena) {
  if (is_plain(name)) return name;
  const auto line = on_one_line(trimmed_to_visible(name), arena);
  return utf8::cut_to_characters(line, kMaxNameCharacters, arena);
}

}  // namespace user_listens
