#include "base/url.h"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace user_listens {
namespace {

struct EncodedCase {
  std::string_view text;
  std::string_view encoded;
};

constexpr auto kEncodedCases = std::to_array<EncodedCase>({
    {.text = "", .encoded = ""},
    {.text = "AZaz09-._~", .encoded = "AZaz09-._~"},
    {.text = "a b+c", .encoded = "a%20b%2Bc"},
    {.text = "&=?#/%", .encoded = "%26%3D%3F%23%2F%25"},
    {.text = "b\xC3\xB6rt", .encoded = "b%C3%B6rt"},
    {.text = "\r\n\x7F", .encoded = "%0D%0A%7F"},
    {.text = "\xFF", .encoded = "%FF"},
    {.text = {"\0", 1}, .encoded = "%00"},
});

struct DecodedCase {
  std::string_view component;
  std::optional<std::string_view> decoded = {};
};

constexpr auto kDecodedCases = std::to_array<DecodedCase>({
    {.component = "", .decoded = ""},
    {.component = "abc", .decoded = "abc"},
    {.component = "a+b%20c", .decoded = "a b c"},
    {.component = "%2B%2b", .decoded = "++"},
    {.component = "%C3%b6", .decoded = "\xC3\xB6"},
    {.component = "%00", .decoded = std::string_view{"\0", 1}},
    {.component = "%2541", .decoded = "%41"},
    {.component = "%"},
    {.component = "%4"},
    {.component = "a%"},
    {.component = "%4+"},
    {.component = "%g0"},
    {.component = "%0g"},
    {.component = "%%20"},
    {.component = "% 1"},
    {.component = "%-1"},
    {.component = {"%\0\0", 3}},
    {.component = "50%25%"},
});

struct HostCase {
  std::string_view name;
  std::string_view url;
  std::optional<std::string_view> host = {};
};

constexpr auto kHostCases = std::to_array<HostCase>({
    {.name = "host alone", .url = "https://a.example", .host = "a.example"},
    {.name = "port", .url = "https://a.example:8443/x", .host = "a.example:8443"},
    {.name = "path", .url = "https://a.example/2.0/", .host = "a.example"},
    {.name = "query", .url = "https://a.example?x=1", .host = "a.example"},
    {.name = "fragment", .url = "https://a.example#x", .host = "a.example"},
    {.name = "IPv6", .url = "https://[::1]:8787/", .host = "[::1]:8787"},
    {.name = "an at sign in the path", .url = "https://a.example/@b", .host = "a.example"},
    {.name = "empty", .url = ""},
    {.name = "scheme alone", .url = "https://"},
    {.name = "path alone", .url = "https:///x"},
    {.name = "port alone", .url = "https://:443/"},
    {.name = "another scheme", .url = "http://a.example"},
    {.name = "scheme in capitals", .url = "HTTPS://a.example"},
    {.name = "no slashes", .url = "https:a.example"},
    {.name = "blank before", .url = " https://a.example"},
    {.name = "user", .url = "https://u@a.example/"},
    {.name = "user and password", .url = "https://u:p@a.example/"},
    {.name = "blank", .url = "https://a.example/ x"},
    {.name = "line end", .url = "https://a.example/\n"},
    {.name = "NUL", .url = {"https://a\0b", 11}},
    {.name = "DEL", .url = "https://a.example/\x7F"},
    {.name = "quote", .url = "https://a.example/\""},
    {.name = "less-than", .url = "https://a.example/<"},
    {.name = "greater-than", .url = "https://a.example/>"},
    {.name = "backslash", .url = "https://a.example\\x"},
});

}  // namespace

TEST_CASE("url: texts are percent-encoded, and decoded again") {
  for (const auto& c : kEncodedCases) {
    CAPTURE(c.encoded);
    CHECK(percent_encoded(c.text) == c.encoded);
    Arena arena;
    CHECK(form_decoded(c.encoded, arena) == c.text);
  }
}

TEST_CASE("url: components of a form are decoded") {
  for (const auto& c : kDecodedCases) {
    CAPTURE(c.component);
    Arena arena;
    CHECK(form_decoded(c.component, arena) == c.decoded);
  }
}

TEST_CASE("url: every byte is decoded as it was encoded") {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  Arena arena;
  CHECK(form_decoded(percent_encoded(bytes), arena) == bytes);
}

TEST_CASE("url: the host of a URL, if it is one of the scheme") {
  for (const auto& c : kHostCases) {
    CAPTURE(c.name);
    CHECK(host_of(c.url, "https://") == c.host);
  }
  CHECK(host_of("http://localhost:8787/", "http://") == "localhost:8787");
}

}  // namespace user_listens
