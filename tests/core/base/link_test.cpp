// Which links a list may hold, and how they are written in it.
#include "base/link.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

namespace user_listens {
namespace {

// NOLINTBEGIN(misc-misleading-bidirectional): some are about such characters.
struct HttpsLinkCase {
  std::string_view name;
  std::string_view link;
  std::string_view url = {};  // "": it is left out
};

// A link that stays as it is.
constexpr HttpsLinkCase same(std::string_view name, std::string_view link) {
  return {name, link, link};
}

constexpr auto kHttpsLinkCases = std::to_array<HttpsLinkCase>({
    same("a page", "https://www.last.fm/music/Massive+Attack/_/Teardrop"),
    same("a host alone", "https://a.example"),
    same("port, query, fragment", "https://a.example:8443/b?c=d&e=f#g"),
    same("percent-encoded already", "https://a.example/Bj%C3%B6rk%20%22x%22"),
    same("an apostrophe", "https://a.example/it's"),
    same("an at sign in the path", "https://a.example/@bob"),
    same("a full stop behind the host", "https://a.example./x"),
    same("an IPv4 address", "https://192.0.2.1/x"),
    same("an IPv6 address", "https://[2001:db8::1]:8443/x"),
    same("an underscore in the host", "https://my_server.example/"),
    {"letters beyond ASCII in the path", "https://a.example/Bj\u00f6rk",
     "https://a.example/Bj%C3%B6rk"},
    {"in the query and the fragment", "https://a.example/?q=\u592a\u967d#\u00e9",
     "https://a.example/?q=%E5%A4%AA%E9%99%BD#%C3%A9"},
    {"an emoji", "https://a.example/\U0001F3B5", "https://a.example/%F0%9F%8E%B5"},
    {"a percent sign alone", "https://a.example/100%", "https://a.example/100%25"},
    {"a percent sign before one digit", "https://a.example/%4", "https://a.example/%254"},
    {"a percent sign before other letters", "https://a.example/%zz", "https://a.example/%25zz"},
    {"brackets and braces", "https://a.example/[x]{y}|z^`",
     "https://a.example/%5Bx%5D%7By%7D%7Cz%5E%60"},
    {"a second number sign", "https://a.example/#b#c", "https://a.example/#b%23c"},
    {"nothing", ""},
    {"http", "http://a.example/"},
    {"the scheme in capitals", "HTTPS://a.example/"},
    {"javascript:", "javascript:alert(1)"},
    {"javascript: with a host", "javascript://a.example/%0aalert(1)"},
    {"data:", "data:text/html,<script>alert(1)</script>"},
    {"no scheme", "//a.example/"},
    {"no host", "https://"},
    {"no host before the path", "https:///a"},
    {"no host before the port", "https://:443/"},
    {"a user", "https://bank.example@a.example/"},
    {"a user and a password", "https://u:p@a.example/"},
    {"a letter beyond ASCII in the host", "https://bj\u00f6rk.example/"},
    {"a percent sign in the host", "https://a%2eexample/"},
    {"a quote in the host", "https://a.example'onload='alert(1)/"},
    {"a blank in the host", "https://a b.example/"},
    {"an empty label", "https://a..example/"},
    {"a full stop before the host", "https://.example/"},
    {"a number for a host", "https://a.1/"},
    {"an IPv4 address out of range", "https://192.0.2.256/"},
    {"an IPv4 address of three numbers", "https://192.0.2/"},
    {"a port that is no number", "https://a.example:x/"},
    {"an empty port", "https://a.example:/"},
    {"a port out of range", "https://a.example:65536/"},
    {"a bracket that stays open", "https://[::1/"},
    {"an IPv6 address with a zone", "https://[fe80::1%eth0]/"},
    {"something behind the bracket", "https://[::1]x/"},
    {"a blank before", " https://a.example/"},
    {"a blank within", "https://a.example/a b"},
    {"a line end", "https://a.example/\n"},
    {"NUL", {"https://a.example/\0", 19}},
    {"delete", "https://a.example/\x7F"},
    {"a control character of C1", "https://a.example/\u0085"},
    {"a no-break space", "https://a.example/\u00a0"},
    {"an override", "https://a.example/\u202egnp.exe"},
    {"a zero-width space", "https://a.example/\u200b"},
    {"a double quote", "https://x/\"onerror=alert(1)"},
    {"less-than", "https://a.example/<x"},
    {"greater-than", "https://a.example/x>"},
    {"a backslash", "https://a.example\\@b.example/"},
    {"a backslash in the path", "https://a.example/\\x"},
    {"ill-formed", "https://a.example/\xFF"},
    {"what no XML may hold", "https://a.example/\xEF\xBF\xBE"},
});

// NOLINTEND(misc-misleading-bidirectional)

}  // namespace

TEST_CASE("link: https, with a host, in ASCII, or left out") {
  for (const auto& c : kHttpsLinkCases) {
    CAPTURE(c.name);
    Arena arena;
    CHECK(https_link(c.link, arena) == c.url);
    CHECK(https_link(c.url, arena) == c.url);
  }
}

TEST_CASE("link: beyond the longest length it is left out, encoded or not") {
  Arena arena;
  std::string link = "https://a.example/";
  link.append(kMaxUrlBytes - link.size(), 'x');
  CHECK(https_link(link, arena) == link);
  CHECK(https_link(link + "x", arena).empty());
  link.replace(link.size() - 2, 2, "\u00e9");
  CHECK(https_link(link, arena).empty());
}

}  // namespace user_listens
