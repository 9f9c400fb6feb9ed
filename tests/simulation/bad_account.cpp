#include "bad_account.h"

#include <string>

#include "document.h"

namespace user_listens::simulation {

using std::chrono::hours;

const Trouble* BadAccount::trouble_about(std::size_t member) {
  if (trouble_ == nullptr || member != member_) return nullptr;
  if (!fails_always_ && random_.one_in(2)) return nullptr;
  tally_.count(Count::bad_account_answers);
  return trouble_;
}

Task<> BadAccount::go_bad_at_times() {
  for (;;) {
    co_await timeline_.sleep(random_.of_any_length(hours{6}, hours{24 * 20}));
    member_ = random_.below(members_);
    fails_always_ = !random_.one_in(3);
    trouble_ = some_trouble();
    if (journal_.is_open()) {
      journal_.note(timeline_.now(), "music service",
                    member_name(member_) + (fails_always_ ? " always gets " : " often gets ") +
                        std::string{trouble_->name});
    }
    co_await timeline_.sleep(random_.of_any_length(hours{1}, hours{24 * 3}));
    trouble_ = nullptr;
    journal_.note(timeline_.now(), "music service", "answers about everybody again");
  }
}

// Mostly one that could concern everybody.
const Trouble* BadAccount::some_trouble() {
  const auto draw = [this] { return &kTroubles.at(random_.below(kTroubles.size())); };
  const Trouble* trouble = draw();
  for (int tries = 0; tries < 3 && service_error_of(*trouble) == ServiceError::none; ++tries) {
    trouble = draw();
  }
  return trouble;
}

}  // namespace user_listens::simulation
