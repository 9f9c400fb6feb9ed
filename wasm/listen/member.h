// A member of the site and the accounts that tell what they listen to.
#pragma once

#include <string_view>

namespace user_listens {

// Valid while the arena of the call is.
struct Member {
  std::string_view username;
  std::string_view lastfm;  // "" for none, here and below
  std::string_view listenbrainz;
  std::string_view librefm;
};

}  // namespace user_listens
