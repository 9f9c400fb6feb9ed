// Which requests may be given one another's replies: those of one key, and what is no part of the
// answer is no part of the key.
#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reply/broken_lists.h"
#include "reply/replies.h"
#include "reply/scene_paths.h"

namespace user_listens {
namespace {

constexpr std::string_view kListUrl = "https://site.example/api/internal/user-listens";
constexpr std::string_view kCardUrl = "https://site.example/user-listens.svg";

struct SameCase {
  std::string_view name;
  std::string_view url = kListUrl;  // beside kListUrl
  std::string_view plain = kListUrl;
  std::string_view if_none_match;
  std::string_view origin;
  std::string_view token;
  std::string_view announced_method;
  std::vector<std::string_view> allowed = {};
};

const auto& same_cases() {
  static const std::vector<SameCase> cases{
      {.name = "a parameter that nobody reads",
       .url = "https://site.example/api/internal/user-listens?x=1"},
      {.name = "one of another form",
       .url = "https://site.example/api/internal/user-listens?theme=dark&width=300"},
      {.name = "a parameter in another case",
       .url = "https://site.example/api/internal/user-listens?Limit=3"},
      {.name = "an empty query", .url = "https://site.example/api/internal/user-listens?"},
      {.name = "only separators", .url = "https://site.example/api/internal/user-listens?&&=&"},
      {.name = "a fragment", .url = "https://site.example/api/internal/user-listens#top"},
      {.name = "another host, which data does not name",
       .url = "https://other.example:8443/api/internal/user-listens"},
      {.name = "the same number with zeros in front",
       .url = "https://site.example/api/internal/user-listens?limit=007",
       .plain = "https://site.example/api/internal/user-listens?limit=7"},
      {.name = "the same name, encoded",
       .url = "https://site.example/api/internal/user-listens?%6cimit=%37",
       .plain = "https://site.example/api/internal/user-listens?limit=7"},
      {.name = "another order",
       .url = "https://site.example/user-listens.svg?theme=dark&a=b&limit=3&width=300",
       .plain = "https://site.example/user-listens.svg?width=300&limit=3&theme=dark"},
      {.name = "what is usual, said aloud",
       .url = "https://site.example/user-listens.svg?limit=5&width=420&theme=auto",
       .plain = kCardUrl},
      {.name = "an If-None-Match", .if_none_match = R"("1-2")"},
      {.name = "a token that is not wanted", .token = "abc.def"},
      {.name = "an announced method", .announced_method = "GET"},
      {.name = "an origin where none is allowed", .origin = "https://a.example"},
      {.name = "an origin where all are", .origin = "https://a.example", .allowed = {"*"}},
      {.name = "an origin where another is allowed",
       .origin = "https://b.example",
       .allowed = {"https://a.example"}},
      {.name = "an allowed origin in capitals",
       .origin = "https://A.EXAMPLE",
       .allowed = {"https://a.example"}},
  };
  return cases;
}

}  // namespace

TEST_CASE("cache key: what is no part of the answer is no part of the key") {
  const auto value = list_value();
  for (const auto& c : same_cases()) {
    CAPTURE(c.name);
    Asked plain{.url = c.plain, .kv = {{kRecent, sealed_list(value)}}};
    plain.settings.allowed_origins = c.allowed;
    Asked asked = plain;
    asked.url = c.url;
    asked.if_none_match = c.if_none_match;
    asked.origin = c.origin;
    asked.token = c.token;
    asked.announced_method = c.announced_method;
    CHECK_FALSE(cache_key_of(asked).empty());
    CHECK(cache_key_of(asked) == cache_key_of(plain));
    // So one may be given the other's reply.
    const auto one = reply_to(plain);
    const auto other = reply_to(asked);
    CHECK(one.status == other.status);
    CHECK(one.headers == other.headers);
    CHECK(one.body == other.body);
    CHECK(one.keep_for == other.keep_for);
  }
}

TEST_CASE("cache key: whatever changes the answer changes the key") {
  struct Different {
    std::string_view url = kListUrl;
    std::string_view method = "GET";
    std::string_view origin;
  };
  const std::vector<Different> all{
      {},
      {.method = "HEAD"},
      {.origin = "https://a.example"},
      {.origin = "https://b.example"},
      {.url = "https://site.example/api/internal/user-listens?limit=1"},
      {.url = "https://site.example/api/internal/user-listens?limit=11"},
      {.url = kCardUrl},
      {.url = kCardUrl, .method = "HEAD"},
      {.url = "https://site.example/user-listens.svg?limit=1"},
      {.url = "https://site.example/user-listens.svg?width=421"},
      {.url = "https://site.example/user-listens.svg?theme=dark"},
      {.url = "https://site.example/user-listens.svg?theme=light"},
      {.url = "https://other.example/user-listens.svg"},
      {.url = "http://site.example/user-listens.svg"},
      {.url = "https://site.example/"},
      {.url = "https://site.example/user-listens.json"},
      {.url = "https://site.example/user-listens.rss"},
      {.url = "https://site.example/user-listens.txt"},
      {.url = "https://site.example/user-listens.txt?width=81"},
  };
  std::set<std::string> keys;
  for (const auto& [url, method, origin] : all) {
    Asked asked{.method = method, .url = url, .origin = origin};
    asked.settings.allowed_origins = {"https://a.example", "https://b.example"};
    keys.insert(cache_key_of(asked));
  }
  CHECK(keys.size() == all.size());
  CHECK_FALSE(keys.contains(""));
}

TEST_CASE("cache key: errors and health have none") {
  const std::string long_url = std::string{kListUrl} + "?x=" + std::string(2048, 'x');
  const std::string long_tag(1025, 't');
  const std::vector<Asked> all{{.url = "https://site.example/nothing"},
                               {.url = "https://site.example/api/internal/health"},
                               {.url = "https://site.example/?limit=0"},
                               {.url = "https://site.example/?limit=1&limit=1"},
                               {.url = long_url},
                               {.method = "POST"},
                               {.if_none_match = long_tag}};
  for (const auto& asked : all) {
    CAPTURE(asked.url);
    CAPTURE(asked.method);
    CHECK(cache_key_of(asked).empty());
  }
}

}  // namespace user_listens
