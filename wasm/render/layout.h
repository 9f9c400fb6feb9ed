// The card and the text: where measures matter.
#pragma once

#include <cstddef>

#include "base/arena.h"
#include "render/listing.h"

namespace user_listens {

// Adds the rows' places, in pixels, and their lines, measured and cut.
// `width` is at least 240.
void lay_out_card(Listing& listing, std::size_t width, Theme theme, Arena& arena);

// Adds the lines, as cells of columns that are as wide as they must be.
// `columns` is at least 40.
void lay_out_text(Listing& listing, std::size_t columns, Arena& arena);

}  // namespace user_listens
