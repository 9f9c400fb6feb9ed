#include "json_text.h"

#include <charconv>

namespace user_listens::simulation {

char JsonText::peek() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

void JsonText::expect(char c) {
  if (peek() != c) return fail();
  ++at_;
}

void JsonText::word(std::string_view word) {
  if (text_.substr(at_, word.size()) != word) return fail();
  at_ += word.size();
}

bool JsonText::open(char bracket) {
  expect(bracket);
  if (is_broken_) return false;
  // '{' and '}', '[' and ']' are two apart in ASCII.
  if (peek() != bracket + 2) return true;
  ++at_;
  return false;
}

bool JsonText::goes_on(char bracket) {
  if (is_broken_) return false;
  if (peek() == ',') {
    ++at_;
    return true;
  }
  expect(bracket);
  return false;
}

std::string_view JsonText::string() {
  expect('"');
  const auto begin = at_;
  for (; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\\') {
      ++at_;
    } else if (text_[at_] == '"') {
      ++at_;
      return text_.substr(begin, at_ - 1 - begin);
    }
  }
  fail();
  return {};
}

std::int64_t JsonText::integer() {
  peek();
  std::int64_t number = 0;
  const auto* const begin = text_.data() + at_;
  const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), number);
  if (error != std::errc{}) fail();
  at_ += static_cast<std::size_t>(end - begin);
  return number;
}

bool JsonText::boolean() {
  const bool is_true = peek() == 't';
  word(is_true ? "true" : "false");
  return is_true;
}

std::string_view JsonText::skip() {
  const char first = peek();
  const auto begin = at_;
  if (first == '{') {
    object([&](std::string_view) { skip(); });
  } else if (first == '[') {
    array([&] { skip(); });
  } else if (first == '"') {
    (void)string();
  } else if (first == 't' || first == 'f') {
    (void)boolean();
  } else if (first == 'n') {
    word("null");
  } else {
    (void)integer();
  }
  return text_.substr(begin, at_ - begin);
}

}  // namespace user_listens::simulation
