// What asking a service about one account came to.
//
// Every request ends in exactly one answer, those that were never sent
// included, so that nobody is missing from the merge or from the counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "listen/listen.h"

namespace user_listens {

enum class AnswerKind : std::uint8_t {
  listened,         // has a latest play
  silent,           // has none
  private_history,  // keeps it private
  unknown_account,  // the service knows no such account
  another_users,    // the service answered with somebody else's plays
  key_refused,      // our key is wrong or suspended
  rate_limited,     // we asked too often
  service_error,    // the service says that it failed
  http_error,       // a status that says no more
  unreadable,       // not what the service documents
  too_large,
  timeout,
  unreachable,
  not_sent,  // the refresh's deadline came, or the service was given up
  crashed,   // reading it trapped
};

struct AnswerTraits {
  AnswerKind kind;
  std::string_view name;   // in the snapshot and across the boundary
  std::string_view words;  // in logs
  bool is_failure;         // counts as a failure of this refresh
  bool is_news;            // tells us how things stand now
  bool drops_listen;       // the last known listen must not be shown any more
  bool stops_service;      // no further request to this service in this refresh
};
[[nodiscard]] const AnswerTraits& traits(AnswerKind kind);
[[nodiscard]] std::optional<AnswerKind> answer_kind(std::string_view name);

// Valid while the arena of the call is.
struct Answer {
  std::string_view username;
  std::string_view source;
  std::string_view account;
  AnswerKind kind = AnswerKind::not_sent;
  std::string_view detail;       // for the log: "error 8", "HTTP 502"; may be ""
  std::optional<Listen> listen;  // exactly with AnswerKind::listened
};

}  // namespace user_listens
