// The list as a scene: for the page, the card, the feeds and the text.
#include "reply/presentation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reply/broken_lists.h"
#include "reply/replies.h"
#include "reply/scene_paths.h"

namespace user_listens {
namespace {

// Asks for a path and says what came, scene and all.
struct Served {
  Reply reply;
  Scene scene;
};
Served serve(const Asked& asked) {
  Served served{.reply = reply_to(asked), .scene = {}};
  REQUIRE_FALSE(served.reply.template_name.empty());
  served.scene = decode_scene(served.reply.body);
  return served;
}

struct LookCase {
  std::string_view name;
  std::string_view path;
  std::string_view query;
  std::size_t rows = 6;
  std::uint32_t width = 0;
  Theme theme = Theme::automatic;
};

constexpr auto kLookCases = std::to_array<LookCase>({
    {.name = "a page", .path = "/", .query = ""},
    {.name = "a short page", .path = "/", .query = "?limit=2", .rows = 2},
    {.name = "a page with more rows than there are", .path = "/", .query = "?limit=50"},
    {.name = "a page that was linked to", .path = "/", .query = "?utm_source=x&theme=dark"},
    {.name = "a card has five rows",
     .path = "/user-listens.svg",
     .query = "",
     .rows = 5,
     .width = 420},
    {.name = "a card as it is wished",
     .path = "/user-listens.svg",
     .query = "?limit=6&width=240&theme=dark",
     .width = 240,
     .theme = Theme::dark},
    {.name = "a light card of one row",
     .path = "/user-listens.svg",
     .query = "?theme=light&limit=1",
     .rows = 1,
     .width = 420,
     .theme = Theme::light},
    {.name = "a feed", .path = "/user-listens.rss", .query = "?limit=3", .rows = 3},
    {.name = "a JSON Feed", .path = "/user-listens.json", .query = "?limit=1", .rows = 1},
    {.name = "a wide text", .path = "/user-listens.txt", .query = "?width=250", .width = 250},
    {.name = "a short text",
     .path = "/user-listens.txt",
     .query = "?limit=4&width=40",
     .rows = 4,
     .width = 40},
});

// What the same KV gives as data.
nlohmann::json data_of(Asked asked) {
  asked.url = "https://site.example/api/internal/user-listens?limit=5";
  return nlohmann::json::parse(reply_to(asked).body);
}

nlohmann::json rows_of(std::span<const Listen> listens) {
  json::Writer out;
  {
    const auto scope = out.array();
    for (const Listen& listen : listens) write_listen(out, listen);
  }
  return nlohmann::json::parse(out.take());
}

Absence absence_in(const nlohmann::json& data) {
  if (data["cached"] == true) return Absence::none;
  return data.contains("staleReason") ? Absence::unreadable : Absence::warming;
}

// Feed readers keep what they have when a request fails.
void check_refused(const Reply& reply) {
  CHECK(reply.status == 503);
  CHECK(reply.header("retry-after") == "60");
  CHECK(reply.header("cache-control") == "no-store");
  CHECK(reply.template_name.empty());
  CHECK(reply.body ==
        R"({"error":"The list cannot be read at the moment. Try again in a minute."})");
}

// Scene and data say the same, and say it in the log.
void check_same_as_data(Asked asked, const PathCase& c) {
  const auto url = url_of(c, "?limit=5");
  asked.url = url;
  auto data = data_of(asked);
  const auto absence = absence_in(data);
  if (absence == Absence::unreadable && is_feed(c.form)) return check_refused(reply_to(asked));
  const auto [reply, scene] = serve(asked);
  // That a row was not confirmed shows nowhere.
  for (auto& track : data["data"]) track.erase("confirmedAt");
  CHECK(reply.status == 200);
  CHECK(rows_of(scene.listens) == data["data"]);
  CHECK(scene.absence == absence);
  const bool is_stale = data.value("stale", false);
  // Feeds tell of plays, not of the list.
  CHECK(scene.is_stale == (is_stale && !is_feed(c.form) && absence == Absence::none));
  if (is_feed(c.form)) data["lastUpdated"] = nullptr;
  CHECK((scene.updated ? nlohmann::json(std::string{to_iso8601(*scene.updated)}) : nullptr) ==
        data["lastUpdated"]);
  const bool is_good = !is_stale && absence == Absence::none;
  CHECK(reply.header("cache-control") == (is_good ? "public, max-age=30" : "public, max-age=5"));
  CHECK(reply.header("etag").empty() == (absence != Absence::none));
  asked.url = "https://site.example/api/internal/user-listens?limit=5";
  const auto as_data = reply_to(asked);
  CHECK(reply.log == as_data.log);
  CHECK(reply.reads == as_data.reads);
}

}  // namespace

TEST_CASE("presentation: template, headers and scene of each path") {
  const auto value = list_value();
  for (const auto& c : kPathCases) {
    for (const auto& recent : {sealed_list(value), Stored{.value = value}}) {
      CAPTURE(c.path);
      const auto url = url_of(c, "?limit=6");
      const auto [reply, scene] = serve({.url = url, .kv = {{kRecent, recent}}});
      CHECK(reply.status == 200);
      CHECK(reply.template_name == c.template_name);
      CHECK(reply.header("content-type") == c.content_type);
      CHECK(reply.header("content-security-policy") == c.policy);
      CHECK(reply.header("cache-control") == "public, max-age=30");
      CHECK(reply.header("x-content-type-options") == "nosniff");
      CHECK(reply.header("referrer-policy") == "no-referrer");
      CHECK(reply.header("etag").size() > 10);
      CHECK(reply.reads == std::vector<std::string>{std::string{kRecent}});
      CHECK(reply.log == "info: [API] Cache hit, returning 6 tracks\n");
      CHECK(scene.form == c.form);
      CHECK(scene.width == c.width);
      CHECK(scene.theme == Theme::automatic);
      CHECK(scene.now == samples::now());
      CHECK(scene.updated.has_value() != is_feed(c.form));
      if (scene.updated) CHECK(scene.updated == samples::now());
      CHECK_FALSE(scene.is_stale);
      CHECK(scene.absence == Absence::none);
      CHECK(scene.origin == kSite);
      CHECK(scene.build == "d1");
      CHECK(scene.listens == std::vector<Listen>{tracks()});
    }
  }
}

TEST_CASE("presentation: parameters set rows, width and theme") {
  const auto value = list_value();
  for (const auto& c : kLookCases) {
    CAPTURE(c.name);
    const auto url = std::string{kSite}.append(c.path).append(c.query);
    const auto scene = serve({.url = url, .kv = {{kRecent, sealed_list(value)}}}).scene;
    CHECK(scene.listens.size() == c.rows);
    CHECK(scene.width == c.width);
    CHECK(scene.theme == c.theme);
  }
}

TEST_CASE("presentation: no more rows than MAX_TRACKS, but for who parameters so") {
  const auto value = list_value();
  const auto rows = [&](const PathCase& c, std::string_view query) {
    const auto url = url_of(c, query);
    Asked asked{.url = url, .kv = {{kRecent, sealed_list(value)}}};
    asked.settings.max_tracks = 2;
    return serve(asked).scene.listens.size();
  };
  for (const auto& c : kPathCases) {
    CAPTURE(c.path);
    // A card has its own number, which is a wish.
    CHECK(rows(c, "") == (c.form == Form::card ? 5 : 2));
    CHECK(rows(c, "?limit=6") == 6);
  }
}

TEST_CASE("presentation: whatever is stored, the same list as the data") {
  const auto snapshot = snapshot_value();
  for (const auto& path : kPathCases) {
    CAPTURE(path.path);
    for (const auto& c : kFallbackCases) {
      CAPTURE(c.name);
      for (const Stored& beside : {samples::sealed(snapshot), Stored{}, Stored{.error = "down"}}) {
        check_same_as_data({.kv = {{kRecent, c.recent}, {kSnapshot, beside}}}, path);
      }
    }
  }
}

TEST_CASE("presentation: of a list of any age, or a copy, the same as the data") {
  const auto value = list_value();
  const auto blank = list_value({});
  const auto snapshot = snapshot_value();
  Stored copy = sealed_list(value);
  copy.error = "KV GET failed: 503";
  for (const auto& path : kPathCases) {
    for (const Stored& recent : {sealed_list(value), Stored{.value = value}, copy,
                                 samples::sealed(blank), Stored{.value = blank}}) {
      for (const Stored& beside : {Stored{}, samples::sealed(snapshot)}) {
        for (const Millis age : {Millis{0}, Millis{3 * kTick}, 3 * kTick + Millis{1},
                                 Millis{std::chrono::minutes{11}}, Millis{std::chrono::days{8}}}) {
          CAPTURE(path.path);
          check_same_as_data(
              {.kv = {{kRecent, recent}, {kSnapshot, beside}}, .now = samples::now() + age}, path);
        }
      }
    }
  }
}

TEST_CASE("presentation: a warming list and an empty one are told apart") {
  const auto blank = list_value({});
  for (const auto& c : kPathCases) {
    CAPTURE(c.path);
    const auto url = url_of(c);
    const auto warming = serve({.url = url});
    CHECK(warming.scene.absence == Absence::warming);
    CHECK(warming.scene.listens.empty());
    CHECK_FALSE(warming.scene.updated);
    CHECK(warming.reply.header("cache-control") == "public, max-age=5");
    CHECK(warming.reply.header("etag").empty());
    const auto silent = serve({.url = url, .kv = {{kRecent, samples::sealed(blank)}}});
    CHECK(silent.scene.absence == Absence::none);
    CHECK(silent.scene.listens.empty());
    CHECK(silent.scene.updated.has_value() != is_feed(c.form));
    CHECK_FALSE(silent.reply.header("etag").empty());
  }
}

}  // namespace user_listens
