#include "settings/origin.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/ascii.h"

namespace user_listens {
namespace {

constexpr std::string_view kIpv6Loopback = "[::1]";
constexpr std::size_t kLongestName = 253;
constexpr std::size_t kLongestLabel = 63;

struct Authority {
  std::string_view host;
  std::string_view port;  // "" for none
};

// A number from 0 to `most` as it is usually written.
bool is_number(std::string_view text, std::int64_t most) {
  const auto number = ascii::integer(text);
  return number && ascii::is_digit(text.front()) && *number <= most &&
         (text.size() == 1 || text.front() != '0');
}

// Nothing where a colon is not followed by a port.
std::optional<Authority> authority_of(std::string_view text) {
  // The address in brackets has colons of its own.
  const auto end = text.starts_with('[') ? text.find(']') : 0;
  if (end == std::string_view::npos) return std::nullopt;
  const auto colon = text.find(':', end);
  if (colon == std::string_view::npos) return Authority{text, {}};
  const auto port = text.substr(colon + 1);
  if (!is_number(port, 65'535)) return std::nullopt;
  return Authority{text.substr(0, colon), port};
}

bool is_ipv6(std::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
  const auto address = host.substr(1, host.size() - 2);
  const auto is_part = [](char c) {
    return ascii::is_digit(c) || (c >= 'a' && c <= 'f') || c == ':';
  };
  return std::all_of(address.begin(), address.end(), is_part) &&
         std::count(address.begin(), address.end(), ':') >= 2;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kLongestLabel &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return ascii::is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
         });
}

// Browsers take a name that ends in a number for an IPv4 address.
bool is_name_or_ipv4(std::string_view host) {
  if (host.empty() || host.size() > kLongestName) return false;
  std::size_t labels = 0;
  std::size_t bytes_of_ipv4 = 0;
  std::string_view last;
  while (!host.empty()) {
    const auto dot = host.find('.');
    last = host.substr(0, dot);
    if (!is_label(last)) return false;
    ++labels;
    if (is_number(last, 255)) ++bytes_of_ipv4;
    // A dot at the end belongs to the name.
    host.remove_prefix(dot == std::string_view::npos ? host.size() : dot + 1);
  }
  const bool is_numeric =
      ascii::is_digit(last.front()) && (ascii::integer(last).has_value() || last.starts_with("0x"));
  return !is_numeric || (labels == 4 && bytes_of_ipv4 == 4);
}

struct Scheme {
  std::string_view begin;
  std::string_view implied_port;
};
constexpr auto kSchemes = std::to_array<Scheme>({{"https://", "443"}, {"http://", "80"}});

}  // namespace

bool is_loopback(std::string_view host) {
  const auto authority = authority_of(host);
  if (!authority) return false;
  const auto name = authority->host;
  return name == "localhost" || name == "127.0.0.1" || name == kIpv6Loopback;
}

bool is_origin(std::string_view text) {
  const auto* const scheme = std::find_if(kSchemes.begin(), kSchemes.end(), [&](const Scheme& one) {
    return text.starts_with(one.begin);
  });
  if (scheme == kSchemes.end()) return false;
  const auto authority = authority_of(text.substr(scheme->begin.size()));
  if (!authority || authority->port == scheme->implied_port) return false;
  return is_ipv6(authority->host) || is_name_or_ipv4(authority->host);
}

}  // namespace user_listens
