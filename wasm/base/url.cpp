#include "base/url.h"

#include <algorithm>

#include "base/ascii.h"

namespace user_listens {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string percent_encoded(std::string_view component) {
  std::string out;
  for (const char c : component) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 0xF];
    }
  }
  return out;
}

std::optional<std::string_view> host_of(std::string_view url, std::string_view scheme) {
  if (!url.starts_with(scheme)) return std::nullopt;
  const bool is_plain = std::none_of(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || c == '"' || c == '<' || c == '>' || c == '\\';
  });
  const auto rest = url.substr(scheme.size());
  const auto host = rest.substr(0, rest.find_first_of("/?#"));
  const bool has_user = host.find('@') != std::string_view::npos;
  if (!is_plain || has_user || host.empty() || host.front() == ':') return std::nullopt;
  return host;
}

std::optional<std::string_view> form_decoded(std::string_view component, Arena& arena) {
  std::string out;
  for (std::size_t i = 0; i < component.size(); ++i) {
    if (component[i] != '%') {
      out += component[i] == '+' ? ' ' : component[i];
      continue;
    }
    if (component.size() - i < 3) return std::nullopt;
    const auto high = ascii::hex_digit(component[i + 1]);
    const auto low = ascii::hex_digit(component[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return arena.keep(out);
}

}  // namespace user_listens
