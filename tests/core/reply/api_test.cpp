// Methods, paths, errors and the headers of every reply.
#include "reply/api.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "reply/replies.h"

namespace user_listens {
namespace {

constexpr std::string_view kList = "https://site.example/api/internal/user-listens";

struct ErrorCase {
  std::string_view name;
  std::string_view url;
  std::string_view method = "GET";
  int status = 404;
  std::string_view body = R"({"error":"There is nothing here."})";
  std::string_view allow;
};

constexpr std::string_view kNotAllowed = R"({"error":"Only GET and HEAD are answered."})";
constexpr std::string_view kBadLimit =
    R"({"error":"limit must be given once, a whole number from 1 to 50."})";

constexpr auto kErrorCases = std::to_array<ErrorCase>({
    {.name = "no path", .url = "https://site.example"},
    {.name = "the page by another name", .url = "https://site.example/index.html"},
    {.name = "the page's template", .url = "https://site.example/page.html"},
    {.name = "a card of another kind", .url = "https://site.example/user-listens.png"},
    {.name = "a feed without its kind", .url = "https://site.example/user-listens"},
    {.name = "a page behind the page", .url = "https://site.example//"},
    {.name = "a path behind", .url = "https://site.example/api/internal/user-listens/"},
    {.name = "a path before", .url = "https://site.example/x/api/internal/user-listens"},
    {.name = "another case", .url = "https://site.example/api/internal/User-Listens"},
    {.name = "unknown path with POST", .url = "https://site.example/api/x", .method = "POST"},
    {.name = "POST",
     .url = kList,
     .method = "POST",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "PUT",
     .url = kList,
     .method = "PUT",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "DELETE",
     .url = kList,
     .method = "DELETE",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "OPTIONS",
     .url = kList,
     .method = "OPTIONS",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "get in lowercase",
     .url = kList,
     .method = "get",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "POST to health",
     .url = "https://site.example/api/internal/health",
     .method = "POST",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "POST with a bad limit",
     .url = "https://site.example/api/internal/user-listens?limit=0",
     .method = "POST",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "POST to the page",
     .url = "https://site.example/",
     .method = "POST",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "POST to a feed, with a bad limit",
     .url = "https://site.example/user-listens.rss?limit=0",
     .method = "POST",
     .status = 405,
     .body = kNotAllowed,
     .allow = "GET, HEAD"},
    {.name = "a bad limit",
     .url = "https://site.example/api/internal/user-listens?limit=51",
     .status = 400,
     .body = kBadLimit},
    {.name = "a bad limit with HEAD",
     .url = "https://site.example/api/internal/user-listens?limit=x",
     .method = "HEAD",
     .status = 400,
     .body = ""},
    {.name = "a bad limit of the page",
     .url = "https://site.example/?limit=51",
     .status = 400,
     .body = kBadLimit},
    {.name = "a card of too many rows",
     .url = "https://site.example/user-listens.svg?limit=21",
     .status = 400,
     .body = R"({"error":"limit must be given once, a whole number from 1 to 20."})"},
    {.name = "a card that is too narrow",
     .url = "https://site.example/user-listens.svg?width=239",
     .status = 400,
     .body = R"({"error":"width must be given once, a whole number from 240 to 1000."})"},
    {.name = "a card of an unknown theme",
     .url = "https://site.example/user-listens.svg?theme=sepia",
     .status = 400,
     .body = R"({"error":"theme must be given once: auto, light or dark."})"},
    {.name = "a text that is too wide, with HEAD",
     .url = "https://site.example/user-listens.txt?width=501",
     .method = "HEAD",
     .status = 400,
     .body = ""},
});

struct CorsCase {
  std::string_view name;
  std::vector<std::string_view> allowed = {};
  std::string_view origin;
  std::string_view allow_origin;
  std::string_view vary;
};

const auto& cors_cases() {
  static const std::vector<CorsCase> cases{
      {.name = "nobody allowed", .origin = "https://a.example"},
      {.name = "anybody", .allowed = {"*"}, .origin = "https://a.example", .allow_origin = "*"},
      {.name = "anybody, without an origin",
       .allowed = {"https://b.example", "*"},
       .allow_origin = "*"},
      {.name = "the one",
       .allowed = {"https://a.example"},
       .origin = "https://a.example",
       .allow_origin = "https://a.example",
       .vary = "Origin"},
      {.name = "the second of two",
       .allowed = {"https://b.example", "https://a.example"},
       .origin = "https://a.example",
       .allow_origin = "https://a.example",
       .vary = "Origin"},
      {.name = "another case, which no browser sends",
       .allowed = {"https://a.example"},
       .origin = "https://A.example",
       .vary = "Origin"},
      {.name = "another one",
       .allowed = {"https://a.example"},
       .origin = "https://c.example",
       .vary = "Origin"},
      {.name = "a longer one",
       .allowed = {"https://a.example"},
       .origin = "https://a.example.evil",
       .vary = "Origin"},
      {.name = "null", .allowed = {"https://a.example"}, .origin = "null", .vary = "Origin"},
      {.name = "no origin", .allowed = {"https://a.example"}, .vary = "Origin"},
  };
  return cases;
}

}  // namespace

TEST_CASE("api: status, body and headers of every error") {
  for (const auto& c : kErrorCases) {
    CAPTURE(c.name);
    const auto reply = reply_to({.method = c.method, .url = c.url});
    CHECK(reply.status == c.status);
    CHECK(reply.body == c.body);
    CHECK(reply.header("allow") == c.allow);
    CHECK(reply.header("content-type") == "application/json; charset=utf-8");
    CHECK(reply.header("cache-control") == "no-store");
    CHECK(reply.header("etag").empty());
    CHECK(reply.template_name.empty());
    CHECK(reply.reads.empty());
    CHECK(reply.log.empty());
  }
}

TEST_CASE("api: security headers on every reply") {
  for (const std::string_view url :
       {kList, std::string_view{"https://site.example/api/internal/health"},
        std::string_view{"https://site.example/nothing"}}) {
    CAPTURE(url);
    const auto reply = reply_to({.url = url});
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK(reply.header("content-security-policy") == "default-src 'none'; frame-ancestors 'none'");
    CHECK(reply.header("referrer-policy") == "no-referrer");
    CHECK(reply.header("content-type") == "application/json; charset=utf-8");
  }
}

TEST_CASE("api: CORS headers for allowed and other origins") {
  for (const auto& c : cors_cases()) {
    for (const std::string_view url :
         {kList, std::string_view{"https://site.example/nothing"},
          std::string_view{"https://site.example/"},
          std::string_view{"https://site.example/user-listens.json"}}) {
      CAPTURE(c.name);
      CAPTURE(url);
      Asked asked{.url = url, .origin = c.origin};
      asked.settings.allowed_origins = c.allowed;
      const auto reply = reply_to(asked);
      CHECK(reply.header("access-control-allow-origin") == c.allow_origin);
      CHECK(reply.header("vary") == c.vary);
    }
  }
}

TEST_CASE("api: nothing stored yet is an empty list that is on its way") {
  const auto reply = reply_to({});
  CHECK(reply.status == 200);
  CHECK(reply.body == R"({"data":[],"lastUpdated":null,"cached":false,)"
                      R"("message":"Cache warming in progress. Data will appear shortly."})");
  CHECK(reply.header("cache-control") == "public, max-age=5");
  CHECK(reply.reads ==
        std::vector<std::string>{"user-listens:v2:recent", "user-listens:v2:snapshot"});
  CHECK(reply.log == "warning: [API] Cache MISS - nothing to fall back on, the list is empty\n");
}

}  // namespace user_listens
