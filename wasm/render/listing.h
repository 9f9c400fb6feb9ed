// A scene's list as the fields of templates: what page, card, feeds and text
// have in common.
#pragma once

#include "base/arena.h"
#include "base/list.h"
#include "render/field.h"
#include "render/scene.h"

namespace user_listens {

// Valid while the scene's bytes and the arena are.
struct Listing {
  Fields list;
  List<Fields> rows;
};

[[nodiscard]] Listing listing_of(const Scene& scene, Arena& arena);

}  // namespace user_listens
