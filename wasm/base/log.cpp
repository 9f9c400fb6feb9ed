#include "base/log.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "base/utf8.h"

namespace user_listens {
namespace {

constexpr std::size_t kMaxTextBytes = 120;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
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

std::string_view for_log(std::string_view text, Arena& arena) {
  // Mending first, since it may lengthen the text.
  std::string safe = utf8::mended(text);
  std::replace_if(safe.begin(), safe.end(), is_control, ' ');
  return utf8::cut(arena.keep(safe), kMaxTextBytes, arena);
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
