// Looks at every write, every reply and every log line as they happen, and
// stops the year at the first invariant that does not hold.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deployment.h"
#include "finding.h"
#include "journal.h"
#include "music_service.h"
#include "reply_rules.h"
#include "run.h"
#include "tally.h"
#include "timeline.h"

namespace user_listens::simulation {

class Judge {
 public:
  Judge(Timeline& timeline, Tally& tally, Journal& journal, MusicService& service,
        const Deployments& deployments)
      : timeline_(timeline),
        tally_(tally),
        journal_(journal),
        service_(service),
        deployments_(deployments) {}

  // A key of the list or the snapshot, as the core names it.
  void note_key(std::string_view key);

  void logged(std::string_view who, std::string_view line);

  // Before each request about `member`.
  void requests(const Run& run, std::size_t member);

  // Nobody is asked any more.
  void asked(Run& run);

  // Nothing is under way, and the refresh is not over.
  void waits_for_nothing(const Run& run);

  // The answers of `run` are about to become a list: what it was told is
  // playing is confirmed until then.
  void confirm_plays(const Run& run);

  // Before the put: what is put, understood.
  [[nodiscard]] std::shared_ptr<const Document> written(Run& run, std::string_view value,
                                                        Count kind);
  void concluded(const Run& run);
  void version_one_wrote(std::string_view key);
  void replied(const Reply& reply);

  [[nodiscard]] const Finding& finding() const { return finding_; }

 private:
  void look_at(std::string_view who, Finding finding);
  void confirm_plays_ahead(const Run& run, const Reading& reading);
  // Whoever has shown a list once does not say again that there is none, within
  // seven days of the last snapshot.
  [[nodiscard]] Finding judge_memory(const Reply& reply);

  Timeline& timeline_;
  Tally& tally_;
  Journal& journal_;
  MusicService& service_;
  const Deployments& deployments_;
  std::vector<std::string> keys_;
  std::array<bool, kLocations> has_shown_{};  // ever a list, at each location
  UnixMillis last_snapshot_{};                // when one was last put
  Finding finding_;
};

}  // namespace user_listens::simulation
