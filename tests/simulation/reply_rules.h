// What a reply must say, by the copies that it was made of.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "api_question.h"
#include "base/time.h"
#include "finding.h"
#include "music_service.h"
#include "store.h"

namespace user_listens::simulation {

struct Reply {
  Location at;
  Question question;
  std::size_t max_tracks;     // of the deployment that answered
  std::vector<Reading> read;  // the list, and the snapshot when it was asked for
  int status;
  std::string body;
};

// Whether a copy stands in for a value that could not be read, but is older than KV lets any value
// become: it counts as none.
[[nodiscard]] bool is_outlived(const Reading& reading, UnixMillis now);

[[nodiscard]] Finding judge_reply(const Reply& reply, UnixMillis now, MusicService& service);

}  // namespace user_listens::simulation
