// What the answers of one refresh say of the music service as a whole, and when
// that is to be believed: one account may get such an error for reasons of its
// own, and must not stop the asking about all others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "document.h"
#include "trouble.h"

namespace user_listens::simulation {

class ServiceWord {
 public:
  enum class Verdict : std::uint8_t { is_true, is_not_true, either };

  // Who fails as ever, by the snapshot, is no witness.
  void set_known_to_fail(Members members) { known_to_fail_ = members; }

  // An answer about `member`, which takes the place of the one before. Until
  // `pause_end` the service asks to be left alone.
  void note(std::size_t member, ServiceError error, UnixMillis pause_end, bool is_valid);

  // Whether two witnesses have said so in this refresh.
  [[nodiscard]] bool has_two(ServiceError error) const;

  // Whether two accounts have said the same, so that the asking may end.
  [[nodiscard]] bool may_stop() const;

  // Until when a service must not be asked that two witnesses want to be left
  // alone; the beginning of time for never.
  [[nodiscard]] UnixMillis paused_until() const;

  // Of the last answers about all accounts.
  [[nodiscard]] Verdict is_believed(ServiceError error) const;

  // The end of the longest pause that is to be believed.
  [[nodiscard]] UnixMillis pause_to_remember() const;
  // Whether no pause can be believed.
  [[nodiscard]] bool wants_no_pause() const;

 private:
  static constexpr std::array kPauses{ServiceError::too_often, ServiceError::wants_pause};

  Members known_to_fail_;
  std::array<Members, kServiceErrors> ever_;  // who has said so, whatever came after
  std::array<Members, kServiceErrors> last_;  // whose last answer says so
  std::array<UnixMillis, kServiceErrors> longest_{};
  Members asked_;
  Members answered_;
};

}  // namespace user_listens::simulation
