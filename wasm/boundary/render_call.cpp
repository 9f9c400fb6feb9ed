#include "boundary/calls.h"
#include "render/render.h"

namespace user_listens::boundary {

// The facts and the decision are empty objects: every call has them.
Output render(Parts parts) {
  constexpr std::size_t kScene = 1;
  constexpr std::size_t kTemplate = 2;
  const Scene scene = decode_scene(parts[kScene].value());
  return output_of(std::string{"{}"}, user_listens::render(scene, parts[kTemplate].value()));
}

}  // namespace user_listens::boundary
