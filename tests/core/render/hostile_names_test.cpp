// What strangers write stays text, wherever it stands: a list with hostile names
// has the markup of one with harmless names, and each name can be read from it
// as it was.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/link.h"
#include "render/harmless.h"
#include "render/line.h"
#include "render/markup.h"
#include "render/payloads.h"
#include "render/rendering.h"
#include "render/template.h"
#include "samples.h"

namespace user_listens {
namespace {

using Tree = nlohmann::json;

struct Part {
  std::string_view name;
  std::string_view Listen::*member;
  std::string_view harmless;
};
constexpr std::array kParts{
    Part{"member", &Listen::username, "Mm1"}, Part{"artist", &Listen::artist, "Aa1"},
    Part{"album", &Listen::album, "Bb1"}, Part{"track", &Listen::track, "Tt1"}};
constexpr std::string_view kHarmlessUrl = "https://u.example/";
constexpr std::string_view kHarmlessImage = "https://i.example/";

// Two rows, since what stands between them may be broken too.
Scene scene_with(Listen listen) {
  Listen playing = listen;
  playing.now_playing = true;
  playing.played_at.reset();
  return {.now = samples::now(),
          .updated = samples::now(),
          .width = 1000,
          .origin = "https://site.example",
          .listens = {playing, listen}};
}

Listen harmless_listen() {
  Listen listen{.image = kHarmlessImage,
                .played_at = samples::time(samples::kPlayed),
                .url = kHarmlessUrl,
                .source = "lastfm"};
  for (const Part& part : kParts) listen.*part.member = part.harmless;
  return listen;
}

std::string replaced(std::string text, std::string_view old, std::string_view with) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size())) {
    text.replace(at, old.size(), with);
  }
  return text;
}

// What a value of the harmless list is with the names of `hostile`, by way of
// characters that no name has.
std::string expected(std::string value, const Listen& hostile, Arena& arena) {
  struct Step {
    std::string_view harmless;
    std::string_view hostile;
  };
  std::vector<Step> steps;
  steps.reserve(kParts.size() + 2);
  for (const Part& part : kParts) {
    steps.push_back({part.harmless, one_line(hostile.*part.member, arena)});
  }
  steps.push_back({kHarmlessUrl, https_link(hostile.url, arena)});
  steps.push_back({kHarmlessImage, https_link(hostile.image, arena)});
  char mark = 1;
  for (const Step& step : steps) value = replaced(value, step.harmless, std::string(1, mark++));
  mark = 1;
  for (const Step& step : steps) value = replaced(value, std::string(1, mark++), step.hostile);
  return value;
}

// Values without a name may be other ones, such as the drawing's colours, but
// they are ours.
bool is_ours(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           std::string_view{" ,.%()-:"}.find(c) != std::string_view::npos;
  });
}

bool is_cut_of(std::string_view value, std::string_view whole) {
  if (!value.ends_with(utf8::kEllipsis)) return false;
  value.remove_suffix(utf8::kEllipsis.size());
  return whole.starts_with(value);
}

// With its names escaped once more, as the descriptions of RSS have them.
Listen escaped_again(Listen listen, Arena& arena) {
  for (const Part& part : kParts) {
    std::string once;
    append_escaped(once, one_line(listen.*part.member, arena), Escaping::markup);
    listen.*part.member = arena.keep(once);
  }
  return listen;
}

void check_value(const std::string& value, const std::string& harmless, const Listen& hostile,
                 Form form) {
  Arena arena;
  const auto whole = expected(harmless, hostile, arena);
  const bool is_twice =
      form == Form::rss_feed && value == expected(harmless, escaped_again(hostile, arena), arena);
  const bool is_same =
      value == whole || is_twice || (form == Form::card && is_cut_of(value, whole));
  const bool has_no_name = whole == harmless && is_ours(value);
  INFO("value: ", value);
  INFO("instead of: ", whole);
  CHECK((is_same || has_no_name));
}

void check_markup(const Listen& hostile, const Listen& harmless, Form form) {
  const auto measure = markup::read(rendered(scene_with(harmless), form));
  const auto reading = markup::read(rendered(scene_with(hostile), form));
  REQUIRE(measure.fault == "");
  CHECK(reading.fault == "");
  CHECK(reading.skeleton == measure.skeleton);
  REQUIRE(reading.values.size() == measure.values.size());
  for (std::size_t i = 0; i < reading.values.size(); ++i) {
    check_value(reading.values[i], measure.values[i], hostile, form);
  }
}

void check_json(const Listen& hostile, const Listen& harmless) {
  const auto text = rendered(scene_with(hostile), Form::json_feed);
  REQUIRE(Tree::accept(text));
  const auto tree = Tree::parse(text).flatten();
  const auto measure = Tree::parse(rendered(scene_with(harmless), Form::json_feed)).flatten();
  REQUIRE(tree.size() == measure.size());
  for (const auto& item : measure.items()) {
    CAPTURE(item.key());
    REQUIRE(tree.contains(item.key()));
    check_value(tree[item.key()], item.value(), hostile, Form::json_feed);
  }
}

