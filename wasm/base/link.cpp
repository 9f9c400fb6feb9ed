#include "base/link.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/ascii.h"
#include "base/url.h"
#include "base/utf8.h"
#include "base/visible.h"

namespace user_listens {
namespace {

constexpr std::string_view kScheme = "https://";

constexpr bool is_letter(char c) { return ascii::lower(c) >= 'a' && ascii::lower(c) <= 'z'; }

bool is_all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), ascii::is_digit);
}

bool is_at_most(std::string_view digits, std::int64_t most) {
  return is_all_digits(digits) && ascii::integer(digits).value_or(most + 1) <= most;
}

// The labels of a name, or the numbers of an IPv4 address.
struct Labels {
  std::size_t count = 0;
  bool are_names = true;  // none is empty; letters, digits, "-" and "_"
  bool are_bytes = true;  // 0 to 255
  std::string_view last;
};

Labels labels_of(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  Labels labels;
  for (std::size_t at = 0; at <= host.size();) {
    const auto end = std::min(host.find('.', at), host.size());
    labels.last = host.substr(at, end - at);
    labels.are_names &=
        !labels.last.empty() && std::all_of(labels.last.begin(), labels.last.end(), [](char c) {
          return is_letter(c) || ascii::is_digit(c) || c == '-' || c == '_';
        });
    labels.are_bytes &= labels.last.size() <= 3 && is_at_most(labels.last, 255);
    ++labels.count;
    at = end + 1;
  }
  return labels;
}

// Browsers take a host whose last label is a number for an IPv4 address, and
// refuse it when it is none.
bool is_name_or_ipv4(std::string_view host) {
  const Labels labels = labels_of(host);
  const bool is_number = is_all_digits(labels.last) || labels.last.starts_with("0x");
  if (is_number) return labels.count == 4 && labels.are_bytes;
  return labels.are_names && host.size() <= 253;
}

bool is_ipv6(std::string_view address) {
  return address.find(':') != std::string_view::npos &&
         std::all_of(address.begin(), address.end(), [](char c) {
           return ascii::hex_digit(c).has_value() || c == ':' || c == '.';
         });
}

bool is_authority(std::string_view authority) {
  std::string_view host = authority, port = "443";
  const auto bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const auto colon = authority.find(':', bracket);
  if (colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon + 1);
  }
  if (port.size() > 5 || !is_at_most(port, 65'535)) return false;
  if (bracket == 0) return is_name_or_ipv4(host);
  return host.ends_with(']') && is_ipv6(host.substr(1, bracket - 1));
}

// What may stand in a path, a query and a fragment as it is: RFC 3986's pchar,
// and "/" and "?".
constexpr auto kStands = [] {
  constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@/?";
  std::array<bool, 0x80> stands{};
  for (unsigned c = 0; c < stands.size(); ++c) {
    const auto letter = static_cast<char>(c);
    stands[c] = is_letter(letter) || ascii::is_digit(letter) ||
                kMarks.find(letter) != std::string_view::npos;
  }
  return stands;
}();

bool stands_as_it_is(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code < kStands.size() && kStands[code];
}

bool is_escape(std::string_view text) {
  return text.size() >= 3 && ascii::hex_digit(text[1]) && ascii::hex_digit(text[2]);
}

// A character that no link holds, not even encoded.
bool is_forbidden(std::string_view character, unsigned code_point) {
  constexpr std::string_view kForbidden = "\"<>\\";
  const bool is_damaged = code_point == 0xFFFD || utf8::within(code_point, 0xFFFE, 0xFFFF);
  return is_damaged || !is_visible(code_point) ||
         kForbidden.find(character) != std::string_view::npos;
}

}  // namespace

std::string_view https_link(std::string_view link, Arena& arena) {
  if (!link.starts_with(kScheme) || link.size() > kMaxUrlBytes) return {};
  auto rest = link.substr(kScheme.size());
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (!is_authority(authority)) return {};
  rest.remove_prefix(authority.size());
  // Most links are whole as they are.
  if (std::all_of(rest.begin(), rest.end(), stands_as_it_is)) return link;
  std::string url{link.substr(0, kScheme.size() + authority.size())};
  bool has_fragment = false;
  while (!rest.empty()) {
    const auto [code_point, bytes] = utf8::next(rest);
    const auto character = rest.substr(0, bytes);
    if (is_forbidden(character, code_point)) return {};
    const bool begins_fragment = character == "#" && !has_fragment;
    const bool stays = stands_as_it_is(character.front()) || begins_fragment ||
                       (character == "%" && is_escape(rest));
    stays ? url.append(character) : url.append(percent_encoded(character));
    has_fragment |= begins_fragment;
    rest.remove_prefix(bytes);
  }
  return url.size() <= kMaxUrlBytes ? arena.keep(url) : "";
}

}  // namespace user_listens
