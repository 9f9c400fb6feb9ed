// Libre.fm's answers: upstream/librefm.h.
#include "upstream/librefm.h"

#include "target.h"
#include "upstream.h"

void user_listens::fuzz::try_input(std::string_view bytes) { try_upstream(kLibrefm, bytes); }
