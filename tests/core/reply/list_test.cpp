// The list from the cache: hits, age, limits, ETags.
#include "reply/list.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cache/entry.h"
#include "cache/freshness.h"
#include "reply/replies.h"

namespace user_listens {
namespace {

std::vector<Listen> three_tracks() {
  return {samples::playing("bob"), samples::listen("alice"), samples::listen("carol")};
}

std::string value() {
  return encode_entry(samples::entry(samples::now(), samples::deployment(), three_tracks()));
}

std::string json_of(const std::vector<Listen>& listens) {
  json::Writer out;
  {
    const auto scope = out.array();
    for (const Listen& listen : listens) write_listen(out, listen);
  }
  return out.take();
}

std::string body(const std::vector<Listen>& listens, std::string_view tail) {
  return R"({"data":)" + json_of(listens) +
         R"(,"lastUpdated":"2025-12-04T14:25:27.000Z","cached":true,"version":2,"stale":)" +
         std::string{tail} + "}";
}

}  // namespace

TEST_CASE("list: a hit is the same with a seal and without, in whatever order the keys are") {
  const auto sealed = value();
  const auto unsealed = R"({"tracks":)" + json_of(three_tracks()) +
                        R"(,"lastUpdated":"2025-12-04T14:25:27.000Z","version":2})";
  const std::array<Stored, 3> stored{Stored{.value = sealed, .seal = seal_of(sealed, 3)},
                                     Stored{.value = sealed}, Stored{.value = unsealed}};
  for (const auto& recent : stored) {
    const auto reply = reply_to({.kv = {{kRecent, recent}}});
    CHECK(reply.status == 200);
    CHECK(reply.body == body(three_tracks(), "false"));
    CHECK(reply.header("cache-control") == "public, max-age=30");
    CHECK(reply.reads == std::vector<std::string>{std::string{kRecent}});
    CHECK(reply.log == "info: [API] Cache hit, returning 3 tracks\n");
  }
}

TEST_CASE("list: older than three ticks it is stale") {
  const auto sealed = value();
  for (const auto& recent :
       {Stored{.value = sealed, .seal = seal_of(sealed, 3)}, Stored{.value = sealed}}) {
    const auto fresh = reply_to({.kv = {{kRecent, recent}}, .now = samples::now() + 3 * kTick});
    CHECK(fresh.body == body(three_tracks(), "false"));
    const auto stale =
        reply_to({.kv = {{kRecent, recent}}, .now = samples::now() + 3 * kTick + Millis{1}});
    CHECK(stale.body == body(three_tracks(), R"(true,"staleReason":"not_refreshed")"));
    CHECK(stale.header("cache-control") == "public, max-age=5");
    CHECK(stale.log == "info: [API] Cache hit, returning 3 tracks\n");
    const auto from_the_future =
        reply_to({.kv = {{kRecent, recent}}, .now = samples::now() - Seconds{60}});
    CHECK(from_the_future.body == body(three_tracks(), "false"));
  }
}

TEST_CASE("list: a limit shortens it, and so does MAX_TRACKS") {
  const auto sealed = value();
  for (const auto& recent :
       {Stored{.value = sealed, .seal = seal_of(sealed, 3)}, Stored{.value = sealed}}) {
    const auto two = reply_to({.url = "https://site.example/api/internal/user-listens?limit=2",
                               .kv = {{kRecent, recent}}});
    CHECK(two.body == body({three_tracks()[0], three_tracks()[1]}, "false"));
    CHECK(two.log == "info: [API] Cache hit, returning 2 tracks\n");
    const auto fifty = reply_to({.url = "https://site.example/api/internal/user-listens?limit=50",
                                 .kv = {{kRecent, recent}}});
    CHECK(fifty.body == body(three_tracks(), "false"));
    Asked asked{.kv = {{kRecent, recent}}};
    asked.settings.max_tracks = 1;
    CHECK(reply_to(asked).body == body({three_tracks()[0]}, "false"));
  }
}

TEST_CASE("list: HEAD is GET without the body") {
  const auto sealed = value();
  const Stored recent{.value = sealed, .seal = seal_of(sealed, 3)};
  const auto get = reply_to({.kv = {{kRecent, recent}}});
  const auto head = reply_to({.method = "HEAD", .kv = {{kRecent, recent}}});
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.headers == get.headers);
  CHECK(reply_to({.method = "HEAD"}).body.empty());
}

TEST_CASE("list: an If-None-Match names the ETag, weakly compared") {
  struct Case {
    std::string_view name;
    std::string_view tag;
    std::string_view if_none_match;
    bool is_named = true;
  };
  constexpr auto kCases = std::to_array<Case>({
      {"the tag", R"("1a-20")", R"("1a-20")"},
      {"weakened on the way", R"("1a-20")", R"(W/"1a-20")"},
      {"a weak one", R"(W/"1a-20")", R"(W/"1a-20")"},
      {"a weak one, strengthened", R"(W/"1a-20")", R"("1a-20")"},
      {"in a list", R"("1a-20")", R"("x", W/"y" ,"1a-20")"},
      {"anything", R"("1a-20")", "*"},
      {"another", R"("1a-20")", R"("1a-21")", false},
      {"without quotes", R"("1a-20")", "1a-20", false},
      {"a prefix", R"("1a-20")", R"("1a-20)", false},
      {"none", R"("1a-20")", "", false},
      {"only commas", R"("1a-20")", ",,", false},
  });
  for (const auto& c : kCases) {
    CAPTURE(c.name);
    CHECK(names_tag(c.if_none_match, c.tag) == c.is_named);
  }
}

TEST_CASE("list: a reply is whole, whatever tag the request names") {
  const auto sealed = value();
  const Stored recent{.value = sealed, .seal = seal_of(sealed, 3)};
  const auto first = reply_to({.kv = {{kRecent, recent}}});
  const auto again = reply_to({.if_none_match = first.header("etag"), .kv = {{kRecent, recent}}});
  CHECK(again.status == 200);
  CHECK(again.body == first.body);
  CHECK(again.headers == first.headers);
  CHECK(first.header("cache-control") == "public, max-age=30");
}

TEST_CASE("list: the ETag tells bodies apart") {
  const auto sealed = value();
  const auto tag = [&](std::string_view query, UnixMillis now) {
    const auto url = std::string{"https://site.example/api/internal/user-listens"}.append(query);
    return reply_to({.url = url, .kv = {{kRecent, {.value = sealed}}}, .now = now}).header("etag");
  };
  CHECK(tag("", samples::now()) == tag("", samples::now() + Seconds{1}));
  CHECK(tag("", samples::now()) != tag("?limit=1", samples::now()));
  CHECK(tag("", samples::now()) != tag("", samples::now() + Seconds{901}));
}

}  // namespace user_listens
