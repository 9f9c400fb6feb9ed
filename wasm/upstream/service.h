// A music service, as everything but its own file sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "upstream/reading.h"
#include "upstream/received.h"
#include "upstream/request.h"

namespace user_listens {

// How fast a service may be asked: `burst` requests at once, then `per_second`,
// and never more than `burst` within `window`.
struct Pace {
  std::int64_t burst;
  std::int64_t per_second;
  Millis window{0};
};

// How the operator wants a service to be reached.
struct Access {
  std::string_view url;     // of the API
  std::string_view secret;  // an API key or token; "" for none
  Pace pace;
};

// The settings that an operator may reach a service by.
struct AccessSettings {
  std::string_view url;         // "LASTFM_API_URL"
  std::string_view burst;       // "LASTFM_BURST"
  std::string_view per_second;  // "LASTFM_PER_SECOND"
};

struct Service {
  // "lastfm": `source` in lists; the roster's column is "lastfm_username".
  std::string_view source;
  std::string_view title;  // in logs: "Last.fm"
  std::string_view default_url;
  std::string_view account_page;  // at `default_url`'s server; the name follows
  AccessSettings settings;
  std::string_view secret_setting;  // "LASTFM_API_KEY"; "" when there is none
  bool needs_secret;                // otherwise it is sent when it is set
  std::string_view authorization;   // scheme of the header that carries the secret; "" for none
  Pace pace;
  Seconds pause;                  // when asked too often, unless the service says for how long
  std::size_t max_account_bytes;  // longer names are not asked about
  std::uint32_t questions;        // requests that an account may take

  std::string_view (*url)(const Question& question, const Access& access, Arena& arena);
  // Never fails: whatever was received means something. `received` has no failure.
  Reading (*read)(const Question& question, const Received& received, UnixMillis now, Arena& arena);
};

}  // namespace user_listens
