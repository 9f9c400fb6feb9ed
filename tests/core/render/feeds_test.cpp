// JSON Feed 1.1 (jsonfeed.org/version/1.1) and RSS 2.0
// (www.rssboard.org/rss-specification).
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "render/line.h"
#include "render/rendering.h"
#include "render/three_listens.h"
#include "samples.h"

namespace user_listens {
namespace {

using Tree = nlohmann::json;

}  // namespace

TEST_CASE("render: the JSON Feed has an item for each row, with all fields") {
  const auto feed = Tree::parse(rendered(three_listens(), Form::json_feed));
  CHECK(feed["version"] == "https://jsonfeed.org/version/1.1");
  CHECK(feed["home_page_url"] == "https://site.example/");
  CHECK(feed["feed_url"] == "https://site.example/user-listens.json");
  const auto& items = feed["items"];
  REQUIRE(items.size() == 3);
  CHECK(items[0]["title"] == "Björk – Jóga");
  CHECK(items[0]["content_text"] == "bob is playing Jóga by Björk");
  CHECK(items[0]["url"] == "https://site.example/");
  CHECK(items[0]["date_published"] == "2025-12-04T14:15:27.000Z");
  CHECK_FALSE(items[0].contains("image"));
  CHECK(items[1] == Tree{{"id", items[1]["id"]},
                         {"url", "https://www.last.fm/music/Massive+Attack/_/Teardrop"},
                         {"title", "Massive Attack – Teardrop"},
                         {"content_text", "alice played Teardrop by Massive Attack from Mezzanine"},
                         {"image", "https://covers.example/300x300/mezzanine.png"},
                         {"date_published", "2025-12-04T14:20:00.000Z"},
                         {"authors", {{{"name", "alice"}}}}});
  CHECK(items[2]["title"] == "John Cage – 4′33″");
  CHECK(items[2]["content_text"] == "carol played 4′33″ by John Cage");
  CHECK_FALSE(items[2].contains("date_published"));
  CHECK(Tree::parse(rendered({.now = samples::now()}, Form::json_feed))["items"] == Tree::array());
}

TEST_CASE("render: sentences in feeds and card isolate names of any direction") {
  const auto sentence = [](std::string_view track, Form form) {
    Scene scene{.now = samples::now(), .origin = "https://site.example"};
    scene.listens.push_back(samples::listen("alice"));
    scene.listens.back().track = track;
    return rendered(scene, form);
  };
  constexpr std::string_view kPlayed =
      "\u2068alice\u2069 played \u2068שיר 7\u2069 by \u2068Massive Attack\u2069";
  for (const Form form : {Form::json_feed, Form::rss_feed, Form::card}) {
    CHECK(count(sentence("שיר 7", form), kPlayed) == 1);
  }
  // Names that stand alone are as they were written.
  CHECK(count(sentence("שיר 7", Form::json_feed), "\"title\": \"Massive Attack – שיר 7\"") == 1);
  for (const Form form : {Form::json_feed, Form::rss_feed}) {
    CHECK(count(sentence("Teardrop 7", form), kIsolate) == 0);
  }
}

TEST_CASE("render: the RSS feed has an item for each row, with all fields") {
  const auto feed = rendered(three_listens(), Form::rss_feed);
  CHECK(feed.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\""));
  CHECK(count(feed, "<item>") == 3);
  CHECK(count(feed, "<guid isPermaLink=\"false\">user-listens:") == 3);
  CHECK(count(feed, "<item><title>Björk – Jóga</title><link>https://site.example/</link>") == 1);
  CHECK(count(feed, "<pubDate>") == 2);
  CHECK(count(feed, "<pubDate>Thu, 04 Dec 2025 14:15:27 GMT</pubDate>") == 1);
  CHECK(count(feed,
              "<dc:creator>carol</dc:creator>"
              "<description>carol played 4′33″ by John Cage</description></item>") == 1);
}

// A reader takes the description for HTML, once it is read.
TEST_CASE("render: the RSS feed's descriptions are escaped twice") {
  auto listen = samples::listen("<i>alice");
  listen.track = "I <3 \"You\" & 'Me'";
  Scene scene{.now = samples::now(), .listens = {listen}};
  const auto feed = rendered(scene, Form::rss_feed);
  CHECK(count(feed,
              "<description>&amp;lt;i&amp;gt;alice played I &amp;lt;3 &amp;quot;You&amp;quot; "
              "&amp;amp; &amp;#39;Me&amp;#39; by ") == 1);
  CHECK(count(feed, "<dc:creator>&lt;i&gt;alice</dc:creator>") == 1);
}

}  // namespace user_listens
