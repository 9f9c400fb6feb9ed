// Last.fm's answers: upstream/lastfm.h.
#include "upstream/lastfm.h"

#include "target.h"
#include "upstream.h"

void user_listens::fuzz::try_input(std::string_view bytes) { try_upstream(kLastfm, bytes); }
