// Which addresses a list shows: what is to be followed, and what to be loaded.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "base/link.h"
#include "render/listing.h"
#include "samples.h"

namespace user_listens {
namespace {

// NOLINTBEGIN(misc-misleading-bidirectional): one is about such characters.
struct LinkCase {
  std::string_view name;
  std::string_view address;
  bool is_shown = false;
};

constexpr auto kLinkCases = std::to_array<LinkCase>({
    {"https", "https://a.example/1.png?x=1&y=2#z", true},
    {"http", "http://a.example/1"},
    {"a port", "https://a.example:8443/", true},
    {"a quote that may stand there", "https://a.example/it's", true},
    {"letters beyond ASCII, encoded", "https://a.example/Bj%C3%B6rk", true},
    {"empty", ""},
    {"javascript:", "javascript:alert(1)"},
    {"javascript: as if it had a host", "javascript://a.example/%0aalert(1)"},
    {"data:", "data:text/html,<script>alert(1)</script>"},
    {"vbscript:", "vbscript:msgbox"},
    {"blob:", "blob:https://a.example/1"},
    {"file:", "file:///etc/passwd"},
    {"no scheme", "//a.example/1"},
    {"a path", "/logout"},
    {"another case", "HTTPS://a.example/"},
    {"blank before", " https://a.example/"},
    {"blank within", "https://a.example/a b"},
    {"line break", "https://a.example/\nb"},
    {"tab in the scheme", "ht\ttps://a.example/"},
    {"NUL", {"https://a.example/\0", 19}},
    {"no-break space", "https://a.example/\u00A0"},
    {"a user", "https://bank.example@a.example/"},
    {"user and password", "https://u:p@a.example/"},
    {"no host", "https://"},
    {"double quote", "https://a.example/\"onload=\"x"},
    {"brackets", "https://a.example/<x>"},
    {"backslash", "https://a.example\\@b.example/"},
    {"an override", "https://a.example/\u202Egnp.exe"},
    {"what no XML may hold", "https://a.example/\xEF\xBF\xBE"},
    {"ill-formed", "https://a.example/\xFF"},
});

// NOLINTEND(misc-misleading-bidirectional)

Fields row_with(std::string_view address, Arena& arena) {
  Listen listen = samples::listen("alice");
  listen.image = listen.url = address;
  return listing_of({.now = samples::now(), .listens = {listen}}, arena).rows[0];
}

}  // namespace

TEST_CASE("listing: only what is safe to load or to follow") {
  for (const auto& c : kLinkCases) {
    CAPTURE(c.name);
    Arena arena;
    const auto row = row_with(c.address, arena);
    CHECK(row[Field::image] == (c.is_shown ? c.address : ""));
    CHECK(row[Field::url] == (c.is_shown ? c.address : ""));
  }
  const auto longest = std::string{"https://a.example/"}.append(kMaxUrlBytes - 18, 'x');
  for (const auto& url : {longest, longest + "x"}) {
    Arena arena;
    CHECK(row_with(url, arena)[Field::url].empty() == (url != longest));
  }
}

}  // namespace user_listens
