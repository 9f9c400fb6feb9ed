#include "boundary/answer_bytes.h"

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/named_member.h"

namespace user_listens::boundary {
namespace {

class AnswerVisitor : public json::Visitor {
 public:
  explicit AnswerVisitor(Arena& arena) : arena_(arena), listen_(arena) {}

  json::Flow value(const json::Path& path, const json::Value& value) override {
    if (path.depth() == 2 && path.key(0) == "listen") {
      is_whole = is_whole && listen_.take(path.key(1), value);
    } else if (path.depth() == 1 && value.is(json::Kind::string)) {
      take(path.key(0), value.text);
    }
    return json::Flow::go_on;
  }

  json::Flow closed(const json::Path& path, json::Kind) override {
    if (path.depth() == 1) answer.listen = listen_.finish();
    return json::Flow::go_on;
  }

  Answer answer;
  bool has_kind = false;  // one that is known
  bool is_whole = true;   // no field of the listen is of a wrong kind

 private:
  void take(std::string_view key, std::string_view text) {
    if (auto* slot = find_member(answer.account, kAccountTexts, key)) *slot = arena_.keep(text);
    if (key == "detail") answer.detail = arena_.keep(text);
    if (key == "pausedUntil") answer.paused_until = parse_iso8601(text);
    if (key != "kind") return;
    const auto kind = answer_kind(text);
    has_kind = kind.has_value();
    answer.kind = kind.value_or(AnswerKind::not_sent);
  }

  Arena& arena_;
  ListenReader listen_;
};

}  // namespace

std::string encode_answer(const Answer& answer) {
  json::Writer out;
  {
    const auto scope = out.object();
    out.field("kind", traits(answer.kind).name);
    write_account_fields(out, answer.account);
    out.field("detail", answer.detail);
    if (answer.paused_until) out.field("pausedUntil", answer.paused_until);
    answer.listen ? write_listen(out.key("listen"), *answer.listen) : out.null_field("listen");
  }
  return out.take();
}

std::optional<Answer> decode_answer(std::string_view bytes, Arena& arena) {
  AnswerVisitor found{arena};
  if (json::walk(bytes, 1 << 20, found) || !found.has_kind || !found.is_whole) return std::nullopt;
  const bool should_have_listen = found.answer.kind == AnswerKind::listened;
  if (found.answer.listen.has_value() != should_have_listen) return std::nullopt;
  return found.answer;
}

}  // namespace user_listens::boundary
