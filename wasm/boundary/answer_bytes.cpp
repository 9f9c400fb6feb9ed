#include "boundary/answer_bytes.h"

#include "base/record.h"
#include "listen/listen_record.h"

namespace user_listens::boundary {
namespace {

// Stands in front; another number for another order of fields.
constexpr std::uint8_t kLayout = 0xA1;

// But for the listen, which follows where the kind says so. The fields in their
// order, for writer and reader alike: the writer's are const.
template <class Record, class AnyAnswer>
void pass_answer(Record& record, AnyAnswer& answer) {
  record.plain(answer.kind);
  for (const auto& [name, text] : kAccountTexts) record.text(answer.account.*text);
  record.text(answer.detail);
  record.time(answer.paused_until);
}

// A page must never load another cover.
bool has_safe_image(const Listen& listen) {
  return listen.image.empty() || listen.image.starts_with("https://");
}

}  // namespace

std::string encode_answer(const Answer& answer) {
  RecordWriter record;
  record.plain(kLayout);
  pass_answer(record, answer);
  if (answer.listen) pass_listen(record, *answer.listen);
  return record.take();
}

std::optional<Answer> decode_answer(std::string_view bytes) {
  RecordReader record{bytes, Texts::well_formed};
  std::uint8_t layout = 0;
  Answer answer;
  record.plain(layout);
  pass_answer(record, answer);
  if (answer.kind == AnswerKind::listened) pass_listen(record, answer.listen.emplace());
  const bool is_ours = bytes.size() <= kMaxAnswerRecord && layout == kLayout &&
                       answer.kind <= AnswerKind::crashed && record.is_whole();
  if (!is_ours || (answer.listen && !has_safe_image(*answer.listen))) return std::nullopt;
  return answer;
}

}  // namespace user_listens::boundary
