// What must hold of a list in each form that it is served in.
#pragma once

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/link.h"
#include "base/utf8.h"
#include "listen/name.h"
#include "render/harmless.h"
#include "render/layout.h"
#include "render/markup.h"
#include "render/rendering.h"
#include "render/width.h"
#include "texts.h"

namespace user_listens::fuzz {

// Read once.
[[nodiscard]] inline const std::string& template_of(Form form) {
  static const auto texts = [] {
    std::array<std::string, kForms.size()> read;
    for (const FormTraits& each : kForms) {
      read.at(static_cast<std::size_t>(each.form)) = template_text(each.file);
    }
    return read;
  }();
  return texts.at(static_cast<std::size_t>(form));
}

// A date instead of "5 min ago" may leave a narrow card's member no room, or
// less than the harmless name takes.
[[nodiscard]] inline bool has_play_of_future(const Scene& scene) {
  return std::any_of(scene.listens.begin(), scene.listens.end(), [&](const Listen& listen) {
    return listen.played_at > scene.now || listen.first_seen > scene.now;
  });
}

inline bool holds(const std::vector<std::string>& values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// No tag, attribute or entity is a stranger's, and of the page every name can be
// read.
inline void check_markup(const Scene& scene, const Listing& listing) {
  const auto text = render(scene, template_of(scene.form));
  const auto reading = markup::read(text);
  MUST(reading.fault.empty(), reading.fault);
  Arena arena;
  const auto twin = render(harmless_twin(scene, arena), template_of(scene.form));
  const bool is_measure = scene.form != Form::card || !has_play_of_future(scene);
  MUST(!is_measure || markup::read(twin).skeleton == reading.skeleton, text);
  if (scene.form != Form::page) return;
  for (const Fields& row : listing.rows) {
    for (const Field field : {Field::title, Field::member, Field::by, Field::url, Field::image}) {
      MUST(row[field].empty() || holds(reading.values, row[field]), text);
    }
  }
}

inline void check_json_feed(const Scene& scene, const Listing& listing) {
  const auto text = render(scene, template_of(Form::json_feed));
  MUST(is_json(text), text);
  const auto feed = nlohmann::json::parse(text);
  Arena arena;
  const auto twin =
      nlohmann::json::parse(render(harmless_twin(scene, arena), template_of(Form::json_feed)));
  const auto flat = feed.flatten();
  const auto flat_twin = twin.flatten();
  const bool is_same_shape =
      flat.size() == flat_twin.size() &&
      std::all_of(flat.items().begin(), flat.items().end(),
                  [&](const auto& item) { return flat_twin.contains(item.key()); });
  MUST(is_same_shape, text);
  const auto& items = feed.at("items");
  MUST(items.size() == listing.rows.size(), text);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Fields& row = listing.rows[i];
    MUST(items[i].at("id") == row[Field::id], text);
    if (!row[Field::member].empty()) {
      MUST(items[i].at("authors").at(0).at("name") == row[Field::member], text);
    }
    MUST(row[Field::url].empty() || items[i].at("url") == row[Field::url], text);
  }
}

inline void check_text(const Scene& scene, const Listing& listing) {
  const auto text = render(scene, template_of(Form::text));
  MUST(utf8::is_well_formed(text), text);
  std::string_view rest = text;
  std::size_t lines = 0;
  for (; !rest.empty(); ++lines) {
    const auto end = rest.find('\n');
    MUST(end != std::string_view::npos, text);
    const auto line = rest.substr(0, end);
    MUST(is_one_line(line), line);
    // The two lines above the rows are not cut.
    MUST(lines < 2 || listing.rows.empty() || width_of(line, Ruler::columns) <= scene.width, line);
    rest.remove_prefix(end + 1);
  }
  const bool has_no_list = listing.rows.empty();
  MUST(lines == 2 + (has_no_list ? 1 : listing.rows.size()), text);
}

// The sizes of templates/card.svg's fonts; the title and "now playing" are
// semi-bold.
inline void check_card(const Scene& scene) {
  Arena arena;
  Listing card = listing_of(scene, arena);
  lay_out_card(card, scene.width, scene.theme, arena);
  const std::size_t room = std::size_t{scene.width - 100} * 100;
  for (const Fields& row : card.rows) {
    const bool is_playing = !row[Field::playing].empty();
    const std::string_view when = is_playing ? "now playing" : row[Field::when];
    const std::size_t when_ems = width_of(when, is_playing ? Ruler::bold_ems : Ruler::ems);
    const auto* dot = row[Field::line3].empty() || when.empty() ? "" : " \u00b7 ";
    const auto third = arena.joined({row[Field::line3], dot});
    MUST(width_of(row[Field::line1], Ruler::bold_ems) * 15 <= room, row[Field::line1]);
    MUST(width_of(row[Field::line2], Ruler::ems) * 13 <= room, row[Field::line2]);
    MUST((width_of(third, Ruler::ems) + when_ems) * 12 <= room, third);
  }
}

inline void check_rows(const Listing& listing) {
  for (const Fields& row : listing.rows) {
    MUST(!row[Field::title].empty(), row[Field::member]);
    for (const Field field : {Field::member, Field::artist, Field::album, Field::title}) {
      MUST(is_clean(row[field]) && utf8::count(row[field]) <= kMaxNameCharacters, row[field]);
    }
    Arena arena;
    for (const Field field : {Field::image, Field::url}) {
      MUST(https_link(row[field], arena) == row[field], row[field]);
    }
    MUST(row[Field::id].starts_with("user-listens:") && is_clean(row[Field::id]), row[Field::id]);
  }
}

// In the form that it names.
inline void check_rendered(const Scene& scene) {
  Arena arena;
  const auto listing = listing_of(scene, arena);
  check_rows(listing);
  if (scene.form == Form::json_feed) return check_json_feed(scene, listing);
  if (scene.form == Form::text) return check_text(scene, listing);
  check_markup(scene, listing);
  if (scene.form == Form::card) check_card(scene);
}

}  // namespace user_listens::fuzz
