#include "render/render.h"

#include "render/layout.h"
#include "render/listing.h"
#include "render/template.h"

namespace user_listens {
namespace {

Escaping escaping_of(Form form) {
  if (form == Form::json_feed) return Escaping::json;
  return form == Form::text ? Escaping::none : Escaping::markup;
}

}  // namespace

std::string render(const Scene& scene, std::string_view text) {
  Arena arena;
  Listing listing = listing_of(scene, arena);
  if (scene.form == Form::card) lay_out_card(listing, scene.width, scene.theme, arena);
  if (scene.form == Form::text) lay_out_text(listing, scene.width, arena);
  return fill(text, escaping_of(scene.form), listing);
}

}  // namespace user_listens
