// A music service that answers like Last.fm's user.getRecentTracks, and all
// that goes wrong with it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "document.h"
#include "journal.h"
#include "listening.h"
#include "random.h"
#include "roster.h"
#include "tally.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

// What an answer says in truth, whatever the core makes of it.
enum class Told : std::uint8_t {
  not_asked,
  // It failed.
  refused_key,
  nothing,
  // It did not.
  unknown_account,
  private_history,
  silence,  // has never played anything
  listen,
};

struct ServiceAnswer {
  Told told = Told::nothing;
  std::size_t play = 0;  // with Told::listen
  bool now_playing = false;
  std::string_view failure;  // no answer at all: why
  int status = 200;
  std::string body;
  std::string_view headers;  // JSON; "" for none of interest
  Seconds asks_for{0};       // to be left alone, as one of the headers says
};

// A way to fail.
struct Trouble {
  std::string_view name;
  Told told;
  std::string_view failure;  // "" when something is answered
  int status;
  std::string_view body;
  std::string_view headers = {};
  Seconds asks_for{0};  // as in ServiceAnswer
};

class MusicService {
 public:
  MusicService(Timeline& timeline, Random random, Tally& tally, Journal& journal, Roster& roster);

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
  std::vector<Listening> listenings_;
  const Trouble* outage_ = nullptr;
  bool outage_is_total_ = false;
  std::array<bool, kMaxMembers> is_cut_off_{};  // by an outage that is not total
  std::array<bool, kMaxMembers> has_private_history_{};
};

}  // namespace user_listens::simulation
