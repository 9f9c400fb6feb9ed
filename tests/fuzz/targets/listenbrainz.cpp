// ListenBrainz's answers: upstream/listenbrainz.h.
#include "upstream/listenbrainz.h"

#include "target.h"
#include "upstream.h"

namespace user_listens::fuzz {
namespace {

const Target kListenbrainzTarget{
    "listenbrainz", [](std::string_view bytes) { try_upstream(kListenbrainz, bytes); }};

}  // namespace
}  // namespace user_listens::fuzz
