#include "boundary/calls.h"
#include "boundary/decision.h"
#include "boundary/facts.h"
#include "render/render.h"

namespace user_listens::boundary {

// The facts and the decision are empty objects: every call has them.
Output render(Parts parts) {
  constexpr std::size_t kScene = 1;
  constexpr std::size_t kTemplate = 2;
  const auto bytes = part(parts, kScene);
  const auto markup = part(parts, kTemplate);
  if (!bytes || !markup) __builtin_trap();
  return output_of(std::string{"{}"}, user_listens::render(decode_scene(*bytes), *markup));
}

}  // namespace user_listens::boundary
