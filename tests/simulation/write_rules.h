// What a refresh may write: invariants 1 to 5 for a list or a snapshot, by what
// the refresh was told and has read.
#pragma once

#include "base/time.h"
#include "document.h"
#include "finding.h"
#include "music_service.h"
#include "run.h"

namespace user_listens::simulation {

[[nodiscard]] Finding judge_write(const Run& run, const Document& written, UnixMillis now,
                                  MusicService& service);

// What the copies that a refresh read know, the newer one before the older.
class Knowledge {
 public:
  explicit Knowledge(const Run& run);

  // Whether `member` of the roster, with the account there, has a known listen.
  [[nodiscard]] bool has_listen_of(const Run& run, std::size_t member) const;

  // When was something learned last; nothing when nothing is known.
  [[nodiscard]] std::optional<UnixMillis> last_updated() const;

 private:
  [[nodiscard]] bool is_said_to_have_none(std::size_t member) const;

  // What it knows of the member may have been somebody else's.
  [[nodiscard]] bool is_of_another_account(const Run& run, std::size_t member) const;

  const Document* list_ = nullptr;  // when it says more than the snapshot
  const Document* snapshot_ = nullptr;
  // It is of the same deployment and was not cut: whom it does not show had
  // nothing to show.
  bool list_is_whole_ = false;
};

}  // namespace user_listens::simulation
