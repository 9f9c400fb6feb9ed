// ListenBrainz's answers: upstream/listenbrainz.h.
#include "upstream/listenbrainz.h"

#include "target.h"
#include "upstream.h"

void user_listens::fuzz::try_input(std::string_view bytes) { try_upstream(kListenbrainz, bytes); }
