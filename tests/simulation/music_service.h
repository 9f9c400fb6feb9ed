// A music service that answers like Last.fm's user.getRecentTracks, and all
// that goes wrong with it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bad_account.h"
#include "document.h"
#include "journal.h"
#include "listening.h"
#include "random.h"
#include "roster.h"
#include "slow_spells.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"
#include "trouble.h"

namespace user_listens::simulation {

struct ServiceAnswer {
  Told told = Told::nothing;
  std::size_t play = 0;  // with Told::listen
  bool now_playing = false;
  std::string_view failure;  // no answer at all: why
  int status = 200;
  std::string body;
  std::string_view retry_after;  // a header; "" when it is missing
  Seconds asks_for{0};           // to be left alone, as one of the headers says
  ServiceError service_error = ServiceError::none;
};

class MusicService {
 public:
  MusicService(Timeline& timeline, Random random, Tally& tally, Journal& journal, Roster& roster,
               BadAccount& bad_account, SlowSpells& slow_spells);

  // How long the next answer takes; longer than any timeout when it hangs.
  [[nodiscard]] Millis latency();
  [[nodiscard]] ServiceAnswer answer(std::string_view name);

  [[nodiscard]] Listening& listening(std::size_t member) { return listenings_.at(member); }

  // Outages, of the whole service or about some members, for minutes or days.
  [[nodiscard]] Task<> fail_at_times();
  // Members who keep their history private for a while.
  [[nodiscard]] Task<> hide_histories();

 private:
  [[nodiscard]] const Trouble* trouble_about(std::size_t member);
  [[nodiscard]] ServiceAnswer failed(const Trouble& trouble, Account account);
  [[nodiscard]] ServiceAnswer plays_of(Account account);

  Timeline& timeline_;
  Random random_;
  Tally& tally_;
  Journal& journal_;
  Roster& roster_;
  BadAccount& bad_account_;
  SlowSpells& slow_spells_;
  std::vector<Listening> listenings_;
  const Trouble* outage_ = nullptr;
  bool outage_is_total_ = false;
  std::array<bool, kMaxMembers> is_cut_off_{};  // by an outage that is not total
  std::array<bool, kMaxMembers> has_private_history_{};
};

}  // namespace user_listens::simulation
