#include "reply/request.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

namespace user_listens {
namespace {

struct TargetCase {
  std::string_view url;
  std::string_view path;
  std::string_view query;
};

constexpr auto kTargetCases = std::to_array<TargetCase>({
    {.url = "https://site.example/a/b?c=d", .path = "/a/b", .query = "c=d"},
    {.url = "https://site.example/a/b", .path = "/a/b"},
    {.url = "https://site.example/", .path = "/"},
    {.url = "https://site.example", .path = ""},
    {.url = "https://site.example?c", .path = "", .query = "c"},
    {.url = "https://site.example:8787/a?", .path = "/a"},
    {.url = "https://site.example/a#b?c", .path = "/a"},
    {.url = "https://site.example/a?b#c", .path = "/a", .query = "b"},
    {.url = "https://site.example/a?b?c=d", .path = "/a", .query = "b?c=d"},
    {.url = "https://site.example/a?next=https://x/y", .path = "/a", .query = "next=https://x/y"},
    {.url = "/a?b", .path = "/a", .query = "b"},
    {.url = "", .path = ""},
});

struct LimitCase {
  std::string_view query;
  bool is_valid = true;
  std::optional<std::size_t> limit = {};
};

constexpr auto kLimitCases = std::to_array<LimitCase>({
    {.query = ""},
    {.query = "other=5"},
    {.query = "limits=5&xlimit=6"},
    {.query = "LIMIT=5"},
    {.query = "limit=1", .limit = 1},
    {.query = "limit=50", .limit = 50},
    {.query = "a=b&limit=7&c", .limit = 7},
    {.query = "&&limit=7&", .limit = 7},
    {.query = "limit=%37", .limit = 7},
    {.query = "%6Cimit=7", .limit = 7},
    {.query = "limit=007", .limit = 7},
    {.query = "%zz=1&limit=7", .limit = 7},
    {.query = "limit", .is_valid = false},
    {.query = "limit=", .is_valid = false},
    {.query = "limit=0", .is_valid = false},
    {.query = "limit=51", .is_valid = false},
    {.query = "limit=-1", .is_valid = false},
    {.query = "limit=abc", .is_valid = false},
    {.query = "limit=5x", .is_valid = false},
    {.query = "limit=5.0", .is_valid = false},
    {.query = "limit=1e1", .is_valid = false},
    {.query = "limit=+5", .is_valid = false},
    {.query = "limit=%205", .is_valid = false},
    {.query = "limit=5%00", .is_valid = false},
    {.query = "limit=%", .is_valid = false},
    {.query = "limit=%3", .is_valid = false},
    {.query = "limit=99999999999999999999", .is_valid = false},
    {.query = "limit=18446744073709551617", .is_valid = false},
    {.query = "limit=5&limit=5", .is_valid = false},
    {.query = "limit=5&limit=", .is_valid = false},
});

}  // namespace

TEST_CASE("request: where a URL leads") {
  for (const auto& c : kTargetCases) {
    CAPTURE(c.url);
    CHECK(target_of(c.url).path == c.path);
    CHECK(target_of(c.url).query == c.query);
  }
}

TEST_CASE("request: the limit parameter") {
  for (const auto& c : kLimitCases) {
    CAPTURE(c.query);
    const auto [is_valid, limit] = read_limit(c.query, 50);
    CHECK(is_valid == c.is_valid);
    CHECK(limit == c.limit);
  }
}

}  // namespace user_listens
