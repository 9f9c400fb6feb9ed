// Last.fm's answers: upstream/lastfm.h.
#include "upstream/lastfm.h"

#include "target.h"
#include "upstream.h"

namespace user_listens::fuzz {
namespace {

const Target kLastfmTarget{"lastfm", [](std::string_view bytes) { try_upstream(kLastfm, bytes); }};

}  // namespace
}  // namespace user_listens::fuzz
