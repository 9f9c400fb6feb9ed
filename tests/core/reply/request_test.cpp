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
  std::string_view origin = "https://site.example";
};

constexpr auto kTargetCases = std::to_array<TargetCase>({
    {.url = "https://site.example/a/b?c=d", .path = "/a/b", .query = "c=d"},
    {.url = "https://site.example/a/b", .path = "/a/b"},
    {.url = "https://site.example/", .path = "/"},
    {.url = "https://site.example", .path = ""},
    {.url = "https://site.example?c", .path = "", .query = "c"},
    {.url = "https://site.example:8787/a?", .path = "/a", .origin = "https://site.example:8787"},
    {.url = "https://site.example/a#b?c", .path = "/a"},
    {.url = "https://site.example/a?b#c", .path = "/a", .query = "b"},
    {.url = "https://site.example/a?b?c=d", .path = "/a", .query = "b?c=d"},
    {.url = "https://site.example/a?next=https://x/y", .path = "/a", .query = "next=https://x/y"},
    {.url = "/a?b", .path = "/a", .query = "b", .origin = ""},
    {.url = "", .path = "", .origin = ""},
});

}  // namespace

TEST_CASE("request: path, query and origin of a URL") {
  for (const auto& c : kTargetCases) {
    CAPTURE(c.url);
    CHECK(target_of(c.url).path == c.path);
    CHECK(target_of(c.url).query == c.query);
    CHECK(target_of(c.url).origin == c.origin);
  }
}

}  // namespace user_listens
