// Answers as the shim hands them back: boundary/answer_bytes.h.
#include "boundary/answer_bytes.h"
#include "target.h"
#include "texts.h"

void user_listens::fuzz::try_input(std::string_view bytes) {
  Arena arena;
  const auto answer = boundary::decode_answer(bytes, arena);
  if (!answer) return;
  const Account& account = answer->account;
  for (const auto text : {account.username, account.source, account.name, answer->detail}) {
    MUST(utf8::is_well_formed(text), bytes);
  }
  check_time(answer->paused_until);
  MUST(answer->listen.has_value() == (answer->kind == AnswerKind::listened), bytes);
  if (answer->listen) check_texts(*answer->listen);
  const auto encoded = boundary::encode_answer(*answer);
  MUST(is_json(encoded), encoded);
  const auto again = boundary::decode_answer(encoded, arena);
  MUST(again.has_value(), encoded);
  MUST(again->kind == answer->kind, encoded);
  MUST(again->account == account && again->listen == answer->listen, encoded);
  MUST(again->paused_until == answer->paused_until, encoded);
  MUST(boundary::encode_answer(*again) == encoded, encoded);
}
