// Which texts a browser can send as Origin.
#include "settings/origin.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

namespace user_listens {
namespace {

struct OriginCase {
  std::string_view name;
  std::string_view text;
  bool is_origin = false;
};

constexpr auto kOriginCases = std::to_array<OriginCase>({
    {"a name", "https://blog.example", true},
    {"over http", "http://blog.example", true},
    {"one label", "http://localhost", true},
    {"a port", "http://localhost:8787", true},
    {"a port of the other scheme", "https://blog.example:80", true},
    {"a name in Punycode", "https://xn--mnchen-3ya.example", true},
    {"a name that ends in a dot", "https://blog.example.", true},
    {"an underscore", "https://my_blog.example", true},
    {"digits within a name", "https://1.example", true},
    {"IPv4", "http://192.0.2.7:8080", true},
    {"IPv6", "http://[::1]", true},
    {"IPv6 with a port", "http://[2001:db8::1]:8080", true},
    {"nothing", ""},
    {"a scheme alone", "https://"},
    {"no scheme", "blog.example"},
    {"another scheme", "ftp://blog.example"},
    {"an extension", "chrome-extension://abcdef"},
    {"null", "null"},
    {"a pattern for a label", "https://*.example.com"},
    {"a pattern within a label", "https://blog*.example"},
    {"a pattern for a port", "https://blog.example:*"},
    {"a trailing slash", "https://blog.example/"},
    {"a path", "https://blog.example/page"},
    {"a query", "https://blog.example?x"},
    {"a fragment", "https://blog.example#x"},
    {"a scheme in capitals", "HTTPS://blog.example"},
    {"a host in capitals", "https://Blog.example"},
    {"an international name", "https://m\xC3\xBCnchen.example"},
    {"an encoded name", "https://blog%2eexample"},
    {"the implied port of https", "https://blog.example:443"},
    {"the implied port of http", "http://blog.example:80"},
    {"no port behind the colon", "https://blog.example:"},
    {"a port with a zero in front", "https://blog.example:08080"},
    {"a port that is too large", "https://blog.example:65536"},
    {"a port that is no number", "https://blog.example:http"},
    {"two ports", "https://blog.example:1:2"},
    {"a user", "https://me@blog.example"},
    {"a blank within", "https://blog .example"},
    {"an empty label", "https://blog..example"},
    {"a dot in front", "https://.example"},
    {"IPv4 of three parts", "http://192.0.2"},
    {"IPv4 beyond its range", "http://192.0.2.256"},
    {"IPv4 with a zero in front", "http://192.0.2.07"},
    {"IPv4 as one number", "http://3221225991"},
    {"IPv4 in hexadecimal", "http://0xc0000207"},
    {"IPv6 without brackets", "http://::1"},
    {"IPv6 in capitals", "http://[2001:DB8::1]"},
    {"IPv6 that does not end", "http://[::1"},
    {"something behind IPv6", "http://[::1]x"},
});

}  // namespace

TEST_CASE("origin: what browsers send, and nothing else") {
  for (const auto& c : kOriginCases) {
    CAPTURE(c.name);
    CHECK(is_origin(c.text) == c.is_origin);
  }
  CHECK(is_origin("https://" + std::string(63, 'a') + ".example"));
  CHECK_FALSE(is_origin("https://" + std::string(64, 'a') + ".example"));
}

TEST_CASE("origin: this machine, with and without a port") {
  for (const std::string_view host : {"localhost", "127.0.0.1", "[::1]"}) {
    CAPTURE(host);
    CHECK(is_loopback(host));
    CHECK(is_loopback(std::string{host} + ":8080"));
    CHECK_FALSE(is_loopback(std::string{host} + ":"));
    CHECK_FALSE(is_loopback(std::string{host} + ":x"));
    CHECK_FALSE(is_loopback(std::string{host} + ".example"));
    CHECK_FALSE(is_loopback("x" + std::string{host}));
  }
  for (const std::string_view host : {"", "::1", "[::1", "[::2]", "[]", ":80"}) {
    CAPTURE(host);
    CHECK_FALSE(is_loopback(host));
  }
}

}  // namespace user_listens
