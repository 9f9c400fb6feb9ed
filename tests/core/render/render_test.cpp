// Whole lists in every form and state.
#include "render/render.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "boundary/calls.h"
#include "render/markup.h"
#include "render/rendering.h"
#include "render/three_listens.h"
#include "samples.h"

namespace user_listens {
namespace {

using Tree = nlohmann::json;

struct StateCase {
  std::string_view name;
  std::size_t rows = 0;
  bool is_stale = false;
  Absence absence = Absence::none;
  bool is_dated = true;
  // Of the page.
  std::string_view tone;
  std::string_view state;
  std::string_view summary;
  std::string_view freshness;
  // Of the text.
  std::string_view head;
  std::string_view line;  // the first one
};

constexpr std::string_view kTitle = "What we’re listening to";

constexpr auto kStateCases = std::to_array<StateCase>({
    {.name = "listed",
     .rows = 3,
     .tone = "fresh",
     .state = "listed",
     .summary = "3 listeners · 1 playing now",
     .freshness = "Updated 1 min ago",
     .head = ", updated 1 min ago",
     .line = "bob    Björk – Jóga"},
    {.name = "one who plays",
     .rows = 1,
     .tone = "fresh",
     .state = "listed",
     .summary = "1 listener · 1 playing now",
     .freshness = "Updated 1 min ago",
     .head = ", updated 1 min ago",
     .line = "bob  Björk – Jóga"},
    {.name = "stale",
     .rows = 3,
     .is_stale = true,
     .tone = "stale",
     .state = "listed",
     .summary = "3 listeners · 1 playing now",
     .freshness = "Not refreshed since 4 Dec 2025, 14:24 UTC. Showing the last list there is.",
     .head = ", not refreshed since 4 Dec 2025, 14:24 UTC",
     .line = "bob    Björk – Jóga"},
    {.name = "stale since nobody knows when",
     .rows = 3,
     .is_stale = true,
     .is_dated = false,
     .tone = "stale",
     .state = "listed",
     .summary = "3 listeners · 1 playing now",
     .freshness = "Not refreshed for a while",
     .head = ", not refreshed for a while",
     .line = "bob    Björk – Jóga"},
    {.name = "silent",
     .tone = "fresh",
     .state = "silent",
     .summary = "",
     .freshness = "Updated 1 min ago",
     .head = ", updated 1 min ago",
     .line = "Nobody has listened yet."},
    {.name = "warming",
     .absence = Absence::warming,
     .is_dated = false,
     .tone = "warming",
     .state = "warming",
     .summary = "Just a moment",
     .freshness = "The first list is on its way.",
     .head = "",
     .line = "The first list is on its way."},
    {.name = "unreadable",
     .absence = Absence::unreadable,
     .is_dated = false,
     .tone = "failed",
     .state = "unreadable",
     .summary = "",
     .freshness = "",
     .head = "",
     .line = "The list cannot be read now."},
});

Scene scene_of(const StateCase& c) {
  Scene scene = three_listens();
  scene.listens.resize(c.rows);
  scene.is_stale = c.is_stale;
  scene.absence = c.absence;
  if (!c.is_dated) scene.updated.reset();
  return scene;
}

// What a reader sees of the element with this id: its texts behind one another.
std::string text_in(std::string_view page, std::string_view id) {
  const auto mark = std::string{"id=\""}.append(id).append("\"");
  const auto begin = page.find('>', page.find(mark)) + 1;
  std::string text;
  bool is_tag = false;
  for (const char c : page.substr(begin, page.find("</p>", begin) - begin)) {
    if (c == '<') is_tag = true;
    if (!is_tag) text += c;
    if (c == '>') is_tag = false;
  }
  return text;
}

bool is_hidden(std::string_view page, std::string_view id) {
  const auto begin = page.find(std::string{"id=\""}.append(id).append("\""));
  return page.substr(begin, page.find('>', begin) - begin).ends_with(" hidden");
}

std::string attribute(std::string_view page, std::string_view name) {
  const auto mark = std::string{" "}.append(name).append("=\"");
  const auto begin = page.find(mark) + mark.size();
  return std::string{page.substr(begin, page.find('"', begin) - begin)};
}

}  // namespace

TEST_CASE("render: markup is well-formed in every state") {
  for (const auto& c : kStateCases) {
    for (const Form form : {Form::page, Form::card, Form::rss_feed}) {
      CAPTURE(c.name);
      CAPTURE(traits_of(form).file);
      CHECK(markup::read(rendered(scene_of(c), form)).fault == "");
    }
    CHECK(Tree::accept(rendered(scene_of(c), Form::json_feed)));
  }
}

TEST_CASE("render: tone, summary and hidden parts of the page in every state") {
  for (const auto& c : kStateCases) {
    CAPTURE(c.name);
    const auto page = rendered(scene_of(c), Form::page);
    CHECK(attribute(page, "data-tone") == c.tone);
    CHECK(attribute(page, "data-state") == c.state);
    CHECK(attribute(page, "data-stale") == (c.is_stale ? "1" : ""));
    CHECK(attribute(page, "data-updated") == (c.is_dated ? "2025-12-04T14:24:00.000Z" : ""));
    CHECK(attribute(page, "data-rendered") == kMinute);
    CHECK(text_in(page, "summary") == c.summary);
    CHECK(text_in(page, "freshness") == c.freshness);
    CHECK(is_hidden(page, "listens") == (c.state != "listed"));
    CHECK(is_hidden(page, "panel") == (c.state != "silent" && c.state != "unreadable"));
    CHECK(is_hidden(page, "skeleton") == (c.state != "warming"));
    CHECK(count(page, "<li class=\"listen") == c.rows);
  }
}

TEST_CASE("render: names, links, cover and time of the page's rows") {
  const auto page = rendered(three_listens(), Form::page);
  CHECK(count(page, "<li class=\"listen playing\">") == 1);
  CHECK(count(page, "<li class=\"listen\">") == 2);
  CHECK(count(page, "</i></span>Now playing") == 1);
  CHECK(count(page,
              "<a href=\"https://www.last.fm/music/Massive+Attack/_/Teardrop\" "
              "rel=\"noopener noreferrer\"><bdi>Teardrop</bdi></a>") == 1);
  CHECK(count(page, "<a><bdi>") == 2);
  CHECK(count(page, " src=\"https://covers.example/300x300/mezzanine.png\">") == 1);
  CHECK(count(page, "<img ") == 1);
  CHECK(count(page, "<p class=\"by\"") == 3);
  CHECK(count(page, "<bdi class=\"album\">Mezzanine</bdi>") == 1);
  CHECK(count(page,
              "<time datetime=\"2025-12-04T14:20:00.000Z\" title=\"4 Dec 2025, 14:20 UTC\" "
              "lang=\"en\">5 min ago</time>") == 1);
  CHECK(count(page, "content=\"https://site.example/\"") == 1);
}

TEST_CASE("render: head and lines of the text in every state") {
  for (const auto& c : kStateCases) {
    CAPTURE(c.name);
    const auto text = rendered(scene_of(c), Form::text);
    CHECK(text.starts_with(std::string{kTitle}.append(c.head).append("\n\n").append(c.line)));
    CHECK(text.ends_with('\n'));
    CHECK(count(text, "\n") == 2 + std::max<std::size_t>(1, c.rows));
  }
  Scene scene = three_listens();
  scene.width = 50;
  CHECK(rendered(scene, Form::text) ==
        "What we’re listening to, updated 1 min ago\n\n"
        "bob    Björk – Jóga                    now playing\n"
        "alice  Massive Attack – Teardrop       5 min ago\n"
        "carol  John Cage – 4′33″               \n");
}

TEST_CASE("render: theme, size, description and lines of the card") {
  struct Case {
    Theme theme;
    std::string_view name;
  };
  for (const auto& c :
       {Case{Theme::automatic, "auto"}, Case{Theme::light, "light"}, Case{Theme::dark, "dark"}}) {
    Scene scene = three_listens();
    scene.theme = c.theme;
    CHECK(attribute(rendered(scene, Form::card), "class") == c.name);
  }
  const auto card = rendered(three_listens(), Form::card);
  CHECK(attribute(card, "viewBox") == "0 0 420 282");
  CHECK(count(card,
              "<desc id=\"desc\">bob is playing Jóga by Björk; "
              "alice played Teardrop by Massive Attack; carol played 4′33″ by John Cage</desc>") ==
        1);
  CHECK(
      count(card,
            "&#x2068;bob&#x2069; · <tspan class=\"now\" font-weight=\"600\">now playing</tspan>") ==
      1);
  CHECK(count(card, "&#x2068;alice&#x2069; · 5 min ago</text>") == 1);
  CHECK(count(card, "&#x2068;carol&#x2069;</text>") == 1);
  CHECK(count(card, "Nobody has listened") == 0);
  for (const auto& c : kStateCases) {
    if (c.rows > 0) continue;
    CAPTURE(c.name);
    CHECK(count(rendered(scene_of(c), Form::card), c.line) == 2);
  }
}

TEST_CASE("render: the lines of a card are cut, its description is not") {
  const std::string name(100, 'W');
  Scene scene = three_listens();
  Listen& playing = scene.listens[0];
  playing.username = playing.artist = playing.track = name;
  const auto card = rendered(scene, Form::card);
  CHECK(count(card, "W…</text>") == 2);
  CHECK(count(card, "W…&#x2069;") == 1);
  CHECK(count(card, name) == 3);
}

// The call of the renderer's module.
TEST_CASE("render: the module's call gives the same as the renderer") {
  for (const auto& [form, file, width] : kForms) {
    Scene scene = three_listens();
    scene.form = form;
    scene.width = width;
    const auto bytes = encode_scene(scene);
    const auto text = template_text(file);
    const auto output =
        boundary::render(std::vector<std::optional<std::string_view>>{"{}", bytes, text});
    CHECK(output == boundary::Output{"{}", rendered(scene, form)});
  }
}

TEST_CASE("render: a missing member is left out of every form, and so is a row without a track") {
  Scene scene = three_listens();
  scene.listens[1].username = "";
  scene.listens[2].track = "";
  const auto page = rendered(scene, Form::page);
  CHECK(count(page, "<bdi class=\"member\">") == 1);
  CHECK(text_in(page, "summary") == "2 listeners · 1 playing now");
  CHECK(count(rendered(scene, Form::rss_feed), "<dc:creator>") == 1);
  CHECK(count(rendered(scene, Form::card),
              "<text class=\"soft\" y=\"60\" font-size=\"12\">5 min ago") == 1);
  const auto item = Tree::parse(rendered(scene, Form::json_feed))["items"][1];
  CHECK_FALSE(item.contains("authors"));
  CHECK(item["content_text"] == "played Teardrop by Massive Attack from Mezzanine");
}

}  // namespace user_listens
