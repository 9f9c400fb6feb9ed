#include "base/json_writer.h"

#include "base/json_plain.h"
#include "base/utf8.h"

namespace user_listens::json {
namespace {

void append_escape_of(std::string& out, unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 0xF];
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t plain = plain_run(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto [bytes, well_formed] = utf8::step(text);
    if (!well_formed) {
      out += utf8::kReplacement;
    } else if (bytes == 1) {
      append_escape_of(out, static_cast<unsigned char>(text.front()));
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
}

Writer& Writer::key(std::string_view key) {
  value(key);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

void Writer::value(std::string_view text) {
  separate();
  needs_comma_ = true;
  if (plain_run(text) == text.size()) return put_quoted(text);
  out_ += '"';
  append_escaped(out_, text);
  out_ += '"';
}

// In one step: quotes all over, and the text between the outermost.
void Writer::put_quoted(std::string_view text) {
  const auto begin = out_.size();
  out_.append(text.size() + 2, '"');
  text.copy(out_.data() + begin + 1, text.size());
}

void Writer::raw(std::string_view json) {
  separate();
  out_ += json;
  needs_comma_ = true;
}

void Writer::field(std::string_view name, std::string_view text) { key(name).value(text); }

void Writer::field(std::string_view name, std::optional<UnixMillis> time) {
  if (!time) return null_field(name);
  field(name, std::string_view{to_iso8601(*time)});
}

void Writer::raw_field(std::string_view name, std::string_view json) { key(name).raw(json); }

void Writer::number_field(std::string_view name, std::int64_t number) {
  raw_field(name, decimal(number));
}

Writer::Scope Writer::open(char open, char close) {
  separate();
  out_ += open;
  needs_comma_ = false;
  return Scope{*this, close};
}

void Writer::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
}

void Writer::separate() {
  if (needs_comma_) out_ += ',';
}

}  // namespace user_listens::json
