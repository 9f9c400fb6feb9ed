// What asking a service about one account came to, and what follows from it.
//
// Every request ends in exactly one answer, those that were never sent
// included, so that nobody is missing from the merge or from the counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json_writer.h"
#include "listen/account.h"
#include "listen/listen.h"

namespace user_listens {

enum class AnswerKind : std::uint8_t {
  listened,         // has a latest play
  silent,           // has none
  private_history,  // keeps it private
  unknown_account,  // the service knows no such account
  not_playing,      // plays nothing now; what was played last must be asked for
  another_users,    // the service answered with somebody else's plays
  key_refused,      // our key is wrong or suspended
  rate_limited,     // we asked too often
  service_error,    // the service says that it failed, by a body or a 5xx
  http_error,       // another status that says no more
  unreadable,       // not what the service documents
  too_large,
  timeout,
  unreachable,
  not_sent,  // the refresh's deadline came, or the service was given up
  crashed,   // reading it trapped
};
inline constexpr std::size_t kAnswerKinds = static_cast<std::size_t>(AnswerKind::crashed) + 1;

// What a refresh does next about the service.
enum class Reaction : std::uint8_t {
  go_on,
  ask_next_question,  // the account's next one; a service may have several
  ask_again,          // a little later
  pause_service,      // until Answer::paused_until
  stop_service,       // until the next refresh, which tries with one request
};

// What a service objects to, in an error: to our requests as a whole, or perhaps
// to one account only. listen/service_state.h says when it is the former.
enum class Objection : std::uint8_t {
  refuses_key,
  asked_too_often,
  wants_pause,  // by Retry-After or the like, beside another error
};
inline constexpr std::size_t kObjections = static_cast<std::size_t>(Objection::wants_pause) + 1;

// For how long the account is left alone by the refreshes that follow.
enum class BackOff : std::uint8_t {
  none,
  growing,               // longer and longer, while the service answers others
  growing_if_objecting,  // the same, if the service objected
  lengthy,               // it will hardly change soon
};

struct AnswerTraits {
  AnswerKind kind;
  std::string_view name;   // in the snapshot, in health and across the boundary
  std::string_view words;  // in logs
  bool is_failure;         // counts as a failure of this refresh
  bool is_news;            // tells us how things stand now
  bool drops_listen;       // the last known listen must not be shown any more
  Reaction reaction;
  BackOff back_off;
};
[[nodiscard]] const AnswerTraits& traits(AnswerKind kind);
[[nodiscard]] std::optional<AnswerKind> answer_kind(std::string_view name);

// How many answers there are of each kind.
using AnswerCounts = std::array<std::int64_t, kAnswerKinds>;
// "timeout":2,"http_error":1: those of which there are any.
void write_answer_counts(json::Writer& out, const AnswerCounts& counts);

// Valid while the arena of the call is.
struct Answer {
  Account account;
  AnswerKind kind = AnswerKind::not_sent;
  std::string_view detail;                 // for the log: "error 8", "HTTP 502"; may be ""
  std::optional<Listen> listen;            // exactly with AnswerKind::listened
  std::optional<UnixMillis> paused_until;  // an error wants no request before
  // Nothing is left of the service's limit until then. Only a valid answer says
  // so, and it holds for the whole service.
  std::optional<UnixMillis> limited_until;
  bool known_to_fail = false;  // as in Question
};

// Nothing when the answer is about its account only.
[[nodiscard]] std::optional<Objection> objection_of(const Answer& answer);

}  // namespace user_listens
