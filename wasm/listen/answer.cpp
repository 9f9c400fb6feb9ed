#include "listen/answer.h"

#include <array>

namespace user_listens {
namespace {

using Kind = AnswerKind;

constexpr bool kFailure = true, kNews = true, kDrops = true, kStops = true;

constexpr std::array kTraits{
    AnswerTraits{Kind::listened, "listened", "listened", !kFailure, kNews, !kDrops, !kStops},
    AnswerTraits{Kind::silent, "silent", "no scrobbles", !kFailure, kNews, !kDrops, !kStops},
    AnswerTraits{Kind::private_history, "private", "private", !kFailure, kNews, kDrops, !kStops},
    AnswerTraits{Kind::unknown_account, "unknown_account", "unknown account", !kFailure, !kNews,
                 !kDrops, !kStops},
    AnswerTraits{Kind::another_users, "another_users", "another user's tracks", kFailure, !kNews,
                 !kDrops, !kStops},
    AnswerTraits{Kind::key_refused, "key_refused", "key refused", kFailure, !kNews, !kDrops,
                 kStops},
    AnswerTraits{Kind::rate_limited, "rate_limited", "rate limited", kFailure, !kNews, !kDrops,
                 kStops},
    AnswerTraits{Kind::service_error, "service_error", "service error", kFailure, !kNews, !kDrops,
                 !kStops},
    AnswerTraits{Kind::http_error, "http_error", "HTTP error", kFailure, !kNews, !kDrops, !kStops},
    AnswerTraits{Kind::unreadable, "unreadable", "unreadable answer", kFailure, !kNews, !kDrops,
                 !kStops},
    AnswerTraits{Kind::too_large, "too_large", "answer too large", kFailure, !kNews, !kDrops,
                 !kStops},
    AnswerTraits{Kind::timeout, "timeout", "timeout", kFailure, !kNews, !kDrops, !kStops},
    AnswerTraits{Kind::unreachable, "unreachable", "unreachable", kFailure, !kNews, !kDrops,
                 !kStops},
    AnswerTraits{Kind::not_sent, "not_sent", "not sent", kFailure, !kNews, !kDrops, !kStops},
    AnswerTraits{Kind::crashed, "crashed", "its answer crashed the reader", kFailure, !kNews,
                 !kDrops, !kStops},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTraits.size(); ++i) {
    if (static_cast<std::size_t>(kTraits[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order(), "traits() looks up by position");
static_assert(kTraits.size() == static_cast<std::size_t>(Kind::crashed) + 1);

}  // namespace

const AnswerTraits& traits(AnswerKind kind) { return kTraits.at(static_cast<std::size_t>(kind)); }

std::optional<AnswerKind> answer_kind(std::string_view name) {
  for (const auto& row : kTraits) {
    if (row.name == name) return row.kind;
  }
  return std::nullopt;
}

}  // namespace user_listens
