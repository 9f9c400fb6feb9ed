// Answers as the shim hands them back: boundary/answer_bytes.h.
#include "boundary/answer_bytes.h"
#include "target.h"
#include "texts.h"

namespace user_listens::fuzz {
namespace {

void try_answer(std::string_view bytes) {
  const auto answer = boundary::decode_answer(bytes);
  if (!answer) return;
  const Account& account = answer->account;
  for (const auto text : {account.username, account.source, account.name, answer->detail}) {
    MUST(utf8::is_well_formed(text), bytes);
  }
  check_time(answer->paused_until);
  MUST(answer->listen.has_value() == (answer->kind == AnswerKind::listened), bytes);
  if (answer->listen) {
    check_texts(*answer->listen);
    check_time(answer->listen->played_at);
    check_time(answer->listen->first_seen);
  }
  const auto encoded = boundary::encode_answer(*answer);
  MUST(encoded.size() == bytes.size(), bytes);
  const auto again = boundary::decode_answer(encoded);
  MUST(again.has_value(), encoded);
  MUST(again->kind == answer->kind && again->detail == answer->detail, encoded);
  MUST(again->account == account && again->listen == answer->listen, encoded);
  MUST(again->paused_until == answer->paused_until, encoded);
  MUST(boundary::encode_answer(*again) == encoded, encoded);
}

const Target kAnswerTarget{"answer", try_answer};

}  // namespace
}  // namespace user_listens::fuzz
