#include "render/field.h"

#include <algorithm>

namespace user_listens {

std::optional<Field> field_named(std::string_view name) {
  const auto* const found = std::find(kFieldNames.begin(), kFieldNames.end(), name);
  if (found == kFieldNames.end()) return std::nullopt;
  return static_cast<Field>(found - kFieldNames.begin());
}

}  // namespace user_listens
