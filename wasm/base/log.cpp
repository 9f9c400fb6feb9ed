#include "base/log.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "base/utf8.h"
#include "base/visible.h"

namespace user_listens {
namespace {

constexpr std::size_t kMaxTextBytes = 120;

bool is_plain(char c) { return c >= ' ' && c <= '~'; }

// Most lines and names are plain ASCII, and stay as they are.
std::string_view in_one_line(std::string_view text, Arena& arena) {
  if (std::all_of(text.begin(), text.end(), is_plain)) return text;
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const auto [character, bytes] = utf8::next(text);
    if (!is_visible(character)) {
      safe += ' ';
    } else {
      utf8::append(safe, character);
    }
    text.remove_prefix(bytes);
  }
  return arena.keep(safe);
}

// Every occurrence of `secret` replaced by "***".
std::string_view without(std::string_view text, std::string_view secret, Arena& arena) {
  std::string open;
  while (!secret.empty()) {
    const auto at = text.find(secret);
    if (at == std::string_view::npos) break;
    open.append(text.substr(0, at)).append("***");
    text.remove_prefix(at + secret.size());
  }
  return open.empty() ? text : arena.keep(open.append(text));
}

}  // namespace

void Log::add(Level level, FormatString pattern, FormatArguments values) {
  lines_.push_back({level, in_one_line(arena_.filled(pattern, values), arena_)});
}

std::string_view for_log(std::string_view text, Arena& arena) {
  // Cut last, since U+FFFD may be longer than what it replaces.
  return utf8::cut(in_one_line(text, arena), kMaxTextBytes, arena);
}

std::string_view for_log(std::string_view text, std::span<const std::string_view> secrets,
                         Arena& arena) {
  for (const auto secret : secrets) text = without(text, secret, arena);
  return for_log(text, arena);
}

std::string_view enumeration(std::span<const std::string_view> items, Arena& arena,
                             std::size_t most) {
  std::string_view out;
  for (const auto item : items.first(std::min(items.size(), most))) {
    out = arena.joined({out, out.empty() ? "" : ", ", item});
  }
  if (items.size() <= most) return out;
  return arena.filled("% and % more", {out, decimal(items.size() - most)});
}

}  // namespace user_listens
