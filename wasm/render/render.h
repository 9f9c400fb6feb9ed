// The renderer: a scene in the form that it names.
#pragma once

#include <string>
#include <string_view>

#include "render/scene.h"

namespace user_listens {

// `text` is the form's template.
[[nodiscard]] std::string render(const Scene& scene, std::string_view text);

}  // namespace user_listens
