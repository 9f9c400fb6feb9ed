// A target: one file in targets/, which defines the one function below.
#pragma once

#include <string_view>

namespace user_listens::fuzz {

// Feeds the bytes to a parser and checks what must hold of its result.
void try_input(std::string_view bytes);

}  // namespace user_listens::fuzz
