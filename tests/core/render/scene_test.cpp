// What crosses from one module to the other.
#include "render/scene.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "samples.h"

namespace user_listens {
namespace {

void check_same(const Scene& decoded, const Scene& scene) {
  CHECK(decoded.form == scene.form);
  CHECK(decoded.now == scene.now);
  CHECK(decoded.updated == scene.updated);
  CHECK(decoded.is_stale == scene.is_stale);
  CHECK(decoded.absence == scene.absence);
  CHECK(decoded.theme == scene.theme);
  CHECK(decoded.width == scene.width);
  CHECK(decoded.origin == scene.origin);
  CHECK(decoded.build == scene.build);
  CHECK(decoded.listens == scene.listens);
}

Scene with_everything() {
  Listen playing = samples::playing("b\0b");
  playing.first_seen = samples::time("2025-12-04T14:05:00.000Z");
  Listen nameless;
  nameless.track = std::string_view{"\0\xFF\n", 3};
  return {.form = Form::rss_feed,
          .now = samples::now(),
          .updated = samples::time("2025-12-04T14:25:26.999Z"),
          .is_stale = true,
          .absence = Absence::unreadable,
          .theme = Theme::dark,
          .width = 420,
          .origin = "https://site.example",
          .build = "f3b1",
          .listens = {samples::listen("alice"), playing, nameless}};
}

}  // namespace

TEST_CASE("scene: is decoded as it was encoded, full and empty") {
  for (const Scene& scene : {with_everything(), Scene{}}) {
    const auto bytes = encode_scene(scene);
    check_same(decode_scene(bytes), scene);
    CHECK(encode_scene(decode_scene(bytes)) == bytes);
  }
}

TEST_CASE("scene: every form, theme and absence is decoded as it was encoded") {
  for (const Form form : {Form::page, Form::card, Form::json_feed, Form::rss_feed, Form::text}) {
    for (const Theme theme : {Theme::automatic, Theme::light, Theme::dark}) {
      Scene scene = with_everything();
      scene.form = form;
      scene.theme = theme;
      check_same(decode_scene(encode_scene(scene)), scene);
    }
  }
  for (const Absence absence : {Absence::none, Absence::warming, Absence::unreadable}) {
    Scene scene = with_everything();
    scene.absence = absence;
    check_same(decode_scene(encode_scene(scene)), scene);
  }
}

// Whatever changes what is shown changes the bytes, of which the ETag is made.
TEST_CASE("scene: each fact changes the bytes") {
  const Scene scene = with_everything();
  const auto bytes = encode_scene(scene);
  const auto differs = [&](auto change) {
    Scene other = scene;
    change(other);
    return encode_scene(other) != bytes;
  };
  CHECK(differs([](Scene& other) { other.form = Form::page; }));
  CHECK(differs([](Scene& other) { other.now += Millis{1}; }));
  CHECK(differs([](Scene& other) { other.updated.reset(); }));
  CHECK(differs([](Scene& other) { other.is_stale = false; }));
  CHECK(differs([](Scene& other) { other.absence = Absence::warming; }));
  CHECK(differs([](Scene& other) { other.theme = Theme::light; }));
  CHECK(differs([](Scene& other) { other.width = 421; }));
  CHECK(differs([](Scene& other) { other.origin = "https://site.exampl"; }));
  CHECK(differs([](Scene& other) { other.build = "f3b2"; }));
  CHECK(differs([](Scene& other) { other.listens[0].album = ""; }));
  CHECK(differs([](Scene& other) { other.listens[0].source = "librefm"; }));
  CHECK(differs([](Scene& other) { other.listens[0].played_at.reset(); }));
  CHECK(differs([](Scene& other) { other.listens[1].first_seen.reset(); }));
  CHECK(differs([](Scene& other) { other.listens[1].now_playing = false; }));
  CHECK(differs([](Scene& other) { std::swap(other.listens[0], other.listens[1]); }));
}

// What shows nowhere changes nothing.
TEST_CASE("scene: confirmed_at does not change the bytes") {
  Scene scene = with_everything();
  const auto bytes = encode_scene(scene);
  scene.listens[1].confirmed_at = samples::now();
  CHECK(encode_scene(scene) == bytes);
}

TEST_CASE("scene: decoded texts point into the bytes") {
  const auto bytes = encode_scene(with_everything());
  const auto scene = decode_scene(bytes);
  const auto is_within = [&](std::string_view text) {
    return text.data() >= bytes.data() && text.data() + text.size() <= bytes.data() + bytes.size();
  };
  CHECK(is_within(scene.origin));
  CHECK(is_within(scene.build));
  for (const Listen& listen : scene.listens) CHECK(is_within(listen.track));
}

}  // namespace user_listens
