#include "listen/answer.h"

#include <array>

namespace user_listens {
namespace {

using enum AnswerKind;
using enum Reaction;

constexpr bool kFails = true, kNews = true, kDrops = true;
constexpr bool kFine = false, kNoNews = false, kKeeps = false;
constexpr BackOff kNone = BackOff::none, kGrowing = BackOff::growing, kLong = BackOff::lengthy,
                  kObjecting = BackOff::growing_if_objecting;

// A time-out is not asked again: it has taken its share of the refresh.
// clang-format off
constexpr std::array kTraits{
    AnswerTraits{listened, "listened", "listened", kFine, kNews, kKeeps, go_on, kNone},
    AnswerTraits{silent, "silent", "no scrobbles", kFine, kNews, kKeeps, go_on, kNone},
    AnswerTraits{private_history, "private", "private", kFine, kNews, kDrops, go_on, kLong},
    AnswerTraits{unknown_account, "unknown_account", "unknown account", kFine, kNoNews, kKeeps, go_on, kLong},
    AnswerTraits{not_playing, "not_playing", "not playing, asked no further", kFails, kNoNews, kKeeps, ask_next_question, kNone},
    AnswerTraits{another_users, "another_users", "another user's tracks", kFails, kNoNews, kKeeps, go_on, kGrowing},
    AnswerTraits{key_refused, "key_refused", "key refused", kFails, kNoNews, kKeeps, stop_service, kGrowing},
    AnswerTraits{rate_limited, "rate_limited", "rate limited", kFails, kNoNews, kKeeps, pause_service, kGrowing},
    AnswerTraits{service_error, "service_error", "service error", kFails, kNoNews, kKeeps, ask_again, kObjecting},
    AnswerTraits{http_error, "http_error", "HTTP error", kFails, kNoNews, kKeeps, go_on, kObjecting},
    AnswerTraits{unreadable, "unreadable", "unreadable answer", kFails, kNoNews, kKeeps, ask_again, kGrowing},
    AnswerTraits{too_large, "too_large", "answer too large", kFails, kNoNews, kKeeps, go_on, kGrowing},
    AnswerTraits{timeout, "timeout", "timeout", kFails, kNoNews, kKeeps, go_on, kNone},
    AnswerTraits{unreachable, "unreachable", "unreachable", kFails, kNoNews, kKeeps, ask_again, kNone},
    AnswerTraits{not_sent, "not_sent", "not sent", kFails, kNoNews, kKeeps, go_on, kNone},
    AnswerTraits{crashed, "crashed", "its answer crashed the reader", kFails, kNoNews, kKeeps, go_on, kGrowing},
};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTraits.size(); ++i) {
    if (static_cast<std::size_t>(kTraits[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order(), "traits() looks up by position");
static_assert(kTraits.size() == kAnswerKinds);

}  // namespace

const AnswerTraits& traits(AnswerKind kind) { return kTraits.at(static_cast<std::size_t>(kind)); }

std::optional<AnswerKind> answer_kind(std::string_view name) {
  for (const auto& row : kTraits) {
    if (row.name == name) return row.kind;
  }
  return std::nullopt;
}

std::optional<Objection> objection_of(const Answer& answer) {
  if (answer.kind == key_refused) return Objection::refuses_key;
  if (answer.kind == rate_limited) return Objection::asked_too_often;
  if (answer.paused_until) return Objection::wants_pause;
  return std::nullopt;
}

void write_answer_counts(json::Writer& out, const AnswerCounts& counts) {
  for (std::size_t kind = 0; kind < kAnswerKinds; ++kind) {
    if (counts.at(kind) > 0) out.field(traits(AnswerKind(kind)).name, counts.at(kind));
  }
}

}  // namespace user_listens
