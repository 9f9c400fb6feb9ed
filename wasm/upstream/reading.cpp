#include "upstream/reading.h"

#include "base/json_mending.h"
#include "base/text.h"
#include "upstream/request.h"

namespace user_listens {

std::optional<json::Error> walk_body(std::string_view body, BodyVisitor& visitor) {
  const auto error = json::walk(body, kMaxAnswerBytes, visitor);
  if (!error || error->fault != json::Fault::malformed) return error;
  visitor.begin();
  // Mending may lengthen the text: three bytes for a broken one.
  const bool is_mended = !json::walk(json::mended(body), 3 * kMaxAnswerBytes, visitor);
  return is_mended ? std::nullopt : error;
}

Reading of_status(std::int64_t status, Arena& arena) {
  const auto kind = status == 429   ? AnswerKind::rate_limited
                    : status >= 500 ? AnswerKind::service_error
                                    : AnswerKind::http_error;
  return {kind, arena.filled("HTTP %", {decimal(status)}), {}};
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
  return {AnswerKind::unreadable, json::name(error.fault), {}};
}

}  // namespace user_listens