void check_text(const Listen& hostile) {
  const auto text = rendered(scene_with(hostile), Form::text);
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
  const bool is_plain = std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  });
  CHECK(is_plain);
  Arena arena;
  for (const auto name : {hostile.username, hostile.track}) {
    CHECK(text.find(one_line(name, arena)) != std::string::npos);
  }
}

void check_everywhere(const Listen& hostile, const Listen& harmless) {
  for (const Form form : {Form::page, Form::card, Form::rss_feed}) {
    CAPTURE(traits_of(form).file);
    check_markup(hostile, harmless, form);
  }
  check_json(hostile, harmless);
  check_text(hostile);
}

}  // namespace

TEST_CASE("hostile names: stay text in each field, in every form") {
  for (const std::string_view payload : kPayloads) {
    CAPTURE(payload);
    for (const Part& part : kParts) {
      CAPTURE(part.name);
      Listen hostile = harmless_listen();
      hostile.*part.member = payload;
      check_everywhere(hostile, harmless_listen());
    }
  }
}

TEST_CASE("hostile names: stay text in all fields at once") {
  for (const std::string_view payload : kPayloads) {
    CAPTURE(payload);
    Listen hostile = harmless_listen();
    for (const Part& part : kParts) hostile.*part.member = payload;
    check_everywhere(hostile, harmless_listen());
  }
}

TEST_CASE("hostile names: an address that is no web link is left out") {
  for (const std::string_view payload : kPayloads) {
    for (const std::string_view before : {"", "javascript:", "//"}) {
      const auto address = std::string{before}.append(payload);
      CAPTURE(address);
      Listen hostile = harmless_listen();
      hostile.image = hostile.url = address;
      Listen harmless = harmless_listen();
      harmless.image = harmless.url = {};
      check_everywhere(hostile, harmless);
    }
  }
}

TEST_CASE("hostile names: special characters of a web link stay in it") {
  for (const std::string_view address : kAddresses) {
    CAPTURE(address);
    Listen hostile = harmless_listen();
    hostile.image = hostile.url = address;
    check_everywhere(hostile, harmless_listen());
  }
}

TEST_CASE("hostile names: stay text as the host of the request") {
  for (const std::string_view payload : kPayloads) {
    CAPTURE(payload);
    Arena arena;
    // The runtime gives no URL with control characters, or ill-formed.
    const auto host = one_line(payload, arena);
    for (const Form form : {Form::page, Form::card, Form::rss_feed}) {
      Scene scene = scene_with(harmless_listen());
      const auto measure = markup::read(rendered(scene, form));
      scene.origin = host;
      const auto reading = markup::read(rendered(scene, form));
      CHECK(reading.fault == "");
      CHECK(reading.skeleton == measure.skeleton);
    }
    Scene scene = scene_with(harmless_listen());
    scene.origin = host;
    const auto feed = Tree::parse(rendered(scene, Form::json_feed));
    CHECK(feed["home_page_url"] == std::string{host} + "/");
  }
}

// The reader that says so must see what a browser would.
TEST_CASE("hostile names: what the reader of markup takes for a fault") {
  for (const std::string_view text : {"<",
                                      "a < b",
                                      "<a",
                                      "<a href=x></a>",
                                      "<a href='x'></a>",
                                      "<a href=\"x></a>",
                                      "<a>",
                                      "</a>",
                                      "<a></b>",
                                      "a > b",
                                      "&",
                                      "&copy;",
                                      "&#60;",
                                      "<a href=\"&\"></a>",
                                      "<a  b></a>",
                                      "<a b=\"<\"/>",
                                      "a\nb",
                                      "a\x7F",
                                      "a\xEF\xBF\xBE",
                                      "a\xFF",
                                      "<!doctype html",
                                      "<1></1>"}) {
    CAPTURE(text);
    CHECK(markup::read(text).fault != "");
  }
  const auto xml = markup::read(R"(<?xml version="1.0"?><a b="&quot;" c>x&amp;<d/>y</a>)");
  CHECK(xml.fault == "");
  CHECK(xml.skeleton == "<?xml version=\"1.0\"?><a b c><d/></a>");
  CHECK(xml.values == std::vector<std::string>{"\"", "x&", "y"});
  const auto html = markup::read("<!doctype html><p>x<img>y</p><script>a < b && c</script>");
  CHECK(html.fault == "");
  CHECK(html.skeleton == "<!doctype html><p><img></p><script>a < b && c</script>");
  CHECK(html.values == std::vector<std::string>{"x", "y"});
}

}  // namespace user_listens
