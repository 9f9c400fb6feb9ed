// Who is not answered: requests that are too long, too many, or without the token that is wanted.
#include "reply/admission.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reply/replies.h"
#include "reply/scene_paths.h"
#include "reply/token.h"

namespace user_listens {
namespace {

constexpr std::string_view kApi = "https://site.example/api/internal/user-listens";

Asked guarded(std::string_view url, std::string_view token = "") {
  Asked asked{.url = url, .token = token};
  asked.settings.wants_token = true;
  return asked;
}

std::string right_token(Millis age = Millis{0}) {
  Arena arena;
  return signed_token(new_claims(samples::now() - age, arena));
}

struct LengthCase {
  std::string_view name;
  std::size_t url = 100;
  std::size_t if_none_match = 0;
  std::size_t origin = 0;
  std::size_t token = 0;
  int status = 200;
};

constexpr auto kLengthCases = std::to_array<LengthCase>({
    {.name = "an address as long as may be", .url = 2048},
    {.name = "an address that is too long", .url = 2049, .status = 414},
    {.name = "headers as long as may be", .if_none_match = 1024, .origin = 1024, .token = 1024},
    {.name = "a long If-None-Match", .if_none_match = 1025, .status = 431},
    {.name = "a long Origin", .origin = 1025, .status = 431},
    {.name = "a long token", .token = 1025, .status = 431},
    {.name = "both", .url = 2049, .token = 1025, .status = 414},
});

}  // namespace

TEST_CASE("admission: addresses and headers beyond their limits are refused") {
  for (const auto& c : kLengthCases) {
    CAPTURE(c.name);
    std::string url = std::string{kApi} + "?x=";
    url.append(c.url - url.size(), 'x');
    const std::string tag(c.if_none_match, 't');
    const std::string origin(c.origin, 'o');
    const std::string token(c.token, 'k');
    const auto reply =
        reply_to({.url = url, .if_none_match = tag, .origin = origin, .token = token});
    CHECK(reply.status == c.status);
    if (c.status == 200) continue;
    CHECK(reply.reads.empty());
    CHECK(reply.body.starts_with(R"({"error":")"));
    CHECK(reply.header("cache-control") == "no-store");
  }
}

TEST_CASE("admission: a visitor over the rate limit gets 429, and nothing is read") {
  for (const std::string_view url : {kApi, std::string_view{"https://site.example/"},
                                     std::string_view{"https://site.example/nothing"}}) {
    CAPTURE(url);
    const auto reply = reply_to({.url = url, .is_limited = true});
    CHECK(reply.status == 429);
    CHECK(reply.header("retry-after") == "60");
    CHECK(reply.body == R"({"error":"Too many requests: try again in a minute."})");
    CHECK(reply.reads.empty());
  }
}

TEST_CASE("admission: a preflight is answered for allowed origins only") {
  struct PreflightCase {
    std::string_view name;
    std::string_view url = kApi;
    std::string_view origin = "https://a.example";
    std::string_view announced = "GET";
    std::vector<std::string_view> allowed = {"https://a.example"};
    int status = 204;
  };
  const std::vector<PreflightCase> cases{
      {.name = "allowed"},
      {.name = "as all are", .allowed = {"*"}},
      {.name = "another origin", .origin = "https://b.example", .status = 405},
      {.name = "nobody is", .allowed = {}, .status = 405},
      {.name = "OPTIONS, and nothing announced", .announced = "", .status = 405},
      {.name = "the page", .url = "https://site.example/", .status = 405},
      {.name = "nothing", .url = "https://site.example/nothing", .status = 404}};
  for (const auto& c : cases) {
    CAPTURE(c.name);
    Asked asked{.method = "OPTIONS", .url = c.url, .origin = c.origin};
    asked.announced_method = c.announced;
    asked.settings.allowed_origins = c.allowed;
    const auto reply = reply_to(asked);
    CHECK(reply.status == c.status);
    CHECK(reply.reads.empty());
    const bool is_told = c.status == 204;
    CHECK(reply.header("access-control-allow-headers") == (is_told ? "X-Internal-Token" : ""));
    CHECK(reply.header("access-control-max-age") == (is_told ? "7200" : ""));
    CHECK(reply.body.empty() == is_told);
  }
}

TEST_CASE("admission: the API refuses requests without a valid token") {
  const std::string token = right_token();
  const std::string value = list_value();
  struct ApiCase {
    std::string name;
    std::string token;
    int status = 401;
    std::string_view error = "is not valid.";
  };
  const std::vector<ApiCase> cases{
      {.name = "right", .token = token, .status = 200, .error = ""},
      {.name = "missing", .token = "", .error = "is missing."},
      {.name = "expired", .token = right_token(Millis{301'000}), .error = "has expired."},
      {.name = "from the future", .token = right_token(Millis{-120'000})},
      {.name = "a wrong code", .token = token + "0"}};
  for (const auto& c : cases) {
    CAPTURE(c.name);
    Asked asked = guarded(kApi, c.token);
    asked.kv = {{"user-listens:v2:recent", sealed_list(value)}};
    const auto reply = reply_to(asked);
    CHECK(reply.status == c.status);
    CHECK(reply.header("cache-control") == (c.status == 200 ? "private, no-cache" : "no-store"));
    if (c.status == 200) continue;
    CHECK(reply.body == R"({"error":"X-Internal-Token )" + std::string{c.error} + R"("})");
    CHECK(reply.header("www-authenticate") == "X-Internal-Token");
    CHECK(reply.reads.empty());
    CHECK(reply.log.empty());
    CHECK(reply.orders.size() == (c.token.empty() ? 0 : 1));
  }
}

TEST_CASE("admission: a reply may be kept for everyone with a valid token, and for no one else") {
  const std::string value = list_value();
  struct KeyCase {
    std::string_view name;
    std::string token;
    bool has_key = false;
  };
  for (const auto& c : {KeyCase{"just made", right_token(), true},
                        KeyCase{"about to end", right_token(Millis{299'000}), true},
                        KeyCase{"expired", right_token(Millis{301'000})},
                        KeyCase{"a wrong code", right_token() + "0"}, KeyCase{"missing", ""}}) {
    CAPTURE(c.name);
    Asked asked = guarded(kApi, c.token);
    asked.kv = {{"user-listens:v2:recent", sealed_list(value)}};
    CHECK(reply_to(asked).keep_for == (c.has_key ? Millis{5000} : Millis{0}));
    CHECK(cache_key_of(asked) == (c.has_key ? cache_key_of({.url = kApi}) : ""));
  }
}

TEST_CASE("admission: only the page carries a token, and only where one is wanted") {
  const std::string value = list_value();
  for (const auto& c : kPathCases) {
    CAPTURE(c.path);
    const std::string url = url_of(c);
    for (const bool is_wanted : {false, true}) {
      CAPTURE(is_wanted);
      Asked asked{.url = url, .kv = {{"user-listens:v2:recent", sealed_list(value)}}};
      asked.settings.wants_token = is_wanted;
      const auto reply = reply_to(asked);
      CHECK(reply.status == 200);
      const bool carries = is_wanted && c.form == Form::page;
      CHECK(reply.orders == std::vector<std::string>(carries ? 1 : 0, "sign"));
      CHECK(decode_scene(reply.body).token == (carries ? right_token() : ""));
    }
  }
}

TEST_CASE("admission: another token leaves the page's ETag as it is") {
  const std::string value = list_value();
  Asked asked = guarded("https://site.example/");
  asked.kv = {{"user-listens:v2:recent", sealed_list(value)}};
  const auto first = reply_to(asked);
  asked.now += Millis{1000};
  const auto second = reply_to(asked);
  CHECK(first.body != second.body);
  CHECK(first.header("etag") == second.header("etag"));
}

TEST_CASE("admission: health and files of the list want no token") {
  // Nothing is stored, so health has no list to call fresh.
  for (const auto& c :
       {std::pair{"/api/internal/health", 503}, std::pair{"/user-listens.rss", 200}}) {
    CAPTURE(c.first);
    const std::string url = "https://site.example" + std::string{c.first};
    CHECK(reply_to(guarded(url)).orders.empty());
    CHECK(reply_to(guarded(url)).status == c.second);
  }
}

}  // namespace user_listens
