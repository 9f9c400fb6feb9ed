// Upper and lower case beyond ASCII: for names that services look up without
// case, such as those of users.
//
// Simple case folding of Unicode 17.0 (CaseFolding.txt, status C and S): one
// character becomes one. The Turkish dotless i stays a letter of its own.
#pragma once

#include <string_view>

namespace user_listens {

[[nodiscard]] unsigned case_folded(unsigned character);

// Whether two texts differ in nothing but case. Ill-formed bytes are equal to
// none but the same bytes.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace user_listens
