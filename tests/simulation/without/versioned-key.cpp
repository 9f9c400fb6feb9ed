// In place of wasm/cache/format.cpp: the list goes where version 1 kept its own.
#include "cache/format.h"

namespace user_listens {

std::string_view key_of(Slot slot) {
  return slot == Slot::recent ? "user-listens:recent" : "user-listens:v2:snapshot";
}

}  // namespace user_listens
