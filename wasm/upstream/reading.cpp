#include "upstream/reading.h"

#include "base/case_folding.h"
#include "base/json_sanitizing.h"
#include "base/log.h"
#include "base/text.h"
#include "base/utf8.h"
#include "upstream/request.h"

namespace user_listens {

std::optional<json::Error> walk_body(std::string_view body, BodyVisitor& visitor) {
  const auto error = json::walk(body, kMaxAnswerBytes, visitor);
  if (!error || !json::is_in_string(error->fault)) return error;
  visitor.begin();
  // Mending may lengthen the text: three bytes for a broken one.
  const bool is_sanitized = !json::walk(json::sanitized(body), 3 * kMaxAnswerBytes, visitor);
  return is_sanitized ? std::nullopt : error;
}

Reading of_status(std::int64_t status, Arena& arena) {
  const auto kind = status == 429   ? AnswerKind::rate_limited
                    : status >= 500 ? AnswerKind::service_error
                                    : AnswerKind::http_error;
  return {kind, arena.filled("HTTP %", {decimal(status)}), {}};
}

Reading of_contradiction(std::string_view found, std::string_view count, std::int64_t counted,
                         Arena& arena) {
  return {
      AnswerKind::unreadable, arena.filled("%, but % is %", {found, count, decimal(counted)}), {}};
}

std::optional<Reading> of_other_user(std::string_view user, std::string_view account,
                                     Arena& arena) {
  if (equal_ignoring_case(user, account)) return std::nullopt;
  // Of each so much that both fit into a log line.
  constexpr std::size_t kShown = 24;
  return Reading{AnswerKind::another_users,
                 arena.filled(R"("%" instead of "%")",
                              {for_log(utf8::cut_to_characters(user, kShown, arena), arena),
                               for_log(utf8::cut_to_characters(account, kShown, arena), arena)}),
                 {}};
}

std::optional<AnswerKind> kind_of_error(std::int64_t code, std::span<const ErrorRow> rows) {
  for (const ErrorRow& row : rows) {
    if (row.code == code) return row.kind;
  }
  return std::nullopt;
}

Reading of_error_code(AnswerKind kind, std::int64_t code, Arena& arena) {
  return {kind, arena.filled("error %", {decimal(code)}), {}};
}

Reading of_error(const json::Error& error) {
  if (error.fault == json::Fault::too_large) return {AnswerKind::too_large, "", {}};
  const bool is_grammar = error.fault == json::Fault::unexpected ||
                          error.fault == json::Fault::bad_number || json::is_in_string(error.fault);
  return {AnswerKind::unreadable, is_grammar ? "not JSON" : json::name(error.fault), {}};
}

}  // namespace user_listens
