// Libre.fm's answers: upstream/librefm.h.
#include "upstream/librefm.h"

#include "target.h"
#include "upstream.h"

namespace user_listens::fuzz {
namespace {

const Target kLibrefmTarget{"librefm",
                            [](std::string_view bytes) { try_upstream(kLibrefm, bytes); }};

}  // namespace
}  // namespace user_listens::fuzz
