// What a list, a snapshot or a reply says, read by other eyes than the core's.
//
// Names of the simulated world tell what they belong to: member "m3" has the
// account "a3" (after the first change of accounts "a3x1"; 70003 where a query
// makes a number of it), and the track "p17m3" is that member's play number 17.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace user_listens::simulation {

struct RosterCopy;

inline constexpr std::size_t kMaxMembers = 45;

using Members = std::bitset<kMaxMembers>;

struct Account {
  std::uint8_t member = 0;
  std::uint8_t change = 0;  // 0 for the first, then one more each time
  friend bool operator==(const Account&, const Account&) = default;
};
// A "change" that nobody makes: a number instead of the account's name.
inline constexpr std::uint8_t kNumberInstead = 255;

[[nodiscard]] std::string member_name(std::size_t member);
// "m3 m4"
[[nodiscard]] std::string member_names(const Members& members);
[[nodiscard]] std::string account_name(Account account);
[[nodiscard]] std::optional<std::size_t> parse_member(std::string_view name);
[[nodiscard]] std::optional<Account> parse_account(std::string_view name);
[[nodiscard]] std::string track_name(std::size_t member, std::size_t play);

// For how long an answer lets its account be left alone.
enum class Rest : std::uint8_t { none, growing, an_hour };

struct Row {
  std::uint8_t member = 0;
  std::optional<Account> account;  // in snapshots only
  bool has_listen = false;
  bool now_playing = false;
  std::uint32_t play = 0;
  std::optional<UnixMillis> played_at;
  // In snapshots only.
  std::optional<UnixMillis> asked_at;
  Rest rest = Rest::none;
  std::uint32_t failures = 0;
  bool is_concealed = false;  // remembered, but not to be shown

  friend bool operator==(const Row&, const Row&) = default;
};

// What the world knows of a stored value beside what it says.
struct Origin {
  std::shared_ptr<const RosterCopy> roster;  // that its writer had read
  UnixMillis roster_read;                    // when, in truth
  UnixMillis written;                        // in truth
  Millis ahead{0};                           // the writer's clock; negative: behind
  // Planned for, but cut off by the deadline; answered about.
  Members cut;
  Members heard;
};

// A clock that is further ahead counts as broken.
inline constexpr Seconds kClockSkew = std::chrono::minutes{2};

[[nodiscard]] inline bool is_nearly_right(const Origin& origin) {
  return origin.ahead >= Millis{0} && origin.ahead <= kClockSkew;
}

struct Document {
  bool is_snapshot = false;
  std::int64_t version = 0;
  std::optional<UnixMillis> last_updated;
  std::optional<UnixMillis> written_at;
  std::string writer;
  std::optional<UnixMillis> deployed_at;
  bool is_complete = false;  // a list that says so
  std::vector<Row> rows;
  // Of the music service, in snapshots.
  std::optional<UnixMillis> paused_until;
  bool refuses_key = false;
  // Of what a refresh of this world has written.
  std::optional<Origin> origin;
  // Of replies.
  bool is_cached = false;
  bool is_stale = false;
  std::string stale_reason;

  // Its row, if it has one with a listen that may be shown.
  [[nodiscard]] const Row* row_of(std::size_t member) const;

  // Those about whom the last requests failed, each for its own reason.
  [[nodiscard]] Members failing() const;

  // Whether it has such a row, or one that may not be shown.
  [[nodiscard]] bool remembers(std::size_t member) const;
};

// A stored list or snapshot, or the body of a reply; nothing when it is not
// JSON, or names what is not of this world.
[[nodiscard]] std::optional<Document> read_document(std::string_view text);

[[nodiscard]] std::optional<UnixMillis> parse_time(std::string_view text);

}  // namespace user_listens::simulation
