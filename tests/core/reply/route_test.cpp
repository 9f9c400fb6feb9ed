#include "reply/route.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

namespace user_listens {
namespace {

constexpr std::string_view kLimit = "limit must be given once, a whole number from 1 to 50.";

struct LimitCase {
  std::string_view query;
  std::optional<std::size_t> limit = {};
  std::string_view error;
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
    {.query = "limit", .error = kLimit},
    {.query = "limit=", .error = kLimit},
    {.query = "limit=0", .error = kLimit},
    {.query = "limit=51", .error = kLimit},
    {.query = "limit=-1", .error = kLimit},
    {.query = "limit=abc", .error = kLimit},
    {.query = "limit=5x", .error = kLimit},
    {.query = "limit=5.0", .error = kLimit},
    {.query = "limit=1e1", .error = kLimit},
    {.query = "limit=+5", .error = kLimit},
    {.query = "limit=%205", .error = kLimit},
    {.query = "limit=5%00", .error = kLimit},
    {.query = "limit=%", .error = kLimit},
    {.query = "limit=%3", .error = kLimit},
    {.query = "limit=99999999999999999999", .error = kLimit},
    {.query = "limit=18446744073709551617", .error = kLimit},
    {.query = "limit=5&limit=5", .error = kLimit},
    {.query = "limit=5&limit=", .error = kLimit},
});

// Of the card and of the text.
struct QueryLookCase {
  std::string_view path;
  std::string_view query;
  std::size_t width = 0;
  std::optional<std::size_t> limit = {};
  Theme theme = Theme::automatic;
  std::string_view error;
};

constexpr std::string_view kCard = "/user-listens.svg";
constexpr std::string_view kText = "/user-listens.txt";
constexpr std::string_view kTheme = "theme must be given once: auto, light or dark.";
constexpr std::string_view kPixels = "width must be given once, a whole number from 240 to 1000.";
constexpr std::string_view kColumns = "width must be given once, a whole number from 40 to 500.";

constexpr auto kQueryLookCases = std::to_array<QueryLookCase>({
    {.path = kCard, .query = "", .width = 420, .limit = 5},
    {.path = kCard, .query = "theme=light", .width = 420, .limit = 5, .theme = Theme::light},
    {.path = kCard, .query = "theme=%64ark", .width = 420, .limit = 5, .theme = Theme::dark},
    {.path = kCard, .query = "theme=auto&limit=20&width=240", .width = 240, .limit = 20},
    {.path = kCard, .query = "width=1000&limit=1", .width = 1000, .limit = 1},
    {.path = kCard, .query = "theme=", .error = kTheme},
    {.path = kCard, .query = "theme", .error = kTheme},
    {.path = kCard, .query = "theme=Dark", .error = kTheme},
    {.path = kCard, .query = "theme=dark&theme=dark", .error = kTheme},
    {.path = kCard, .query = "width=239", .error = kPixels},
    {.path = kCard, .query = "width=1001", .error = kPixels},
    {.path = kCard, .query = "width=400&width=400", .error = kPixels},
    {.path = kCard,
     .query = "limit=21",
     .error = "limit must be given once, a whole number from 1 to 20."},
    {.path = kCard, .query = "theme=x&width=1", .error = kPixels},
    {.path = kText, .query = "", .width = 80},
    {.path = kText, .query = "width=40&theme=x", .width = 40},
    {.path = kText, .query = "width=500&limit=50", .width = 500, .limit = 50},
    {.path = kText, .query = "width=39", .error = kColumns},
    {.path = kText, .query = "width=501", .error = kColumns},
    {.path = "/", .query = "width=1&theme=x&utm_source=y"},
    {.path = "/", .query = "limit=3", .limit = 3},
    {.path = "/user-listens.rss", .query = "limit=3&width=x", .limit = 3},
});

}  // namespace

TEST_CASE("route: limits of the list that are taken and refused") {
  for (const auto& c : kLimitCases) {
    CAPTURE(c.query);
    Arena arena;
    const auto read =
        read_query_parameters(*route_of("/api/internal/user-listens"), c.query, arena);
    CHECK(read.error == c.error);
    if (c.error.empty()) CHECK(read.parameters.limit == c.limit);
  }
}

TEST_CASE("route: width, limit and theme of a card and a text") {
  for (const auto& c : kQueryLookCases) {
    CAPTURE(c.path);
    CAPTURE(c.query);
    Arena arena;
    const auto read = read_query_parameters(*route_of(c.path), c.query, arena);
    CHECK(read.error == c.error);
    if (!c.error.empty()) continue;
    CHECK(read.parameters.width == c.width);
    CHECK(read.parameters.limit == c.limit);
    CHECK(read.parameters.theme == c.theme);
  }
}

TEST_CASE("route: a path is taken to the letter") {
  for (const std::string_view path :
       {"", "//", "/index.html", "/user-listens", "/user-listens.SVG", "/user-listens.svg/",
        "/api/internal/user-listens/", "/%75ser-listens.svg"}) {
    CAPTURE(path);
    CHECK(route_of(path) == nullptr);
  }
}

}  // namespace user_listens
