// A scene's list as the fields of templates: what page, card, feeds and text
// have in common.
#pragma once

#include <vector>

#include "base/arena.h"
#include "render/field.h"
#include "render/scene.h"

namespace user_listens {

// Valid while the scene's bytes and the arena are.
struct Listing {
  Fields list;
  std::vector<Fields> rows;
};

[[nodiscard]] Listing listing_of(const Scene& scene, Arena& arena);

}  // namespace user_listens
