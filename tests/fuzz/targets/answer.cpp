// Answers as the shim hands them back: boundary/answer_bytes.h.
#include "boundary/answer_bytes.h"
#include "target.h"
#include "texts.h"

void user_listens::fuzz::try_input(std::string_view bytes) {
  Arena arena;
  const auto answer = boundary::decode_answer(bytes, arena);
  if (!answer) return;
  for (const auto text : {answer->username, answer->source, answer->account, answer->detail}) {
    MUST(utf8::is_well_formed(text), bytes);
  }
  MUST(answer->listen.has_value() == (answer->kind == AnswerKind::listened), bytes);
  if (answer->listen) check_texts(*answer->listen);
  const auto encoded = boundary::encode_answer(*answer);
  MUST(is_json(encoded), encoded);
  const auto again = boundary::decode_answer(encoded, arena);
  MUST(again.has_value(), encoded);
  MUST(again->kind == answer->kind, encoded);
  MUST(again->listen == answer->listen, encoded);
  MUST(boundary::encode_answer(*again) == encoded, encoded);
}
