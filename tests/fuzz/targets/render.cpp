// The renderer: a list in every form, with names that nobody has looked at. The
// first line says how it is to look, each further one is a row: its fields are
// separated by "|", and so may hold anything else.
//
//   stale dark 240
//   member|artist|album|track|image|url|played|first seen
//
// Instead of a time, "now" is a track that plays; anything else is none.
#include <charconv>
#include <string>

#include "rendered.h"
#include "target.h"

namespace user_listens::fuzz {
namespace {

// 2025-12-04T14:25:00Z: the core tells the renderer full minutes.
constexpr UnixMillis kMinute{Seconds{1'764'858'300}};
// A list's last row is another than its first, and so is one between them.
constexpr std::size_t kEnoughRows = 4;

std::string_view next_piece(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto piece = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return piece;
}

bool says(std::string_view line, std::string_view word) {
  return line.find(word) != std::string_view::npos;
}

// What stands at the end of the line.
std::uint32_t number_in(std::string_view line) {
  const auto begin = line.find_last_not_of("0123456789") + 1;
  std::uint32_t number = 0;
  std::from_chars(line.data() + std::min(begin, line.size()), line.data() + line.size(), number);
  return number;
}

Listen next_listen(std::string_view line) {
  Listen listen{.source = "lastfm"};
  for (auto* const field : {&listen.username, &listen.artist, &listen.album, &listen.track,
                            &listen.image, &listen.url}) {
    *field = next_piece(line, '|');
  }
  const auto played = next_piece(line, '|');
  listen.now_playing = played == "now";
  listen.played_at = parse_iso8601(played);
  listen.first_seen = parse_iso8601(line);
  return listen;
}

Scene scene_of(std::string_view bytes) {
  const auto look = next_piece(bytes, '\n');
  Scene scene{.now = kMinute,
              .is_stale = says(look, "stale"),
              .absence = says(look, "warming")      ? Absence::warming
                         : says(look, "unreadable") ? Absence::unreadable
                                                    : Absence::none,
              .theme = says(look, "dark")    ? Theme::dark
                       : says(look, "light") ? Theme::light
                                             : Theme::automatic,
              .width = number_in(look),
              .origin = "https://site.example",
              .build = "f3b1"};
  if (!says(look, "undated")) scene.updated = kMinute - Seconds{60};
  while (!bytes.empty() && scene.absence == Absence::none && scene.listens.size() < kEnoughRows) {
    scene.listens.push_back(next_listen(next_piece(bytes, '\n')));
  }
  return scene;
}

// As reply/route.cpp allows.
std::uint32_t width_for(Form form, std::uint32_t number) {
  if (form == Form::card) return 240 + number % 761;
  return form == Form::text ? 40 + number % 211 : 0;
}

void try_render(std::string_view bytes) {
  const Scene given = scene_of(bytes);
  for (const FormTraits& each : kForms) {
    Scene scene = given;
    scene.form = each.form;
    scene.width = width_for(each.form, given.width);
    const auto crossing = encode_scene(scene);
    const Scene arrived = decode_scene(crossing);
    MUST(encode_scene(arrived) == crossing, bytes);
    MUST(arrived.listens == scene.listens, bytes);
    check_rendered(arrived);
  }
}

const Target kRenderTarget{"render", try_render};

}  // namespace
}  // namespace user_listens::fuzz
